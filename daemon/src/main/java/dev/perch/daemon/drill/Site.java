package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.Ports;
import dev.perch.control.Snapshots.PortFacts;
import dev.perch.control.SubnetView;
import dev.perch.control.Subnets;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProbeTimeline;
import dev.perch.fabric.linux.Prober;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
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
import java.util.function.Consumer;

/**
 * A vantage point: a namespace of its own, plugged into a subnet by a port made for the drill. Everything is removed when it is
 * closed; what a killed daemon leaves is removed by {@link #sweep} at the next start.
 */
final class Site implements AutoCloseable {
    private static final String ATTRIBUTE = "perch.drill";
    private static final String BROKEN = "perch.drill.broken";
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
                                    List.of(),
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

    /** A server that a drill has made fail, or is about to. */
    record Broken(Mode mode, ServerId server) {}

    /** Writes down whom the drill makes fail, so that a daemon that is killed meanwhile can put it back at its next start. */
    void note(Broken broken) {
        ports.update(
                        caller,
                        port,
                        new Ports.Update(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(BROKEN, broken.mode() + " " + broken.server())))
                .orThrow();
    }

    /** Removes the vantage points that a drill could not remove itself, once {@code recover} has put back what it broke. */
    static void sweep(Control control, Namespaces namespaces, String prefix, Consumer<Broken> recover) {
        control.snapshots().everything().ports().stream()
                .map(PortFacts::port)
                .filter(port -> port.meta().attributes().containsKey(ATTRIBUTE))
                .forEach(port -> {
                    Optional.ofNullable(port.meta().attributes().get(BROKEN))
                            .map(Site::broken)
                            .ifPresent(recover);
                    control.ports().delete(new Caller(port.meta().project(), "drill"), port.id());
                });
        namespaces.list(prefix).forEach(namespaces::delete);
    }

    private static Broken broken(String note) {
        String[] parts = note.split(" ");
        return new Broken(Mode.valueOf(parts[0]), new ServerId(UUID.fromString(parts[1])));
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
