package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.Holding;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.model.SecurityRule;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.BindingTable;
import dev.perch.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why packets do not get through although the fabric is as it should be: somebody is off, nobody holds the address, a route is missing
 * on the other side, no group lets anybody in. Sentences for people, by the names that they gave; none when nothing is in the way.
 */
public final class Reasons {
    private final Desk desk;

    Reasons(Desk desk) {
        this.desk = desk;
    }

    /** Of an EIP: who answers for it, and what that one lets in from outside. */
    public List<String> of(EipId id) {
        return desk.read(tables -> tables.eips()
                .get(id)
                .map(eip -> switch (eip.target().orElse(null)) {
                    case null -> List.<String>of();
                    case Eip.OfPort(PortId port) ->
                        port(tables, tables.ports().get(port).orElseThrow(), eip);
                    case Eip.OfVip(VipId vip) ->
                        vip(tables, tables.vips().get(vip).orElseThrow(), eip);
                })
                .orElse(List.of()));
    }

    /** Of a peering: which subnets have no way through it, at either end. */
    public List<String> of(PeeringId id) {
        return desk.read(tables -> tables.peerings().get(id).stream()
                .filter(peering -> peering.status() == Peering.Status.ACTIVE)
                .flatMap(peering -> Stream.of(peering.requester(), peering.accepter())
                        .flatMap(vpc -> unrouted(tables, peering, vpc)))
                .toList());
    }

    /** Of a route table: routes that lead to nobody. */
    public List<String> of(RouteTableId id) {
        return desk.read(tables -> tables.routes().of(id).stream()
                .flatMap(route -> route(tables, route).map(why -> "route " + route.destination() + ": " + why))
                .toList());
    }

    /** A rule in words. */
    public String of(SecurityRule rule) {
        return desk.read(tables -> new GroupWords(tables).of(rule));
    }

    private static List<String> port(Tables tables, Port port, Eip eip) {
        List<String> reasons = new ArrayList<>(off(tables, port).stream().toList());
        reasons.add(new GroupWords(tables)
                .outside(name(tables, port), port, eip.address().family()));
        return reasons;
    }

    private static List<String> vip(Tables tables, VirtualIp vip, Eip eip) {
        Family family = eip.address().family();
        Optional<Port> holder = holder(tables, vip.id(), family);
        if (holder.isEmpty()) {
            return List.of(nobody(tables, vip) + ": packets for " + eip.address() + " die unanswered");
        }
        Stream<String> blocked = tables.bindings().of(vip.id()).stream()
                .map(BindingTable.Row::binding)
                .filter(binding -> binding.port().equals(holder.get().id()))
                .flatMap(binding -> VipRules.blocked(binding, vip, holder.get()).stream())
                .map(why -> name(tables, holder.get()) + " holds virtual IP '" + VipRules.label(vip) + "', but " + why);
        return Stream.concat(
                        blocked,
                        Stream.of(new GroupWords(tables).outside(name(tables, holder.get()), holder.get(), family)))
                .toList();
    }

    private static Stream<String> unrouted(Tables tables, Peering peering, VpcId here) {
        Vpc vpc = tables.vpcs().get(here).orElseThrow();
        Vpc peer = tables.vpcs().get(peering.other(here)).orElseThrow();
        List<IpPrefix> there = ranges(tables, peer);
        return tables.routeTables().of(here).stream()
                .filter(table -> tables.routes().of(table.id()).stream()
                        .filter(route -> route.nextHop().object().equals(peering.id()))
                        .noneMatch(route -> there.stream().anyMatch(route.destination()::overlaps)))
                .flatMap(table -> users(tables, table)
                        .map(users -> "VPC '" + vpc.label() + "' has no route through it to a subnet of VPC '"
                                + peer.label() + "' in route table '"
                                + table.meta().name() + "': what " + users
                                + " sends there, answers included, does not arrive"));
    }

    private static List<IpPrefix> ranges(Tables tables, Vpc vpc) {
        return tables.subnets().of(vpc.id()).stream()
                .flatMap(subnet -> subnet.ranges().stream())
                .map(Subnet.Range::cidr)
                .toList();
    }

    /** The subnets that use a table, if any do. */
    private static Stream<String> users(Tables tables, RouteTable table) {
        String names = tables.routeTables().subnets(table).stream()
                .flatMap(id -> tables.subnets().get(id).stream())
                .map(subnet -> "'" + subnet.meta().name() + "'")
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Stream.empty() : Stream.of("subnet " + names);
    }

    private static Stream<String> route(Tables tables, Route route) {
        Family family = route.destination().family();
        Hop hop = Hop.of(tables, route.nextHop());
        return switch (hop) {
            case Hop.Gone _ -> {
                ObjectId was = route.nextHop().object();
                yield Stream.of(was.kind().word() + " " + was + " is gone, so it is a black hole");
            }
            case Hop.OfPeering(Peering peering) ->
                peering.status() == Peering.Status.ACTIVE
                        ? beyond(tables, route, peering)
                        : Stream.of("peering '" + peering.meta().name() + "' is "
                                + peering.status()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ')
                                + ", so it is a black hole");
            case Hop.OfPort(Port port, Subnet _, Optional<Server> _) -> {
                Optional<String> off = off(tables, port);
                yield off.isPresent()
                        ? off.stream().map(why -> why + ", so it is a black hole")
                        : checked(tables, port);
            }
            case Hop.OfVip(VirtualIp vip, Subnet _) -> {
                Optional<Port> holder = holder(tables, vip.id(), family);
                yield holder.isEmpty()
                        ? Stream.of(nobody(tables, vip) + ": its packets die")
                        : checked(tables, holder.get());
            }
        };
    }

    /** A peering ends in the peer's subnets. */
    private static Stream<String> beyond(Tables tables, Route route, Peering peering) {
        VpcId here = tables.routeTables().get(route.table()).orElseThrow().vpc();
        Vpc peer = tables.vpcs().get(peering.other(here)).orElseThrow();
        return ranges(tables, peer).stream().anyMatch(route.destination()::overlaps)
                ? Stream.empty()
                : Stream.of("VPC '" + peer.label() + "' has no subnet in it, and peering '"
                        + peering.meta().name() + "' leads no further");
    }

    /** A check that is on drops what is forwarded. */
    private static Stream<String> checked(Tables tables, Port port) {
        return port.checked()
                ? Stream.of("the source/destination check of " + name(tables, port)
                        + " is on: what it would forward is dropped")
                : Stream.empty();
    }

    private static Optional<String> off(Tables tables, Port port) {
        if (port.attachment().isEmpty()) {
            return Optional.of("nothing is plugged into " + name(tables, port));
        }
        return port.server()
                .flatMap(tables.servers()::get)
                .filter(server -> server.power() != Server.Power.RUNNING)
                .map(server -> "server '" + server.meta().name() + "' is off");
    }

    private static String nobody(Tables tables, VirtualIp vip) {
        return tables.bindings().of(vip.id()).isEmpty()
                ? "nothing is bound to virtual IP '" + VipRules.label(vip) + "'"
                : "nobody holds virtual IP '" + VipRules.label(vip) + "'";
    }

    private static Optional<Port> holder(Tables tables, VipId vip, Family family) {
        return tables.holders().get(vip, family).flatMap(Holding::port).flatMap(tables.ports()::get);
    }

    private static String name(Tables tables, Port port) {
        return port.server()
                .flatMap(tables.servers()::get)
                .map(server -> "server '" + server.meta().name() + "'")
                .orElseGet(() -> "port "
                        + (port.meta().name().isEmpty()
                                ? port.id().toString()
                                : "'" + port.meta().name() + "'"));
    }
}
