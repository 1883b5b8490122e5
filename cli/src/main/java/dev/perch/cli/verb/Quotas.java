package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch quota}: how many objects of a type a project may have. */
final class Quotas {
    private static final Argument TYPE = Argument.one("TYPE", "the type, as perch quota list names it");
    private static final Argument MOST = Argument.one("LIMIT", "a whole number, or none for no limit");

    private Quotas() {}

    static List<Command> verbs() {
        return List.of(
                Objects.list(Kind.QUOTAS),
                Command.verb("set", "limit how many of a type there may be", Quotas::set)
                        .with(TYPE)
                        .with(MOST)
                        .explain("What is there already stays."));
    }

    private static void set(Line line) {
        ObjectNode body = Json.object().put(line.get(TYPE), limit(line.get(MOST)));
        JsonNode quotas = line.daemon().put("quotas", body);
        line.output().answer(quotas, out -> out.say("quota " + line.get(TYPE) + " set to " + line.get(MOST)));
    }

    private static int limit(String text) {
        if (text.equals("none")) {
            return -1;
        }
        if (!text.matches("\\d{1,9}")) {
            throw Failure.of(Exit.USAGE, "LIMIT is a whole number, or none, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
