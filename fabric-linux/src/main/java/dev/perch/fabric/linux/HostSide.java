package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;
import static java.util.stream.Collectors.joining;

import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.MacAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The host's end of the provider network: a link in the host's namespace with the gateways' addresses, or one
 * that is a port of a bridge of the host. Nothing else of the host is touched.
 */
final class HostSide implements AutoCloseable {
    private static final String OWN_NAMESPACE = "/proc/thread-self/ns/net";

    private final Names names;
    private final MacAddress mac;
    private final ProviderNetwork wanted;
    private final Rtnetlink route = Rtnetlink.open();
    private final int namespace = Libc.open(OWN_NAMESPACE, Libc.O_RDONLY);
    private final Optional<String> obstacle;

    /** In the namespace of the calling thread. */
    HostSide(Names names, ProviderNetwork wanted) {
        this.names = names;
        this.mac = names.hostMac();
        this.wanted = wanted;
        this.obstacle = wanted.mode() instanceof ProviderNetwork.Host ? routed() : Optional.empty();
    }

    /** A gateway whose addresses the host reaches somewhere else. */
    private Optional<String> routed() {
        int own = route.link(names.hostLink()).map(Link::index).orElse(0);
        return wanted.gateways().stream()
                .filter(gateway -> route.routes()
                        .match(gateway.address())
                        .filter(match -> match.destination().length() > 0 && match.index() != own)
                        .isPresent())
                .findFirst()
                .map(gateway -> "the host already routes " + gateway.address() + "/" + gateway.prefixLength()
                        + ", so it is not connected to the provider network");
    }

    /** Why the provider network is not connected to the host although it should be. */
    Optional<String> obstacle() {
        return obstacle;
    }

    /** What can be had: without the host when that has an obstacle. */
    ProviderNetwork network() {
        return obstacle.isEmpty() ? wanted : new ProviderNetwork(new ProviderNetwork.Isolated(), wanted.gateways());
    }

    /** What the far end of a connection to the host should be; empty for a network without. */
    static Optional<String> end(ProviderNetwork network) {
        return switch (network.mode()) {
            case ProviderNetwork.Isolated isolated -> Optional.empty();
            case ProviderNetwork.Bridge bridge -> Optional.of("port of " + bridge.name());
            case ProviderNetwork.Host host ->
                Optional.of(network.gateways().stream()
                        .map(gateway -> gateway.address() + "/" + gateway.prefixLength())
                        .collect(joining(", ")));
        };
    }

    /** What the far end is. */
    String observe(Link near, int bridge) {
        Optional<Link> link = route.link(names.hostLink());
        if (link.isEmpty() || !link.get().up() || !near.up() || near.master() != bridge) {
            return "cut";
        }
        return switch (network().mode()) {
            case ProviderNetwork.Isolated isolated -> "unwanted";
            case ProviderNetwork.Bridge to ->
                route.link(to.name())
                                .filter(b -> b.index() == link.get().master())
                                .isPresent()
                        ? "port of " + to.name()
                        : "port of nothing";
            case ProviderNetwork.Host host ->
                new TreeSet<>(route.addresses().list(link.get().index()).stream()
                                .map(HostSide::gateway)
                                .toList())
                        .stream()
                                .map(gateway -> gateway.address() + "/" + gateway.prefixLength())
                                .collect(joining(", "));
        };
    }

    private static Gateway gateway(InterfaceAddress address) {
        return new Gateway(address.address(), address.prefixLength());
    }

    /** Makes the connection, or puts it right. */
    void connect(VpcNamespace provider) {
        Rtnetlink near = provider.route();
        if (near.link(Names.TO_HOST).isEmpty() || route.link(names.hostLink()).isEmpty()) {
            near.deleteLink(Names.TO_HOST);
            // That of a provider network which the kernel has not got round to removing.
            route.deleteLink(names.hostLink());
            near.createVeth(Names.TO_HOST, Provider.MTU, names.hostLink(), mac, namespace);
        }
        int port = near.index(Names.TO_HOST);
        near.join(port, near.index(Names.PROVIDER_BRIDGE));
        near.setUp(port, true);
        int index = route.index(names.hostLink());
        if (network().mode() instanceof ProviderNetwork.Bridge to) {
            route.join(index, route.index(to.name()));
        }
        route.setUp(index, true);
        route.setAlias(index, names.alias(PROVIDER_NETWORK));
        if (network().mode() instanceof ProviderNetwork.Host) {
            route.addresses().list(index).stream()
                    .filter(address -> !wanted.gateways().contains(gateway(address)))
                    .forEach(a -> route.addresses().delete(index, a.address(), a.prefixLength()));
            wanted.gateways().forEach(g -> route.addresses().add(index, g.address(), g.prefixLength()));
        }
        near.settle(Names.TO_HOST);
    }

    /** With the provider network's namespace the kernel removes the link as well, when it gets round to that. */
    void disconnect() {
        route.deleteLink(names.hostLink());
    }

    /** A watch over what it is made of; empty when the host has no part in the network. */
    Optional<HostWatch> watch(Runnable suspect) {
        Path host = Path.of("/proc/self/fd", Integer.toString(namespace));
        return switch (network().mode()) {
            case ProviderNetwork.Isolated isolated -> Optional.empty();
            case ProviderNetwork.Host mode -> Optional.of(new HostWatch(host, Set.of(names.hostLink()), suspect));
            case ProviderNetwork.Bridge bridge ->
                Optional.of(new HostWatch(host, Set.of(names.hostLink(), bridge.name()), suspect));
        };
    }

    @Override
    public void close() {
        route.close();
        Libc.close(namespace);
    }
}
