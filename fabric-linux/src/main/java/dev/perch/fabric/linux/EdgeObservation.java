package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Routes.Match;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.model.ObjectId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv6Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        List<KernelFact> facts = new ArrayList<>(uplinkAlone(link, addresses));
        Set<IpAddress> local = addresses.stream().map(InterfaceAddress::address).collect(Collectors.toSet());
        Arrays.stream(Family.values()).forEach(family -> local.addAll(local(link, family)));
        Set<IpAddress> answered = Set.copyOf(namespace.route().neighbors().answeredFor(link.index()));
        Stream.concat(local.stream(), answered.stream())
                .distinct()
                .filter(a -> !a.isLinkLocal())
                .flatMap(a -> outside(link, a, local.contains(a), answered.contains(a)).stream())
                .forEach(facts::add);
        return facts;
    }

    private List<IpAddress> local(Link link, Family family) {
        return namespace.route().routes().ours(family).stream()
                .filter(route -> route.hop().equals(new KernelRoute.Local(link.index())))
                .map(route -> route.destination().address())
                .toList();
    }

    /** The uplink alone. */
    List<KernelFact> uplink() {
        return namespace
                .route()
                .link(Names.uplink(state.vpc()))
                .map(link -> uplinkAlone(link, namespace.route().addresses().list(link.index())))
                .orElse(List.of());
    }

    private List<KernelFact> uplinkAlone(Link link, Collection<InterfaceAddress> addresses) {
        List<KernelFact> facts = new ArrayList<>();
        facts.add(provider.uplink(EdgeFacts.uplink(state.vpc()), link));
        addresses.stream()
                .filter(a -> a.index() == link.index() && a.address().isLinkLocal())
                .map(a -> new KernelFact.Gateway(state.vpc(), link.name(), a.address(), a.prefixLength()))
                .forEach(facts::add);
        return facts;
    }

    /** Whether an EIP is on the uplink: looked up as the kernel does for a packet, however many others there are. */
    Optional<KernelFact> outside(IpAddress address) {
        Rtnetlink route = namespace.route();
        Optional<Match> match = route.routes().match(address).filter(Match::local);
        return route.link(Names.uplink(state.vpc()))
                .flatMap(link -> outside(
                        link,
                        address,
                        match.isPresent() && match.get().index() == link.index(),
                        address instanceof Ipv6Address v6 && route.neighbors().isAnsweredFor(link.index(), v6)));
    }

    /** An EIP of IPv6 that is wanted is there when both its parts are, one that is not wanted until both are gone. */
    private Optional<KernelFact> outside(Link link, IpAddress address, boolean local, boolean answered) {
        Optional<ObjectId> wanted = object(address);
        boolean there = switch (address.family()) {
            case IPV4 -> local;
            case IPV6 -> wanted.isPresent() ? local && answered : local || answered;
        };
        return there
                ? Optional.of(new EdgeFact.Outside(wanted.orElse(state.vpc()), link.name(), address))
                : Optional.empty();
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
