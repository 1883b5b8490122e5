package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Rules;
import dev.perch.fabric.linux.nft.Table;
import java.util.List;
import java.util.Optional;

/** Makes or removes one fact in a VPC's namespace. */
record Execution(Facts facts, Provider provider, HostSide host, VpcState state, VpcNamespace namespace) {
    /** Of ports whose bridge is gone; they are made again with it. */
    private static final int MTU = 1500;

    void make(KernelFact fact, Optional<Intent> intent) {
        Rtnetlink route = namespace.route();
        switch (fact) {
            case KernelFact.Namespace f ->
                route.setAlias(route.index("lo"), facts.names().alias(f.object()));
            case KernelFact.Rules f -> rules(f.table());
            case KernelFact.Setting f -> namespace.set(f.path(), f.value());
            case KernelFact.Bridge f -> bridge(f);
            case KernelFact.Gateway f -> {
                route.addresses().add(route.index(f.bridge()), f.address(), f.prefixLength());
                routing().restore(f.bridge());
            }
            case KernelFact.Member f -> namespace.nftables().change(List.of(), List.of(f.element()));
            case LinkFact.Cable f -> cable(f, intent.orElseThrow());
            case LinkFact.Enslaved f -> enslave(f.name(), f.bridge());
            case LinkFact.Forwarding f -> route.neighbors().addForwarding(route.index(f.name()), f.mac());
            case LinkFact.State f -> {
                route.setUp(route.index(f.name()), f.up());
                route.settle(f.name());
                state.settled(f.name());
                if (f.up() && intent.orElse(null) instanceof PortIntent port) {
                    announce(port);
                }
                if (f.up()) {
                    routing().restore(f.name());
                }
            }
            case RoutingFact f -> routing().make(f, intent);
            case EdgeFact f -> edge().make(f);
        }
    }

    private RoutingExecution routing() {
        return new RoutingExecution(facts, state.vpc(), state.routing(), namespace);
    }

    private EdgeExecution edge() {
        return new EdgeExecution(provider, host, routing(), state, namespace);
    }

    void remove(KernelFact fact) {
        Rtnetlink route = namespace.route();
        switch (fact) {
            case KernelFact.Namespace f -> NetworkNamespaces.delete(f.name());
            case KernelFact.Rules f ->
                namespace.thread().call(() -> {
                    Rules.remove(f.table());
                    state.elements().reset(f.table(), List.of());
                    return null;
                });
            case KernelFact.Bridge f -> route.deleteLink(f.name());
            case KernelFact.Gateway f ->
                route.link(f.bridge())
                        .ifPresent(link -> route.addresses().delete(link.index(), f.address(), f.prefixLength()));
            case KernelFact.Member f -> namespace.nftables().change(List.of(f.element()), List.of());
            case LinkFact.Cable f -> {
                route.deleteLink(f.name());
                namespace.nftables().forgetDrops(Drops.SETS, f.name());
            }
            case KernelFact.Setting f -> {}
            case LinkFact.Enslaved f -> {}
            case LinkFact.Forwarding f -> {}
            case LinkFact.State f -> {}
            case RoutingFact f -> routing().remove(f);
            case EdgeFact f -> edge().remove(f);
        }
    }

    /** The elements are what the intents that we know say; the next look at everything puts right what we do not know. */
    private void rules(Table table) {
        boolean stayed = namespace.thread().call(() -> Rules.install(table, namespace.nftables()));
        if (!stayed) {
            List<Element> all = state.intents().values().stream()
                    .flatMap(intent -> facts.of(intent).stream())
                    .filter(KernelFact.Member.class::isInstance)
                    .map(fact -> ((KernelFact.Member) fact).element())
                    .filter(element -> element.set().table() == table)
                    .distinct()
                    .toList();
            namespace.nftables().change(List.of(), all);
            state.elements().reset(table, all);
        }
    }

    private void enslave(String link, String bridge) {
        Rtnetlink route = namespace.route();
        route.enslave(route.index(link), route.index(bridge));
        route.settle(bridge);
    }

    private void bridge(KernelFact.Bridge fact) {
        Rtnetlink route = namespace.route();
        if (route.link(fact.name()).isEmpty()) {
            route.createBridge(fact.name(), fact.mac(), fact.mtu());
        }
        route.setBridge(route.index(fact.name()), facts.names().alias(fact.object()), fact.mac(), fact.mtu());
        routing().restore(fact.name());
    }

    /** Tells the subnet a port's own addresses: who knew them from a port that is gone would keep its MAC for a while. */
    private void announce(PortIntent port) {
        int bridge = namespace.route().index(Names.bridge(port.subnet()));
        port.own()
                .forEach(address -> namespace
                        .packets()
                        .send(
                                bridge,
                                Announcer.announcement(address, port.mac()).encode()));
    }

    private void cable(LinkFact.Cable fact, Intent intent) {
        switch (intent) {
            case PortIntent port -> cable(fact, port);
            case PeeringIntent peering -> routing().connect(fact, peering);
            case VpcIntent _, SubnetIntent _, RouteTableIntent _, RouteIntent _, ProviderIntent _, EipIntent _ ->
                throw new IllegalArgumentException("no cable is part of " + intent);
        }
    }

    /**
     * The port forwards before the guest has an address to send from: a first ARP request that is lost is not repeated for a
     * second. The alias comes last: a cable without it was left half-made, and is made again.
     */
    private void cable(LinkFact.Cable fact, PortIntent intent) {
        Rtnetlink route = namespace.route();
        int mtu = route.link(Names.bridge(intent.subnet())).map(Link::mtu).orElse(MTU);
        Guest.plug(namespace, intent, fact.name(), mtu);
        enslave(fact.name(), Names.bridge(intent.subnet()));
        route.setUp(fact.name(), intent.linkUp());
        String alias = facts.names().alias(fact.object(), fact.interfaceName());
        Guest.seed(intent, alias, () -> route.settle(fact.name()));
        route.setAlias(route.index(fact.name()), alias);
    }
}
