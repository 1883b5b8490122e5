package dev.perch.control;

import dev.perch.model.AddressSpace;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.NameRules;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.Route;
import dev.perch.model.RouteRefusal.NextHopUnsupported;
import dev.perch.model.RouteRules;
import dev.perch.model.RouteTable;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        List<Route> there = d.tables.routes().of(table.id());
        d.unless(RouteRules.first("destination", entry.destination(), table, there)
                .or(() -> RouteRules.room("", table, there.size() + 1)));
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
        NextHop hop = hop(entry.towards());
        return new Route(id, table.id(), entry.destination(), hop, text(entry, hop, suited(hop, entry)), description);
    }

    private NextHop hop(Towards towards) {
        return switch (towards) {
            case Towards.To(NextHop hop) -> hop;
            case Towards.ToVipAddress(IpAddress address) -> new NextHop.ToVip(vip(address));
            case Towards.ToUnsupported(String kind) ->
                throw new Decision.Refused(new NextHopUnsupported("nexthop", kind));
        };
    }

    private VipId vip(IpAddress address) {
        Optional<VipId> found = subnets.stream()
                .flatMap(subnet -> d.tables.addresses().owner(subnet.id(), address).stream())
                .flatMap(owner ->
                        owner instanceof VipId vip ? Optional.of(vip).stream() : Optional.<VipId>empty().stream())
                .findFirst();
        return Decision.need(Outcome.of(found, new NotFound("nexthop", "vip", address.toString())));
    }

    /** The addresses of a next hop that fits the table; of a peering none. */
    private List<IpAddress> suited(NextHop hop, RouteTables.Entry entry) {
        return switch (hop) {
            case NextHop.ToServer(var id) -> {
                Server server = Servers.own(d, "nexthop", id);
                Optional<Port> primary = d.tables.ports().of(id).stream().findFirst();
                yield suited(
                        entry,
                        "server",
                        server.meta().name(),
                        primary.map(Port::subnet),
                        primary.map(Port::addresses).orElse(List.of()));
            }
            case NextHop.ToPort(var id) -> {
                Port port = Ports.own(d, "nexthop", id);
                yield suited(
                        entry, "port", label(port.meta().name(), id), Optional.of(port.subnet()), port.addresses());
            }
            case NextHop.ToVip(var id) -> {
                VirtualIp vip = VirtualIps.own(d, "nexthop", id);
                yield suited(entry, "vip", label(vip.meta().name(), id), Optional.of(vip.subnet()), vip.addresses());
            }
            case NextHop.ToPeering(var id) -> {
                Peering peering = Peerings.seen(d.look(), "nexthop", id);
                d.unless(RouteRules.hop("nexthop", peering, vpc));
                yield List.of();
            }
        };
    }

    private List<IpAddress> suited(
            RouteTables.Entry entry, String kind, String hop, Optional<SubnetId> where, List<IpAddress> addresses) {
        boolean inVpc = where.filter(id -> subnets.stream().map(Subnet::id).anyMatch(id::equals))
                .isPresent();
        d.unless(RouteRules.hop("nexthop", kind, hop, inVpc, addresses, entry.destination(), vpc));
        return addresses;
    }

    /** A virtual IP is written as its address, everything else as its id. */
    private static String text(RouteTables.Entry entry, NextHop hop, List<IpAddress> addresses) {
        return switch (hop) {
            case NextHop.ToVip vip ->
                entry.towards() instanceof Towards.ToVipAddress(IpAddress address)
                        ? address.toString()
                        : addresses.stream()
                                .filter(address ->
                                        address.family() == entry.destination().family())
                                .findFirst()
                                .orElseThrow()
                                .toString();
            case NextHop.ToServer(var id) -> id.toString();
            case NextHop.ToPort(var id) -> id.toString();
            case NextHop.ToPeering(var id) -> id.toString();
        };
    }

    private static String label(String name, ObjectId id) {
        return name.isEmpty() ? id.toString() : name;
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
        d.happened(route.id(), verb, route.destination().toString(), detail);
        d.audit(operation, route.id(), detail);
    }
}
