package dev.perch.api.huawei;

import dev.perch.api.http.Fields;
import dev.perch.control.RouteTables;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request says about a route table. Members that are not supplied are empty.
 *
 * @param delete destinations
 */
record RouteTableBody(
        Optional<String> name,
        Optional<String> description,
        Optional<String> vpc,
        List<RouteTables.Entry> add,
        List<RouteTables.Entry> modify,
        List<IpPrefix> delete) {

    /** More than a table can hold, so that too many are refused by the rule. */
    private static final int MOST = 1000;

    /** With {@code routes} as a list, or as what is to be added, modified and deleted. */
    static Outcome<RouteTableBody> read(Fields body, boolean changes) {
        Fields table = body.requiredObject("routetable");
        Optional<Fields> routes = changes ? table.object("routes") : Optional.empty();
        Optional<List<Fields>> add =
                changes ? routes.flatMap(r -> r.objects("add", MOST)) : table.objects("routes", MOST);
        Outcome<List<RouteTables.Entry>> added = entries(changes ? "routes.add" : "routes", add);
        Outcome<List<RouteTables.Entry>> modified = entries("routes.mod", routes.flatMap(r -> r.objects("mod", MOST)));
        List<IpPrefix> deleted = routes.flatMap(r -> r.objects("del", MOST)).orElse(List.of()).stream()
                .map(route -> route.requiredText("destination", IpPrefix::parse))
                .toList();
        Optional<String> name = table.text("name");
        Optional<String> description = table.text("description");
        Optional<String> vpc = table.text("vpc_id");
        return added.then(plus -> modified.map(mod -> new RouteTableBody(name, description, vpc, plus, mod, deleted)));
    }

    private static Outcome<List<RouteTables.Entry>> entries(String path, Optional<List<Fields>> routes) {
        List<RouteTables.Entry> entries = new ArrayList<>();
        for (Fields route : routes.orElse(List.of())) {
            String at = path + "[" + entries.size() + "]";
            switch (entry(route, "routetable." + at)) {
                case Outcome.Done<RouteTables.Entry>(RouteTables.Entry entry) -> entries.add(entry);
                case Outcome.Refused<RouteTables.Entry>(Refusal refusal) -> {
                    return Outcome.refused(refusal.at(at));
                }
            }
        }
        return Outcome.done(entries);
    }

    private static Outcome<RouteTables.Entry> entry(Fields route, String path) {
        IpPrefix destination = route.requiredText("destination", IpPrefix::parse);
        String type = route.requiredText("type");
        String nexthop = route.requiredText("nexthop");
        Optional<String> description = route.text("description");
        return RouteType.towards(path, type, nexthop)
                .map(towards -> new RouteTables.Entry(destination, towards, description));
    }
}
