package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.RouteTable;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import dev.perch.store.BindingTable;
import dev.perch.store.EipTable;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What there is, for whoever makes it real. Committed state only, of all projects. */
public final class Snapshots {
    private final Desk desk;
    private final Rulebook rulebook;

    Snapshots(Desk desk, Rulebook rulebook) {
        this.desk = desk;
        this.rulebook = rulebook;
    }

    /**
     * Everything that decides what a port is on the wire.
     *
     * @param peers the other ports that a virtual IP of this one is bound to
     */
    public record PortFacts(Port port, Subnet subnet, Optional<Server> server, List<BoundVip> bound, List<Port> peers) {
        public PortFacts {
            bound = List.copyOf(bound);
            peers = List.copyOf(peers);
        }
    }

    /** A virtual IP bound to a port. */
    public record BoundVip(VirtualIp vip, boolean fenced) {}

    /**
     * The security groups of a VPC's ports.
     *
     * @param sets    the combinations that ports of the VPC are or were in
     * @param rules   of every group in them, in no order; the same list object from one snapshot to the next while the rules of
     *                its group stay the same
     * @param virtual for each address of a virtual IP, the groups of all ports that it is bound to
     */
    public record VpcGroups(
            List<GroupSet> sets,
            Map<SecurityGroupId, List<SecurityRule>> rules,
            Map<IpAddress, Set<SecurityGroupId>> virtual) {
        public VpcGroups {
            sets = List.copyOf(sets);
            rules = Map.copyOf(rules);
            virtual = Map.copyOf(virtual);
        }
    }

    /** A route table and the subnets that use it: of the default one those that are associated with no other. */
    public record RouteTableFacts(RouteTable table, List<SubnetId> subnets) {
        public RouteTableFacts {
            subnets = List.copyOf(subnets);
        }
    }

    /** All of one moment. */
    public record Everything(
            List<Vpc> vpcs,
            Map<VpcId, VpcGroups> groups,
            List<Subnet> subnets,
            List<PortFacts> ports,
            List<Server> servers,
            List<EipFacts> eips,
            List<Peering> peerings,
            List<RouteTableFacts> routeTables,
            List<RouteView> routes) {}

    public Everything everything() {
        return desk.read(this::everything);
    }

    public Optional<Vpc> vpc(VpcId id) {
        return desk.read(tables -> tables.vpcs().get(id));
    }

    /** A VPC without ports has groups as well: the default group of its project from the start. */
    public VpcGroups groups(VpcId id) {
        return desk.read(tables -> groups(tables, id));
    }

    /** The VPCs whose ports are or were in a group. */
    public List<VpcId> vpcs(SecurityGroupId id) {
        return desk.read(tables -> tables.groupSets().vpcs(id));
    }

    public Optional<SecurityGroup> group(SecurityGroupId id) {
        return desk.read(tables -> tables.groups().get(id));
    }

    public Optional<Subnet> subnet(SubnetId id) {
        return desk.read(tables -> tables.subnets().get(id));
    }

    /** At a cost that does not depend on how many other ports there are. */
    public Optional<PortFacts> port(PortId id) {
        return desk.read(tables -> tables.ports().get(id).map(port -> facts(tables, port)));
    }

    private static PortFacts facts(Tables tables, Port port) {
        List<BindingTable.Row> bound = tables.bindings().of(port.id());
        List<Port> peers = bound.stream()
                .flatMap(row -> tables.bindings().of(row.binding().vip()).stream())
                .map(row -> row.binding().port())
                .distinct()
                .filter(peer -> !peer.equals(port.id()))
                .flatMap(peer -> tables.ports().get(peer).stream())
                .toList();
        return new PortFacts(
                port,
                tables.subnets().get(port.subnet()).orElseThrow(),
                port.server().flatMap(tables.servers()::get),
                bound.stream()
                        .map(row -> new BoundVip(
                                tables.vips().get(row.binding().vip()).orElseThrow(),
                                row.binding().fenced()))
                        .toList(),
                peers);
    }

    public Optional<Server> server(ServerId id) {
        return desk.read(tables -> tables.servers().get(id));
    }

    public Optional<VirtualIp> vip(VipId id) {
        return desk.read(tables -> tables.vips().get(id));
    }

    /** The virtual IPs of all projects. */
    public List<VirtualIp> vips() {
        return desk.read(tables -> tables.vips().all());
    }

    /**
     * An EIP and what decides where its packets go.
     *
     * @param inside what it stands for; empty while it is not bound
     */
    public record EipFacts(Eip eip, Optional<Inside> inside) {}

    /** An address that an EIP stands for. */
    public record Inside(IpAddress address, Subnet subnet) {}

    /** At a cost that does not depend on how many other EIPs there are. */
    public Optional<EipFacts> eip(EipId id) {
        return desk.read(tables -> tables.eips().standing(id).map(row -> facts(tables, row)));
    }

    /** The EIPs of all projects, bound or not. */
    public List<EipFacts> eips() {
        return desk.read(tables -> eips(tables, index(tables.subnets().all(), Subnet::id)));
    }

    /** Those that are bound to a virtual IP. */
    public List<EipFacts> eipsOf(VipId id) {
        return desk.read(tables -> facts(tables, tables.eips().standing(id)));
    }

    /** Whether any EIP is bound in a VPC, so that it needs a way out. */
    public boolean hasEips(VpcId id) {
        return desk.read(tables -> tables.eips().anyIn(id));
    }

    /** Whether any EIP is bound anywhere. */
    public boolean hasEips() {
        return desk.read(tables -> tables.eips().anyBound());
    }

    /** The NICs of a server. */
    public List<Port> portsOf(ServerId id) {
        return desk.read(tables -> tables.ports().of(id));
    }

    /** The ports that a virtual IP is bound to. */
    public List<PortId> portsOf(VipId id) {
        return desk.read(tables -> tables.bindings().of(id).stream()
                .map(row -> row.binding().port())
                .toList());
    }

    private static List<EipFacts> eips(Tables tables, Map<SubnetId, Subnet> subnets) {
        return tables.eips().standing().stream()
                .map(row -> facts(row, row.subnet().map(subnets::get)))
                .toList();
    }

    private static List<EipFacts> facts(Tables tables, List<EipTable.Standing> rows) {
        return rows.stream().map(row -> facts(tables, row)).toList();
    }

    private static EipFacts facts(Tables tables, EipTable.Standing row) {
        return facts(row, row.subnet().flatMap(tables.subnets()::get));
    }

    private static EipFacts facts(EipTable.Standing row, Optional<Subnet> subnet) {
        return new EipFacts(
                row.eip(), subnet.map(where -> new Inside(row.inside().orElseThrow(), where)));
    }

    public Optional<Peering> peering(PeeringId id) {
        return desk.read(tables -> tables.peerings().get(id));
    }

    /** The peerings of all projects, in any status. */
    public List<Peering> peerings() {
        return desk.read(tables -> tables.peerings().all());
    }

    /** The peerings that a VPC is an end of, in any status. */
    public List<Peering> peeringsOf(VpcId id) {
        return desk.read(tables -> tables.peerings().of(id));
    }

    public Optional<RouteTableFacts> routeTable(RouteTableId id) {
        return desk.read(tables -> tables.routeTables().get(id).map(table -> facts(tables, table)));
    }

    /** The route tables of a VPC; the default one is always there. */
    public List<RouteTableFacts> routeTablesOf(VpcId id) {
        return desk.read(tables -> tables.routeTables().of(id).stream()
                .map(table -> facts(tables, table))
                .toList());
    }

    /** A route and what its next hop is, at a cost that does not depend on how many others there are. */
    public Optional<RouteView> route(RouteId id) {
        return desk.read(tables -> tables.routes().get(id).map(route -> RouteView.of(tables, route)));
    }

    /** The routes of a table. */
    public List<RouteView> routesOf(RouteTableId id) {
        return desk.read(tables -> tables.routes().of(id).stream()
                .map(route -> RouteView.of(tables, route))
                .toList());
    }

    /** The routes of all projects. */
    public List<RouteView> routes() {
        return desk.read(Snapshots::routes);
    }

    /** The routes whose next hop is a server, port, virtual IP or peering, be it there or gone. */
    public List<RouteId> routesTo(ObjectId hop) {
        return desk.read(tables -> tables.routes().by(hop));
    }

    private static List<RouteView> routes(Tables tables) {
        return tables.routes().all().stream()
                .map(route -> RouteView.of(tables, route))
                .toList();
    }

    private static RouteTableFacts facts(Tables tables, RouteTable table) {
        return new RouteTableFacts(table, tables.routeTables().subnets(table));
    }

    private Everything everything(Tables tables) {
        List<Subnet> subnets = tables.subnets().all();
        List<Server> servers = tables.servers().all();
        Map<SubnetId, Subnet> subnetOf = index(subnets, Subnet::id);
        Map<ServerId, Server> serverOf = index(servers, Server::id);
        Map<VipId, VirtualIp> vipOf = index(tables.vips().all(), VirtualIp::id);
        List<BindingTable.Row> bindings = tables.bindings().all();
        Map<VipId, List<PortId>> boundPorts = bindings.stream()
                .collect(Collectors.groupingBy(
                        row -> row.binding().vip(),
                        Collectors.mapping(row -> row.binding().port(), Collectors.toList())));
        Map<PortId, List<BoundVip>> boundTo = bindings.stream()
                .collect(Collectors.groupingBy(
                        row -> row.binding().port(),
                        Collectors.mapping(
                                row -> new BoundVip(
                                        vipOf.get(row.binding().vip()),
                                        row.binding().fenced()),
                                Collectors.toList())));
        Map<PortId, Port> portOf = index(tables.ports().all(), Port::id);
        List<PortFacts> ports = portOf.values().stream()
                .map(port -> {
                    List<BoundVip> bound = boundTo.getOrDefault(port.id(), List.of());
                    return new PortFacts(
                            port,
                            subnetOf.get(port.subnet()),
                            port.server().map(serverOf::get),
                            bound,
                            bound.stream()
                                    .flatMap(vip -> boundPorts.get(vip.vip().id()).stream())
                                    .distinct()
                                    .filter(peer -> !peer.equals(port.id()))
                                    .map(portOf::get)
                                    .toList());
                })
                .toList();
        List<Vpc> vpcs = tables.vpcs().all();
        Map<VpcId, VpcGroups> groups =
                vpcs.stream().collect(Collectors.toMap(Vpc::id, vpc -> groups(tables, vpc.id())));
        rulebook.retain(groups.values().stream()
                .flatMap(group -> group.rules().keySet().stream())
                .collect(Collectors.toSet()));
        return new Everything(
                vpcs,
                groups,
                subnets,
                ports,
                servers,
                eips(tables, subnetOf),
                tables.peerings().all(),
                tables.routeTables().all().stream()
                        .map(table -> facts(tables, table))
                        .toList(),
                routes(tables));
    }

    private VpcGroups groups(Tables tables, VpcId id) {
        return new VpcGroups(
                tables.groupSets().of(id),
                rulebook.of(tables, id),
                tables.bindings().groups(id));
    }

    private static <K, V> Map<K, V> index(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.toMap(key, Function.identity()));
    }
}
