package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.GroupSheet;
import dev.perch.cli.show.Kind;
import dev.perch.cli.show.Output;
import dev.perch.cli.show.RouteTableSheet;
import java.util.List;
import java.util.Optional;

/** What the kinds of objects have in common: create, list, show, delete. */
final class Objects {
    static final Argument REF = Argument.one("REF", "its id or unique name");

    private Objects() {}

    static String path(Kind kind, String ref) {
        return kind.plural() + "/" + Daemon.segment(ref);
    }

    static Verb list(Kind kind) {
        return Command.verb(
                "list", "list all", line -> line.output().rows(line.daemon().get(kind.plural()), kind.columns()));
    }

    static Verb show(Kind kind) {
        return Command.verb("show", "show one", line -> {
                    JsonNode object = line.daemon().get(path(kind, line.get(REF)));
                    line.output().answer(object, out -> one(out, kind, object));
                })
                .with(REF);
    }

    /** One object for people: those that have lists of their own on a sheet, others as a row. */
    static void one(Output out, Kind kind, JsonNode object) {
        switch (kind) {
            case ROUTE_TABLES -> RouteTableSheet.print(out, object);
            case SECURITY_GROUPS -> GroupSheet.print(out, object);
            case VPCS, SUBNETS, PORTS, SERVERS, VIPS, EIPS, PEERINGS, QUOTAS, EVENTS, AUDIT ->
                out.table(List.of(object), kind.columns(), "");
        }
    }

    static Verb delete(Kind kind) {
        return Command.verb("delete", "delete one", line -> {
                    line.daemon().delete(path(kind, line.get(REF)));
                    line.output().say(kind.singular() + " " + line.get(REF) + " deleted");
                })
                .with(REF);
    }

    static void create(Line line, Kind kind, ObjectNode body) {
        created(line, kind, line.daemon().post(kind.plural(), body));
    }

    static void created(Line line, Kind kind, JsonNode object) {
        line.output()
                .answer(
                        object,
                        out -> out.say(
                                kind.singular() + " " + called(object) + " created, id " + Json.text(object, "id")));
    }

    /** An object's name, or its id when it has none. */
    static String called(JsonNode object) {
        String name = Json.text(object, "name");
        return name.isEmpty() ? Json.text(object, "id") : name;
    }

    static void put(ObjectNode body, String field, Optional<String> value) {
        value.ifPresent(text -> body.put(field, text));
    }

    static <T> T required(Line line, Option<T> option) {
        return line.get(option)
                .orElseThrow(() -> Failure.of(Exit.USAGE, option.names().getLast() + " is required"));
    }
}
