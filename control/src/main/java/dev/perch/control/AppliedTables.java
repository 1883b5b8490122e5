package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Table;
import dev.perch.control.Topology.Way;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.model.Subnet;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Route tables with their routes and the subnets that use them, as a document says. */
record AppliedTables(Decision d, Steps steps) {

    void table(Table table) {
        Vpc vpc = Vpcs.resolve(d.look(), "vpc", table.vpc());
        Optional<RouteTable> there = find(d, vpc, table);
        RouteTable is = there.orElseGet(() -> RouteTables.make(
                d, new RouteTables.Create(table.name().orElseThrow(), "", vpc.id(), List.of(), Map.of())));
        steps.of(
                table,
                there.isPresent() ? Action.UNCHANGED : Action.CREATE,
                is.meta().name(),
                is.id());
        boolean changed =
                table.subnets().filter(names -> subnets(vpc, is, names)).isPresent();
        changed |= table.routes().filter(ways -> routes(is, ways)).isPresent();
        if (changed) {
            steps.within(table);
        }
    }

    /** The table of a VPC that an entry means; without a name the default one. */
    static Optional<RouteTable> find(Decision d, Vpc vpc, Table table) {
        return d.tables.routeTables().of(vpc.id()).stream()
                .filter(one -> table.name().map(one.meta().name()::equals).orElse(one.isDefault()))
                .findFirst();
    }

    /** Lets exactly these subnets use the table; whether others did. The default one is for those that use no other. */
    private boolean subnets(Vpc vpc, RouteTable table, List<String> names) {
        List<SubnetId> has = d.tables.routeTables().subnets(table);
        List<Subnet> wanted = new ArrayList<>();
        Decision.each("subnets", names, name -> wanted.add(subnet(vpc, name)));
        List<Subnet> out = has.stream()
                .filter(id -> !table.isDefault())
                .map(id -> d.tables.subnets().get(id).orElseThrow())
                .filter(subnet -> !wanted.contains(subnet))
                .toList();
        out.forEach(subnet -> RouteTables.disassociate(d, table, subnet));
        Decision.each("subnets", wanted, subnet -> {
            if (!has.contains(subnet.id())) {
                RouteTables.associate(d, table, subnet);
            }
        });
        return !out.isEmpty() || wanted.stream().anyMatch(subnet -> !has.contains(subnet.id()));
    }

    /** A subnet of the VPC by its name alone. */
    private Subnet subnet(Vpc vpc, String name) {
        return d.tables.subnets().named(vpc.id(), name).stream()
                .findFirst()
                .orElseGet(() -> Subnets.resolve(d.look(), "", name));
    }

    /** Gives the table exactly these routes; whether it had others. */
    private boolean routes(RouteTable table, List<Way> ways) {
        TableRoutes routes = new TableRoutes(d, table);
        Map<IpPrefix, Route> has = new HashMap<>();
        d.tables.routes().of(table.id()).forEach(route -> has.put(route.destination(), route));
        Set<IpPrefix> wanted = ways.stream().map(Way::destination).collect(Collectors.toSet());
        List<Route> out = has.values().stream()
                .filter(route -> !wanted.contains(route.destination()))
                .toList();
        out.forEach(route -> TableRoutes.remove(d, route));
        boolean[] changed = {!out.isEmpty()};
        Decision.each("routes", ways, way -> {
            NextHop hop = hop(way);
            RouteTables.Entry entry = new RouteTables.Entry(
                    way.destination(), new Towards.To(way.via().word(), hop), Optional.of(way.description()));
            Optional<Route> is = Optional.ofNullable(has.get(way.destination()));
            if (is.isEmpty()) {
                routes.add(entry);
            } else if (!is.get().nextHop().equals(hop)
                    || !is.get().description().equals(way.description())) {
                routes.change(entry);
            } else {
                return;
            }
            changed[0] = true;
        });
        return changed[0];
    }

    private NextHop hop(Way way) {
        String field = way.via().word();
        return switch (way.via()) {
            case SERVER ->
                new NextHop.ToServer(Servers.resolve(d.look(), field, way.ref()).id());
            case PORT ->
                new NextHop.ToPort(Ports.resolve(d.look(), field, way.ref()).id());
            case VIP ->
                new NextHop.ToVip(VirtualIps.resolve(d.look(), field, way.ref()).id());
            case PEERING ->
                new NextHop.ToPeering(
                        Peerings.resolve(d.look(), field, way.ref()).id());
        };
    }
}
