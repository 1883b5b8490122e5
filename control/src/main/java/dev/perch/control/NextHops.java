package dev.perch.control;

import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.RouteRefusal.NextHopOutsideVpc;
import dev.perch.model.RouteRefusal.NextHopUnsupported;
import dev.perch.model.RouteRules;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** Finds the next hop that a route is to have in a table of the VPC, and judges it. */
record NextHops(Decision d, Vpc vpc, List<Subnet> subnets, RouteTables.Entry entry) {

    NextHop hop() {
        return switch (entry.towards()) {
            case Towards.To(String field, NextHop hop) -> hop;
            case Towards.ToVipAddress(String field, IpAddress address) -> new NextHop.ToVip(vip(field, address));
            case Towards.ToAddress(String field, IpAddress address) -> owner(field, address);
            case Towards.ToUnsupported(String field, String kind) ->
                throw new Decision.Refused(new NextHopUnsupported(field, kind));
        };
    }

    private VipId vip(String field, IpAddress address) {
        Optional<VipId> found = owner(address)
                .flatMap(owner -> owner instanceof VipId vip ? Optional.of(vip) : Optional.<VipId>empty());
        return Decision.need(Outcome.of(found, new NotFound(field, "vip", address.toString())));
    }

    private NextHop owner(String field, IpAddress address) {
        return Decision.need(Outcome.of(
                owner(address)
                        .<NextHop>map(
                                owner -> owner instanceof VipId vip ? new NextHop.ToVip(vip) : port((PortId) owner)),
                new NextHopOutsideVpc(field, "address", address.toString(), vpc.label())));
    }

    /** A primary NIC stands for its server. */
    private NextHop port(PortId id) {
        Optional<ServerId> server = d.tables.ports().get(id).orElseThrow().server();
        return server.filter(of -> d.tables.ports().of(of).getFirst().id().equals(id))
                .<NextHop>map(NextHop.ToServer::new)
                .orElseGet(() -> new NextHop.ToPort(id));
    }

    /** The port or virtual IP of the VPC that has the address. */
    private Optional<ObjectId> owner(IpAddress address) {
        return subnets.stream()
                .flatMap(subnet -> d.tables.addresses().owner(subnet.id(), address).stream())
                .findFirst();
    }

    /** The addresses of a next hop that fits the table; of a peering none. */
    private List<IpAddress> suited(NextHop hop) {
        String field = entry.towards().field();
        return switch (hop) {
            case NextHop.ToServer(var id) -> {
                Server server = Servers.own(d, field, id);
                Optional<Port> primary = d.tables.ports().of(id).stream().findFirst();
                yield suited(
                        "server",
                        server.meta().name(),
                        primary.map(Port::subnet),
                        primary.map(Port::addresses).orElse(List.of()));
            }
            case NextHop.ToPort(var id) -> {
                Port port = Ports.own(d, field, id);
                yield suited("port", label(port.meta().name(), id), Optional.of(port.subnet()), port.addresses());
            }
            case NextHop.ToVip(var id) -> {
                VirtualIp vip = VirtualIps.own(d, field, id);
                yield suited("vip", label(vip.meta().name(), id), Optional.of(vip.subnet()), vip.addresses());
            }
            case NextHop.ToPeering(var id) -> {
                Peering peering = Peerings.seen(d.look(), field, id);
                d.unless(RouteRules.hop(field, peering, vpc));
                yield List.of();
            }
        };
    }

    private List<IpAddress> suited(String kind, String hop, Optional<SubnetId> where, List<IpAddress> addresses) {
        boolean inVpc = where.filter(id -> subnets.stream().map(Subnet::id).anyMatch(id::equals))
                .isPresent();
        d.unless(RouteRules.hop(entry.towards().field(), kind, hop, inVpc, addresses, entry.destination(), vpc));
        return addresses;
    }

    /** How a next hop is written, if it fits the table: a virtual IP as its address, everything else as its id. */
    String text(NextHop hop) {
        List<IpAddress> addresses = suited(hop);
        return switch (hop) {
            case NextHop.ToVip vip ->
                entry.towards() instanceof Towards.ToVipAddress(String field, IpAddress address)
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
}
