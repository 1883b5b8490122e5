package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.EventStream;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code perch get KIND [REF]}: lists objects, or shows one. */
final class Get {
    private static final Argument KIND = Argument.one(
            "KIND",
            "vpcs, subnets, ports, servers, vips, eips, peerings, route-tables, security-groups, quotas, events or"
                    + " audit");
    private static final Argument REF = Argument.optional("REF", "one object, by its id or unique name");
    private static final Option<Integer> AFTER = Option.number(
            0, Integer.MAX_VALUE, "events and audit: the first ones after this number, not the last of all", "--after");
    private static final Option<Integer> LIMIT =
            Option.number(1, 10_000, "events and audit: at most so many (100)", "--limit");
    private static final Option<Boolean> FOLLOW = Option.flag("events: go on with those to come", "-f", "--follow");

    static final Verb VERB = Command.verb("get", "list objects, or show one", Get::run)
            .with(KIND)
            .with(REF)
            .with(AFTER, LIMIT, FOLLOW);

    private Get() {}

    private static void run(Line line) throws InterruptedException {
        Kind kind = kind(line.get(KIND));
        boolean recorded = kind == Kind.EVENTS || kind == Kind.AUDIT;
        if (recorded && line.is(FOLLOW)) {
            follow(line, kind);
        } else if (recorded) {
            recorded(line, kind);
        } else if (line.find(REF).isPresent()) {
            JsonNode object =
                    line.daemon().get(Objects.path(kind, line.find(REF).get()));
            line.output().answer(object, out -> Objects.one(out, kind, object));
        } else {
            line.output().rows(line.daemon().get(kind.plural()), kind.columns());
        }
    }

    private static void follow(Line line, Kind kind) throws InterruptedException {
        if (kind != Kind.EVENTS) {
            throw Failure.of(Exit.USAGE, "only events can be followed");
        }
        List<JsonNode> known = line.get(AFTER).isPresent() ? List.of() : Json.rows(last(line, kind, limit(line, 10)));
        known.forEach(event -> line.output().item(event, Events.line(event)));
        long after = known.isEmpty()
                ? line.get(AFTER).orElse(0)
                : known.getLast().path("sequence").asLong();
        EventStream events = new EventStream(line.daemon(), "", after, Duration.ofSeconds(1));
        events.follow(
                event -> {
                    line.output().item(event, Events.line(event));
                    return false;
                },
                reason -> line.host().err().println("perch: " + reason + "; connecting again"));
    }

    /** The last ones; with {@code --after} the first ones after that number. */
    private static void recorded(Line line, Kind kind) {
        if (line.get(AFTER).isPresent()) {
            String query = "?after=" + line.get(AFTER).get() + "&limit=" + limit(line, 100);
            line.output().rows(line.daemon().get(kind.plural() + query), kind.columns());
        } else {
            line.output().rows(last(line, kind, limit(line, 100)), kind.columns());
        }
    }

    private static JsonNode last(Line line, Kind kind, int count) {
        return line.daemon().get(kind.plural() + "?last=" + count);
    }

    private static int limit(Line line, int usual) {
        return line.get(LIMIT).orElse(usual);
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.plural().equals(word) || kind.singular().equals(word))
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        Exit.USAGE,
                        "'" + word + "' is not a kind of object; there are "
                                + Arrays.stream(Kind.values()).map(Kind::plural).collect(Collectors.joining(", "))));
    }
}
