package dev.perch.control;

import dev.perch.model.AddressSpace;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.NameRules;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.Outcome;
import dev.perch.model.Route;
import dev.perch.model.RouteRules;
import dev.perch.model.RouteTable;
import dev.perch.model.Subnet;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes of one table while a request about them is decided. */
final class TableRoutes {
    private final Decision d;
    private final RouteTable table;
    private final Vpc vpc;
    private final List<Subnet> subnets;

    TableRoutes(Decision d, RouteTable table) {
        this.d = d;
        this.table = table;
        this.vpc = d.tables.vpcs().get(table.vpc()).orElseThrow();
        this.subnets = d.tables.subnets().of(vpc.id());
    }

    Route add(RouteTables.Entry entry) {
        d.unless(RouteRules.destination("destination", entry.destination(), AddressSpace.of(vpc, subnets))
                .or(() ->
                        NameRules.description("description", entry.description().orElse(""))));
        Optional<Route> there = d.tables.routes().to(table.id(), entry.destination());
        d.unless(RouteRules.first("destination", entry.destination(), table, there)
                .or(() -> RouteRules.room("", table, d.tables.routes().count(table.id()) + 1)));
        Quotas.unlessFull(d, table.id());
        Route route = route(
                new RouteId(Desk.newId(d.random)), entry, entry.description().orElse(""));
        d.tables.routes().insert(route);
        told(route, "created", "route.create");
        return route;
    }

    /** Gives the route for a destination another next hop. */
    Route change(RouteTables.Entry entry) {
        Route before = to("destination", entry.destination());
        d.unless(NameRules.description("description", entry.description().orElse("")));
        Route route = route(before.id(), entry, entry.description().orElse(before.description()));
        d.tables.routes().update(route);
        told(route, "updated", "route.update");
        return route;
    }

    /** Makes these the routes of which the next hop is an address; the others stay. Known routes keep their next hop. */
    void replace(List<RouteTables.Entry> entries) {
        Map<IpPrefix, Route> there = new HashMap<>();
        d.tables.routes().of(table.id()).stream()
                .filter(route -> address(route).isPresent())
                .forEach(route -> there.put(route.destination(), route));
        Set<IpPrefix> wanted =
                entries.stream().map(RouteTables.Entry::destination).collect(Collectors.toSet());
        there.values().stream()
                .filter(route -> !wanted.contains(route.destination()))
                .forEach(route -> remove(d, route));
        Decision.each("routes", entries, entry -> {
            Optional<Route> before = Optional.ofNullable(there.remove(entry.destination()));
            if (before.isEmpty()) {
                add(entry);
            } else if (!(entry.towards() instanceof Towards.ToAddress(String field, IpAddress address)
                    && address(before.get()).filter(address::equals).isPresent())) {
                change(entry);
            }
        });
    }

    private Optional<IpAddress> address(Route route) {
        return Hop.of(d.tables, route.nextHop()).address(route.destination().family());
    }

    Route remove(String field, IpPrefix destination) {
        return remove(d, to(field, destination));
    }

    static Route remove(Decision d, Route route) {
        d.tables.routes().delete(route.id());
        told(d, route, "deleted", "route.delete");
        return route;
    }

    private Route to(String field, IpPrefix destination) {
        return Decision.need(Outcome.of(
                d.tables.routes().to(table.id(), destination),
                new NotFound(field, ObjectId.Kind.ROUTE.word(), destination.toString())));
    }

    private Route route(RouteId id, RouteTables.Entry entry, String description) {
        NextHops hops = new NextHops(d, vpc, subnets, entry);
        NextHop hop = hops.hop();
        return new Route(id, table.id(), entry.destination(), hop, hops.text(hop), description);
    }

    private void told(Route route, String verb, String operation) {
        told(d, route, verb, operation);
    }

    private static void told(Decision d, Route route, String verb, String operation) {
        Map<String, ?> detail = Map.of(
                "route_table", route.table(),
                "destination", route.destination(),
                "next_hop", route.nextHop().object(),
                "next_hop_kind", route.nextHop().object().kind().word());
        d.done(operation, route.id(), verb, route.destination().toString(), detail);
    }
}
