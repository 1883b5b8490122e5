package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.SetKind;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.net.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says in kernel facts what connects VPCs with the outside. Pure.
 *
 * @param version fingerprint of a table's rules
 */
record EdgeFacts(Names names, ProviderNetwork network, Function<Table, String> version) {
    private static final int LINK_LOCAL_LENGTH = 64;
    private static final long BYTES_PER_MEGABIT = 1_000_000 / 8;

    /** The provider network itself. */
    List<KernelFact> provider() {
        List<KernelFact> facts = new ArrayList<>();
        facts.add(new KernelFact.Namespace(PROVIDER_NETWORK, names.namespace(PROVIDER_NETWORK)));
        Settings.OF_PROVIDER.forEach(
                (path, value) -> facts.add(new KernelFact.Setting(PROVIDER_NETWORK, "", path, value)));
        facts.add(new KernelFact.Bridge(
                PROVIDER_NETWORK, Names.PROVIDER_BRIDGE, names.providerMac(), Provider.MTU, true, true));
        HostSide.end(network)
                .ifPresentOrElse(
                        to -> facts.add(new EdgeFact.HostEnd(PROVIDER_NETWORK, to)),
                        () -> network.gateways()
                                .forEach(gateway -> facts.add(new KernelFact.Gateway(
                                        PROVIDER_NETWORK,
                                        Names.PROVIDER_BRIDGE,
                                        gateway.address(),
                                        gateway.prefixLength()))));
        return facts;
    }

    /** What a VPC has for being connected to the outside. */
    List<KernelFact> vpc(VpcIntent intent) {
        List<KernelFact> facts = new ArrayList<>();
        if (intent.uplink() || intent.peered()) {
            facts.add(new KernelFact.Rules(intent.vpc(), Table.EDGE, version.apply(Table.EDGE)));
        }
        if (intent.uplink()) {
            Settings.OF_UPLINK.forEach(
                    (path, value) -> facts.add(new KernelFact.Setting(intent.vpc(), "", path, value)));
            facts.add(new KernelFact.Rules(intent.vpc(), Table.ARP, version.apply(Table.ARP)));
            facts.add(uplink(intent.vpc()));
            facts.add(ownAddress(intent.vpc()));
            String link = Names.uplink(intent.vpc());
            Settings.ofUplink(link)
                    .forEach((path, value) -> facts.add(new KernelFact.Setting(intent.vpc(), link, path, value)));
        }
        return facts;
    }

    /** The way out of a VPC: straight to whoever is in the provider network's pools, to the gateways with all others. */
    List<RoutingFact> exits(VpcId vpc) {
        String uplink = Names.uplink(vpc);
        return network.gateways().stream()
                .<RoutingFact>flatMap(gateway -> Stream.of(
                        new RoutingFact.Route(
                                vpc,
                                RoutingFact.UPLINK_TABLE,
                                new IpPrefix(gateway.address(), gateway.prefixLength()).network(),
                                new RoutingFact.OnLink(uplink)),
                        new RoutingFact.Route(
                                vpc,
                                RoutingFact.UPLINK_TABLE,
                                new IpPrefix(gateway.address(), 0).network(),
                                new RoutingFact.Via(uplink, gateway.address()))))
                .toList();
    }

    static EdgeFact.Uplink uplink(VpcId vpc) {
        return new EdgeFact.Uplink(vpc, Names.uplink(vpc), Names.uplinkMac(vpc), true);
    }

    /** From where the router asks and answers neighbours of IPv6 on the uplink: as the kernel itself makes it there. */
    static KernelFact.Gateway ownAddress(VpcId vpc) {
        Ipv6Address address = Ipv6Address.linkLocalOf(Names.uplinkMac(vpc));
        return new KernelFact.Gateway(vpc, Names.uplink(vpc), address, LINK_LOCAL_LENGTH);
    }

    static List<KernelFact> eip(EipIntent intent) {
        List<KernelFact> facts = new ArrayList<>();
        elements(intent).forEach(element -> facts.add(new KernelFact.Member(intent.eip(), element)));
        facts.add(new EdgeFact.Outside(intent.eip(), Names.uplink(intent.vpc()), intent.address()));
        return facts;
    }

    static List<Element> elements(EipIntent intent) {
        List<Element> elements = new ArrayList<>();
        boolean ipv4 = intent.address().family() == Family.IPV4;
        elements.add((ipv4 ? SetKind.INWARD4 : SetKind.INWARD6).mapping(intent.address(), intent.inside()));
        elements.add((ipv4 ? SetKind.OUTWARD4 : SetKind.OUTWARD6).mapping(intent.inside(), intent.address()));
        if (ipv4) {
            elements.add(SetKind.ANSWERED.element(intent.address()));
        }
        intent.megabits().ifPresent(megabits -> {
            long rate = megabits * BYTES_PER_MEGABIT;
            elements.add((ipv4 ? SetKind.LIMIT_IN4 : SetKind.LIMIT_IN6).limit(intent.address(), rate));
            elements.add((ipv4 ? SetKind.LIMIT_OUT4 : SetKind.LIMIT_OUT6).limit(intent.address(), rate));
        });
        return elements;
    }
}
