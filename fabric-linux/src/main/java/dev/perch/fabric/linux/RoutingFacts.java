package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.Blackhole;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.RoutingFact.Lookup;
import dev.perch.fabric.linux.RoutingFact.Place;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** Says in kernel facts what peerings, route tables and routes ask for. Pure. */
final class RoutingFacts {
    /**
     * How routes name the router at the other end of a peering. Only a neighbour entry on that link knows it, so it is the
     * same at every end (link-local addresses: RFC 3927, RFC 4291 section 2.5.6).
     */
    private static final IpAddress OTHER_END_IPV4 = IpAddress.of("169.254.0.1");

    private static final IpAddress OTHER_END_IPV6 = IpAddress.of("fe80::1");

    static final List<IpAddress> OTHER_ENDS = List.of(OTHER_END_IPV4, OTHER_END_IPV6);

    private RoutingFacts() {}

    /** The requester's end, which is where the link is made and removed. */
    static List<KernelFact> requesterEnd(Names names, PeeringIntent intent) {
        String link = Names.link(intent.peering());
        List<KernelFact> facts = new ArrayList<>();
        facts.add(new LinkFact.Cable(intent.peering(), link, path(names, intent.peer()), link));
        facts.addAll(end(intent.peering(), intent.mac(), intent.peerMac(), intent.mtu()));
        return facts;
    }

    /** The accepter's end. */
    static List<KernelFact> accepterEnd(PeeringIntent intent) {
        return end(intent.peering(), intent.peerMac(), intent.mac(), intent.mtu());
    }

    /** The file by which a VPC's namespace is entered. */
    static String path(Names names, VpcId vpc) {
        return NetworkNamespaces.path(names.namespace(vpc)).toString();
    }

    private static List<KernelFact> end(PeeringId peering, MacAddress mac, MacAddress other, int mtu) {
        String link = Names.link(peering);
        List<KernelFact> facts = new ArrayList<>();
        facts.add(new RoutingFact.Interface(peering, link, mac, mtu, true));
        Settings.ofRouterLink(link)
                .forEach((path, value) -> facts.add(new KernelFact.Setting(peering, link, path, value)));
        facts.add(new LinkFact.State(peering, link, true));
        OTHER_ENDS.forEach(address -> facts.add(new RoutingFact.Neighbor(peering, link, address, other)));
        return facts;
    }

    /** The last table of every VPC, whether it has an uplink or not: it is what subnets with a table of their own go on to. */
    private static Lookup uplink(VpcId vpc) {
        return new Lookup(vpc, Place.UPLINK, "", RoutingFact.UPLINK_TABLE, true);
    }

    /** For telling which sources are the VPC's own. */
    private static Lookup subnetsAlone(VpcId vpc) {
        return new Lookup(vpc, Place.SUBNETS_ALONE, "", 0, true);
    }

    /** What of an intent is about where packets go. */
    static List<RoutingFact> of(Intent intent) {
        return switch (intent) {
            case VpcIntent vpc ->
                vpc.uplink() || vpc.peered()
                        ? List.of(uplink(vpc.vpc()), subnetsAlone(vpc.vpc()))
                        : List.of(uplink(vpc.vpc()));
            case RouteTableIntent table -> of(table);
            case RouteIntent route -> List.of(of(route));
            case SubnetIntent _, PortIntent _, PeeringIntent _, ProviderIntent _, EipIntent _ -> List.of();
        };
    }

    private static List<RoutingFact> of(RouteTableIntent intent) {
        if (intent.isDefault()) {
            return List.of(new Lookup(intent.table(), Place.DEFAULT, "", intent.number(), true));
        }
        return intent.subnets().stream()
                .<RoutingFact>map(
                        subnet -> new Lookup(intent.table(), Place.SUBNET, Names.bridge(subnet), intent.number(), true))
                .toList();
    }

    private static RoutingFact.Route of(RouteIntent intent) {
        RoutingFact.Hop hop = switch (intent.hop()) {
            case ToAddress to -> new RoutingFact.Via(Names.bridge(to.subnet()), to.address());
            case ThroughPeering through ->
                new RoutingFact.Via(
                        Names.link(through.peering()),
                        otherEnd(intent.destination().family()));
            case Blackhole _ -> new RoutingFact.Nowhere();
        };
        return new RoutingFact.Route(intent.route(), intent.table(), intent.destination(), hop);
    }

    private static IpAddress otherEnd(Family family) {
        return switch (family) {
            case IPV4 -> OTHER_END_IPV4;
            case IPV6 -> OTHER_END_IPV6;
        };
    }
}
