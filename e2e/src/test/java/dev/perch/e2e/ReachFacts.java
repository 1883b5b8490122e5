package dev.perch.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Lab;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What leads to servers as the operator API shows it: the state of each thing in the words of a {@link Ledger}. */
record ReachFacts(Lab lab) {

    /** The things whose names one wants; routes by the name of their next hop. */
    Map<String, String> named(Predicate<String> wanted) {
        Map<String, String> facts = new HashMap<>();
        add(facts, wanted, "vpc", vpc -> "made");
        add(facts, wanted, "subnet", subnet -> "made");
        add(facts, wanted, "peering", peering -> peering.get("status").asText());
        add(facts, wanted, "security-group", group -> texts(group.get("rules"), "ports"));
        add(facts, wanted, "port", port -> texts(port.get("security_groups"), "name"));
        add(facts, wanted, "eip", eip -> eip.at("/bound/name").asText("UNBOUND"));
        for (JsonNode table : lab.list("route-tables")) {
            table.get("routes")
                    .forEach(route -> facts.put(
                            "route " + route.get("destination").asText() + " of "
                                    + table.at("/vpc/name").asText(),
                            hop(table, route)));
        }
        return facts;
    }

    /** The peering that a cell's route leads through comes and goes under its name, so it is the table's owner that is told. */
    private static String hop(JsonNode table, JsonNode route) {
        return route.at("/next_hop/kind").asText().equals("peering")
                ? table.at("/vpc/name").asText()
                : route.at("/next_hop/name").asText();
    }

    private void add(
            Map<String, String> facts, Predicate<String> wanted, String kind, Function<JsonNode, String> state) {
        lab.list(kind + "s").stream()
                .filter(object -> wanted.test(object.get("name").asText()))
                .forEach(object -> facts.put(kind + " " + object.get("name").asText(), state.apply(object)));
    }

    private static String texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.get(field).asText())
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
