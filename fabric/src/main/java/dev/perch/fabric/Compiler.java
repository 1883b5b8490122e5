package dev.perch.fabric;

import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.model.Eip;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Turns the model into {@link Intent}s. Pure: the same objects give the same intents. */
public final class Compiler {

    /** Bytes of an IP packet on a subnet; Ethernet's own. */
    private static final int MTU = 1500;

    /** The first three bytes of router MACs: locally administered, apart from the fa:16:3e of ports. */
    private static final long ROUTER_MAC_PREFIX = 0x0250_5200_0000L;

    private final Function<ServerId, Optional<String>> serverNamespace;

    /**
     * @param serverNamespace where the network namespace of a server is, as the path of its file; empty while there is none
     */
    public Compiler(Function<ServerId, Optional<String>> serverNamespace) {
        this.serverNamespace = serverNamespace;
    }

    /**
     * Everything that decides what a port is on the wire.
     *
     * @param bound  the virtual IPs that it may hold
     * @param peers  the other ports that may hold one of them
     * @param linkUp whether it has carrier; false while a drill pulls its cable
     */
    public record PortFacts(Port port, Subnet subnet, List<BoundVip> bound, List<Port> peers, boolean linkUp) {
        public PortFacts {
            bound = List.copyOf(bound);
            peers = List.copyOf(peers);
        }
    }

    /** A virtual IP bound to a port. */
    public record BoundVip(VirtualIp vip, boolean fenced) {}

    /**
     * The intent of an EIP that is bound.
     *
     * @param vpc    where
     * @param inside the address that it stands for
     */
    public EipIntent eip(Eip eip, VpcId vpc, IpAddress inside) {
        return new EipIntent(
                vpc, eip.id(), eip.address(), inside, eip.bandwidth().megabits());
    }

    public SubnetIntent subnet(Subnet subnet) {
        SortedSet<Gateway> gateways = subnet.ranges().stream()
                .map(range -> new Gateway(range.gateway(), range.cidr().length()))
                .collect(Collectors.toCollection(TreeSet::new));
        long low = subnet.id().value().getLeastSignificantBits() & 0xff_ffffL;
        return new SubnetIntent(subnet.vpc(), subnet.id(), gateways, new MacAddress(ROUTER_MAC_PREFIX | low), MTU);
    }

    /** The intent of a port; empty while nothing is plugged in, or its server is down. */
    public Optional<PortIntent> port(PortFacts facts) {
        return plug(facts).map(plug -> {
            Port port = facts.port();
            return new PortIntent(
                    facts.subnet().vpc(),
                    facts.subnet().id(),
                    port.id(),
                    port.mac(),
                    virtualMacs(facts.bound()),
                    new TreeSet<>(port.addresses()),
                    pairs(port),
                    port.checked(),
                    addresses(facts.bound(), bound -> !bound.fenced()),
                    addresses(facts.bound(), BoundVip::fenced),
                    port.groups().number(),
                    peers(facts),
                    facts.linkUp(),
                    plug);
        });
    }

    private Optional<Plug> plug(PortFacts facts) {
        Port port = facts.port();
        return port.attachment().flatMap(attachment -> switch (attachment) {
            case ServerNic nic ->
                serverNamespace
                        .apply(nic.server())
                        .map(namespace -> new Plug(
                                namespace,
                                "eth" + nic.index(),
                                seeds(facts),
                                nic.index() == 0 ? gateways(facts) : new TreeSet<>()));
            case HostNamespace host ->
                Optional.of(new Plug(host.namespace(), host.interfaceName(), seeds(facts), gateways(facts)));
        });
    }

    private static SortedSet<Gateway> seeds(PortFacts facts) {
        return facts.port().addresses().stream()
                .flatMap(address -> facts.subnet().range(address.family()).stream()
                        .map(range -> new Gateway(address, range.cidr().length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<IpAddress> gateways(PortFacts facts) {
        return facts.port().addresses().stream()
                .flatMap(address -> facts.subnet().range(address.family()).stream())
                .map(Subnet.Range::gateway)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<MacAddress> virtualMacs(Collection<BoundVip> bound) {
        return bound.stream()
                .map(BoundVip::vip)
                .flatMap(vip -> vip.virtualRouterId().stream()
                        .flatMap(vrid -> vip.addresses().stream()
                                .map(address -> MacAddress.ofVirtualRouter(address.family(), vrid))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The pairs that say something while the check is on: those of length 0 only switch it off. */
    private static SortedSet<IpPrefix> pairs(Port port) {
        return port.pairs().stream()
                .map(AddressPair::prefix)
                .filter(prefix -> prefix.length() > 0)
                .map(IpPrefix::network)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** VRRP over IPv6 comes from the link-local address of an interface, which may have the virtual MAC (RFC 9568, 5.1.2.1). */
    private static SortedSet<IpAddress> peers(PortFacts facts) {
        SortedSet<IpAddress> peers = new TreeSet<>();
        for (Port peer : facts.peers()) {
            peers.addAll(peer.addresses());
            peers.add(Ipv6Address.linkLocalOf(peer.mac()));
            virtualMacs(facts.bound()).forEach(mac -> peers.add(Ipv6Address.linkLocalOf(mac)));
        }
        return peers;
    }

    private static SortedSet<IpAddress> addresses(Collection<BoundVip> bound, Predicate<BoundVip> which) {
        return bound.stream()
                .filter(which)
                .flatMap(b -> b.vip().addresses().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
