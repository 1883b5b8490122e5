package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Holders;
import dev.perch.cli.show.Output;
import dev.perch.cli.show.VipSheet;
import java.time.Clock;

/** {@code perch explain KIND REF}: what an object should be, what it is, and what is left to do. */
final class Explain {
    private static final Argument WHAT = Argument.one(
            "KIND", "vpc, subnet, port, server, vip, eip, peering, route-table or security-group; or KIND/REF");
    private static final Argument REF = Argument.optional("REF", "the object, by its id or unique name");

    static final Verb VERB = Command.verb(
                    "explain", "what an object should be, what it is, and what is left to do", Explain::run)
            .with(WHAT)
            .with(REF);

    private Explain() {}

    private static void run(Line line) {
        String what = line.get(WHAT);
        int slash = what.indexOf('/');
        if (slash < 0 == line.find(REF).isEmpty()) {
            throw Failure.of(Exit.USAGE, "name one object: perch explain vip web, or perch explain vip/web");
        }
        String kind = slash < 0 ? what : what.substring(0, slash);
        String ref = slash < 0 ? line.find(REF).orElseThrow() : what.substring(slash + 1);
        JsonNode answer = line.daemon().get("explain/" + Daemon.segment(kind) + "/" + Daemon.segment(ref));
        line.output()
                .answer(
                        answer,
                        out -> people(out, kind, ref, answer, line.host().clock()));
    }

    private static void people(Output out, String kind, String ref, JsonNode answer, Clock clock) {
        out.say(kind + " " + ref);
        part(out, "desired", answer.path("desired"));
        part(out, "observed", answer.path("observed"));
        part(out, "plan", answer.path("plan"));
        if (answer.path("plan").isEmpty()) {
            out.say("  nothing: what is observed is what is desired");
        }
        if (!answer.path("holder").isEmpty()) {
            out.say("");
            out.stream().println(out.style().bold("holder"));
            answer.path("holder").forEach(holder -> out.say("  " + VipSheet.holder(holder, clock)));
        }
        moves(out, answer.path("moves"));
        part(out, "notes", answer.path("notes"));
    }

    private static void moves(Output out, JsonNode moves) {
        if (!moves.isEmpty()) {
            out.say("");
            out.stream().println(out.style().bold("moves"));
            moves.forEach(move -> out.say("  " + Json.text(move, "at") + "  " + Holders.move(move)));
        }
    }

    private static void part(Output out, String title, JsonNode part) {
        if (part.isMissingNode() || part.isNull() || part.isEmpty() && !title.equals("plan") && !part.isTextual()) {
            return;
        }
        out.say("");
        out.stream().println(out.style().bold(title));
        if (part.isArray()) {
            part.forEach(entry -> out.say("  " + words(entry)));
        } else {
            out.say("  " + words(part));
        }
    }

    /** Text as it is; an object as {@code key=value} pairs. */
    private static String words(JsonNode entry) {
        if (!entry.isObject()) {
            return entry.isTextual() ? entry.asText() : Json.line(entry);
        }
        StringBuilder line = new StringBuilder();
        entry.properties().forEach(field -> {
            String value = field.getValue().isValueNode() ? field.getValue().asText() : Json.line(field.getValue());
            line.append(line.isEmpty() ? "" : "  ")
                    .append(field.getKey())
                    .append('=')
                    .append(value);
        });
        return line.toString();
    }
}
