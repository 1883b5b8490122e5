package dev.perch.fabric.linux;

import static dev.perch.fabric.linux.nft.SetKind.BLOCKS4;
import static dev.perch.fabric.linux.nft.SetKind.BLOCKS6;
import static dev.perch.fabric.linux.nft.SetKind.CLAIMS4;
import static dev.perch.fabric.linux.nft.SetKind.CLAIMS6;
import static dev.perch.fabric.linux.nft.SetKind.DESTINATION4;
import static dev.perch.fabric.linux.nft.SetKind.DESTINATION6;
import static dev.perch.fabric.linux.nft.SetKind.FENCED4;
import static dev.perch.fabric.linux.nft.SetKind.FENCED6;
import static dev.perch.fabric.linux.nft.SetKind.GROUPS;
import static dev.perch.fabric.linux.nft.SetKind.MACS;
import static dev.perch.fabric.linux.nft.SetKind.MARKS;
import static dev.perch.fabric.linux.nft.SetKind.OWNERS4;
import static dev.perch.fabric.linux.nft.SetKind.OWNERS6;
import static dev.perch.fabric.linux.nft.SetKind.PEERS4;
import static dev.perch.fabric.linux.nft.SetKind.PEERS6;
import static dev.perch.fabric.linux.nft.SetKind.SELF4;
import static dev.perch.fabric.linux.nft.SetKind.SILENCED;
import static dev.perch.fabric.linux.nft.SetKind.SOURCE4;
import static dev.perch.fabric.linux.nft.SetKind.SOURCE6;
import static dev.perch.fabric.linux.nft.SetKind.UNCHECKED;
import static dev.perch.fabric.linux.nft.SetKind.VIPS4;
import static dev.perch.fabric.linux.nft.SetKind.VIPS6;
import static dev.perch.fabric.linux.nft.SetKind.VRRP;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.PolicyElements;
import dev.perch.fabric.linux.nft.SetKind;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Says in kernel facts what an intent asks for. Pure.
 *
 * @param rules fingerprint of the port rules
 * @param edge  what connects VPCs with the outside
 */
record Facts(Names names, String rules, EdgeFacts edge) {
    /** RFC 4291 section 2.5.6. */
    private static final int LINK_LOCAL_LENGTH = 64;

    List<KernelFact> of(Intent intent) {
        return switch (intent) {
            case VpcIntent vpc ->
                Stream.concat(vpc(vpc).stream(), members(vpc.vpc(), PolicyElements.of(vpc.policy())))
                        .toList();
            case SubnetIntent subnet -> subnet(subnet);
            case PortIntent port -> port(port);
            case ProviderIntent provider -> edge.provider();
            case EipIntent eip -> EdgeFacts.eip(eip);
            case PeeringIntent peering -> RoutingFacts.requesterEnd(names, peering);
            case RouteTableIntent table -> List.copyOf(RoutingFacts.of(table));
            case RouteIntent route -> List.copyOf(RoutingFacts.of(route));
        };
    }

    /** What an intent asks for in one VPC's namespace: a peering is in two. */
    List<KernelFact> in(VpcId vpc, Intent intent) {
        return intent instanceof PeeringIntent peering && peering.peer().equals(vpc)
                ? RoutingFacts.accepterEnd(peering)
                : of(intent);
    }

    /** What of an intent is about where packets go. */
    List<RoutingFact> routing(Intent intent) {
        return intent instanceof VpcIntent vpc && vpc.uplink()
                ? Stream.concat(RoutingFacts.of(vpc).stream(), edge.exits(vpc.vpc()).stream())
                        .toList()
                : RoutingFacts.of(intent);
    }

    /** What a VPC asks for apart from what its security groups let through. */
    List<KernelFact> vpc(VpcIntent intent) {
        List<KernelFact> facts = new ArrayList<>();
        facts.add(new KernelFact.Namespace(intent.vpc(), names.namespace(intent.vpc())));
        facts.add(new KernelFact.Rules(intent.vpc(), Table.PORTS, rules));
        Settings.OF_NAMESPACE.forEach(
                (path, value) -> facts.add(new KernelFact.Setting(intent.vpc(), "", path, value)));
        facts.addAll(edge.vpc(intent));
        facts.addAll(routing(intent));
        return facts;
    }

    /** Elements that are the VPC's own. */
    static Stream<KernelFact> members(VpcId vpc, Stream<Element> elements) {
        return elements.map(element -> new KernelFact.Member(vpc, element));
    }

    private static List<KernelFact> subnet(SubnetIntent intent) {
        String bridge = Names.bridge(intent.subnet());
        List<KernelFact> facts = new ArrayList<>();
        facts.add(new KernelFact.Bridge(intent.subnet(), bridge, intent.routerMac(), intent.mtu(), true, true));
        Settings.ofBridge(bridge)
                .forEach((path, value) -> facts.add(new KernelFact.Setting(intent.subnet(), bridge, path, value)));
        intent.gateways()
                .forEach(
                        g -> facts.add(new KernelFact.Gateway(intent.subnet(), bridge, g.address(), g.prefixLength())));
        if (intent.gateways().stream().anyMatch(g -> g.address().family() == Family.IPV6)) {
            facts.add(linkLocal(intent, bridge));
        }
        return facts;
    }

    /**
     * What the router asks from for who is in the subnet, when it sends on what others sent. The kernel has one of itself, but
     * only some time after the first port's carrier came up, and until then asks for nobody (ndisc_send_ns in net/ipv6/ndisc.c).
     */
    private static KernelFact linkLocal(SubnetIntent intent, String bridge) {
        return new KernelFact.Gateway(
                intent.subnet(), bridge, Ipv6Address.linkLocalOf(intent.routerMac()), LINK_LOCAL_LENGTH);
    }

    private static List<KernelFact> port(PortIntent intent) {
        String link = Names.link(intent.port());
        List<KernelFact> facts = new ArrayList<>();
        elements(intent, link).forEach(e -> facts.add(new KernelFact.Member(intent.port(), e)));
        // Several ports may be bound to one VIP: what they share is the VPC's.
        shared(intent).forEach(e -> facts.add(new KernelFact.Member(intent.vpc(), e)));
        facts.add(new LinkFact.Cable(
                intent.port(), link, intent.plug().namespace(), intent.plug().interfaceName()));
        facts.add(new LinkFact.Enslaved(intent.port(), link, Names.bridge(intent.subnet()), true));
        facts.add(new LinkFact.Forwarding(intent.port(), link, intent.mac()));
        facts.add(new LinkFact.State(intent.port(), link, intent.linkUp()));
        return facts;
    }

    private static Set<Element> elements(PortIntent intent, String link) {
        Set<Element> out = new LinkedHashSet<>();
        Set<MacAddress> macs = new TreeSet<>(intent.virtualMacs());
        macs.add(intent.mac());
        macs.forEach(mac -> out.add(MACS.element(link, mac)));
        if (!intent.checked()) {
            out.add(UNCHECKED.element(link));
            intent.own().stream()
                    .filter(a -> a.family() == Family.IPV4)
                    .findFirst()
                    .ifPresent(own -> out.add(SELF4.mapping(link, own)));
        }
        Set<IpAddress> own = new TreeSet<>(intent.own());
        macs.forEach(mac -> own.add(Ipv6Address.linkLocalOf(mac)));
        for (IpAddress address : passing(intent, own)) {
            macs.forEach(mac -> out.add(of(address, SOURCE4, SOURCE6)
                    .element(link, mac, address)
                    .leadingTo(chain(intent, address, "leaving"))));
            out.add(of(address, DESTINATION4, DESTINATION6)
                    .element(link, address)
                    .leadingTo(chain(intent, address, "arriving")));
        }
        Set<IpAddress> claims = new TreeSet<>(own);
        claims.addAll(intent.claimable());
        claims.removeAll(intent.fenced());
        claims.forEach(a -> out.add(of(a, CLAIMS4, CLAIMS6).element(link, a)));
        intent.fenced().forEach(a -> out.add(of(a, FENCED4, FENCED6).element(link, a)));
        if (!intent.claimable().isEmpty()) {
            out.add(VRRP.element(link));
        } else if (!intent.fenced().isEmpty()) {
            out.add(SILENCED.element(link));
        }
        if (intent.groups() != 0) {
            out.add(GROUPS.element(link).giving(intent.groups()));
            out.add(MARKS.element(link).giving(intent.groups()));
            intent.vrrpPeers().forEach(a -> out.add(of(a, PEERS4, PEERS6).element(link, a)));
        }
        if (intent.checked()) {
            intent.pairs().stream()
                    .filter(pair -> !isHost(pair) && pair.length() > 0)
                    .forEach(
                            pair -> out.add(of(pair.address(), BLOCKS4, BLOCKS6).element(link, pair)));
        }
        return out;
    }

    /** Where packets that pass the check go on: to the port's security groups, if it has any. */
    private static String chain(PortIntent intent, IpAddress address, String direction) {
        return intent.groups() == 0 ? "accept" : direction + address.family().version();
    }

    /** The elements that are not one port's alone: the VIPs that it is bound to, and whose an address is. */
    static List<Element> shared(PortIntent intent) {
        List<Element> shared = new ArrayList<>();
        Stream.concat(intent.claimable().stream(), intent.fenced().stream())
                .forEach(a -> shared.add(of(a, VIPS4, VIPS6).element(a)));
        if (intent.groups() != 0) {
            intent.own()
                    .forEach(a -> shared.add(of(a, OWNERS4, OWNERS6).element(a).giving(intent.groups())));
        }
        return shared;
    }

    /** The single addresses that packets may come from and go to at once: the others are looked into further. */
    private static Set<IpAddress> passing(PortIntent intent, Set<IpAddress> own) {
        Set<IpAddress> passing = new TreeSet<>(own);
        if (intent.checked()) {
            intent.pairs().stream().filter(Facts::isHost).map(IpPrefix::address).forEach(passing::add);
        } else {
            passing.addAll(intent.claimable());
        }
        passing.removeAll(intent.fenced());
        return passing;
    }

    private static boolean isHost(IpPrefix pair) {
        return pair.length() == pair.family().bits();
    }

    private static SetKind of(IpAddress address, SetKind ipv4, SetKind ipv6) {
        return switch (address.family()) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }
}
