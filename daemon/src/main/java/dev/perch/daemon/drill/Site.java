package dev.perch.daemon.drill;

import dev.perch.control.Caller;
import dev.perch.control.Page;
import dev.perch.control.Ports;
import dev.perch.control.SubnetView;
import dev.perch.control.Subnets;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProbeTimeline;
import dev.perch.fabric.linux.Prober;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A vantage point: a namespace of its own, plugged into a subnet by a port made for the drill. Everything is removed when it is
 * closed; what a killed daemon leaves is removed by {@link #sweep} at the next start.
 */
final class Site implements AutoCloseable {
    private static final String ATTRIBUTE = "perch.drill";
    private static final Duration INTERVAL = Duration.ofMillis(2);

    private final String name;
    private final Caller caller;
    private final Ports ports;
    private final Namespaces namespaces;
    private final String namespace;
    private final PortId port;
    private final List<Prober> probers = new ArrayList<>();

    private Site(String name, Caller caller, Ports ports, Namespaces namespaces, String namespace, PortId port) {
        this.name = name;
        this.caller = caller;
        this.ports = ports;
        this.namespaces = namespaces;
        this.namespace = namespace;
        this.port = port;
    }

    /** Plugs a new vantage point into a subnet. */
    static Site open(String name, Caller caller, Ports ports, Namespaces namespaces, String prefix, Subnet subnet) {
        UUID id = UUID.randomUUID();
        String namespace = prefix + id.toString().replace("-", "").substring(0, 12);
        namespaces.create(namespace);
        try {
            PortId port = ports.create(
                            caller,
                            new Ports.Create(
                                    subnet.id(),
                                    "drill-" + id,
                                    "vantage point of a drill",
                                    AddressChoice.LAST,
                                    AddressChoice.FIRST_IF_OFFERED,
                                    true,
                                    List.of(),
                                    Optional.of(new HostNamespace(
                                            namespaces.path(namespace).toString(), "eth0")),
                                    Map.of(ATTRIBUTE, namespace)))
                    .orThrow()
                    .port()
                    .id();
            return new Site(name, caller, ports, namespaces, namespace, port);
        } catch (RuntimeException e) {
            namespaces.delete(namespace);
            throw e;
        }
    }

    /** Removes the vantage points that a drill could not remove itself. */
    static void sweep(Caller caller, Ports ports, Namespaces namespaces, String prefix) {
        ports.list(caller, Ports.Filter.ALL, Page.FIRST).stream()
                .filter(view -> view.port().meta().attributes().containsKey(ATTRIBUTE))
                .forEach(view -> ports.delete(caller, view.port().id()));
        namespaces.list(prefix).forEach(namespaces::delete);
    }

    /** Another subnet of the same VPC, if there is one that has every family of the virtual IP. */
    static Optional<Subnet> otherSubnet(Caller caller, Subnets subnets, Subnet home, VirtualIp vip) {
        return subnets.list(caller, Optional.of(home.vpc()), Page.FIRST).stream()
                .map(SubnetView::subnet)
                .filter(subnet -> !subnet.id().equals(home.id()))
                .filter(subnet -> vip.addresses().stream()
                        .allMatch(address -> subnet.range(address.family()).isPresent()))
                .findFirst();
    }

    void probe(IpAddress address) {
        probers.add(Prober.start(namespaces.path(namespace), address, INTERVAL));
    }

    /** How many of the last probes were answered without a gap, where it is fewest. */
    int answeredInARow(Duration patience) {
        return probers.stream()
                .mapToInt(prober -> prober.timeline(patience).answeredInARow())
                .min()
                .orElse(0);
    }

    String name() {
        return name;
    }

    /** What was seen of each address. */
    Map<Family, ProbeTimeline> timelines(Duration patience) {
        Map<Family, ProbeTimeline> all = new EnumMap<>(Family.class);
        probers.forEach(prober -> all.put(prober.target().family(), prober.timeline(patience)));
        return all;
    }

    @Override
    public void close() {
        probers.forEach(Prober::close);
        ports.delete(caller, port);
        namespaces.delete(namespace);
    }
}
