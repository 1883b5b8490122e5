package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Routes.Match;
import dev.perch.model.ObjectId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what connects one VPC with the outside, or at the provider network itself. */
record EdgeObservation(Provider provider, HostSide host, VpcState state, VpcNamespace namespace) {

    /** The EIP that has an address here. */
    Optional<ObjectId> object(IpAddress address) {
        return state.eip(address).map(eip -> (ObjectId) eip.eip());
    }

    /** A VPC's uplink with the EIPs on it. The other end, in the provider network, is the VPC's too. */
    List<KernelFact> uplink(Link link, Collection<InterfaceAddress> addresses) {
        if (state.vpc().equals(PROVIDER_NETWORK)) {
            return List.of();
        }
        List<KernelFact> facts = new ArrayList<>();
        facts.add(provider.uplink(EdgeFacts.uplink(state.vpc()), link));
        Stream.concat(addresses.stream().map(InterfaceAddress::address), local(link))
                .distinct()
                .forEach(a -> facts.add(new EdgeFact.Outside(object(a).orElse(state.vpc()), link.name(), a)));
        return facts;
    }

    /** EIPs of IPv4 (EdgeExecution). */
    private Stream<IpAddress> local(Link link) {
        return namespace.route().routes().ours(Family.IPV4).stream()
                .filter(route -> route.hop().equals(new KernelRoute.Local(link.index())))
                .map(route -> route.destination().address());
    }

    /** The uplink alone. */
    List<KernelFact> uplink() {
        return namespace
                .route()
                .link(Names.uplink(state.vpc()))
                .map(link -> List.<KernelFact>of(provider.uplink(EdgeFacts.uplink(state.vpc()), link)))
                .orElse(List.of());
    }

    /** Whether an EIP is on the uplink: looked up as the kernel does for a packet, however many others there are. */
    Optional<KernelFact> outside(IpAddress address) {
        String uplink = Names.uplink(state.vpc());
        Optional<Match> match = namespace.route().routes().match(address).filter(Match::local);
        return namespace
                .route()
                .link(uplink)
                .filter(link -> match.isPresent() && match.get().index() == link.index())
                .map(link -> new EdgeFact.Outside(object(address).orElse(state.vpc()), uplink, address));
    }

    /** The provider network's end of its connection to the host. */
    List<KernelFact> hostEnd(Link link, Collection<Link> links) {
        int bridge = links.stream()
                .filter(l -> l.name().equals(Names.PROVIDER_BRIDGE))
                .mapToInt(Link::index)
                .findFirst()
                .orElse(-1);
        return List.of(new EdgeFact.HostEnd(PROVIDER_NETWORK, host.observe(link, bridge)));
    }
}
