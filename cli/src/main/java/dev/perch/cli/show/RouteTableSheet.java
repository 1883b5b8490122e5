package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.List;

/** A route table with its routes on one screen. */
public final class RouteTableSheet {
    private static final List<Column> ROUTES = List.of(
            Column.of("DESTINATION", "destination"),
            Column.of("NEXT HOP", route -> Targets.named(route.path("next_hop"))),
            Column.of("STATE", "state"),
            Column.of("DESCRIPTION", "description"),
            Column.of("ID", "id").onlyWide());

    private RouteTableSheet() {}

    public static void print(Output out, JsonNode table) {
        out.say("route-table " + Json.text(table, "name"));
        out.say("  id       " + Json.text(table, "id"));
        out.say("  vpc      " + Json.text(table, "vpc/name"));
        out.say("  default  " + (table.path("default").asBoolean() ? "yes: for every subnet without another" : "no"));
        if (!table.path("subnets").isEmpty()) {
            out.say("  subnets  " + Kind.names(table.path("subnets")));
        }
        if (!table.path("routes").isEmpty()) {
            out.say("");
            out.table(table.path("routes").valueStream().toList(), ROUTES, "  ");
        }
    }

    /** How many routes lead nowhere. */
    static long blackholes(JsonNode table) {
        return table.path("routes")
                .valueStream()
                .filter(route -> Json.text(route, "state").equals("BLACKHOLE"))
                .count();
    }
}
