package dev.perch.fabric.linux;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.model.ObjectId.PortId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which links of one VPC are ports', and whether they have carrier. Tells when that changes. */
final class Carriers {
    private final Names names;
    private final VpcState state;
    private final VpcNamespace namespace;
    private final Consumer<Evidence> seen;
    private final Map<Integer, Plugged> byIndex = new HashMap<>();

    private record Plugged(String name, PortId port, boolean carrier) {}

    Carriers(Names names, VpcState state, VpcNamespace namespace, Consumer<Evidence> seen) {
        this.names = names;
        this.state = state;
        this.namespace = namespace;
        this.seen = seen;
        namespace.route().links().forEach(link -> plugged(link).ifPresent(port -> byIndex.put(link.index(), port)));
    }

    private Optional<Plugged> plugged(Link link) {
        return names.mark(link.alias())
                .map(Names.Mark::object)
                .filter(PortId.class::isInstance)
                .map(PortId.class::cast)
                .or(() -> state.port(link.name()).map(intent -> intent.port()))
                .map(port -> new Plugged(link.name(), port, link.up() && link.carrier()));
    }

    /** The port that a packet came in by; it may have been logged before the notice of the link was read. */
    Optional<PortId> port(int index) {
        if (!byIndex.containsKey(index)) {
            namespace.route().links().stream()
                    .filter(link -> !byIndex.containsKey(link.index()))
                    .forEach(this::changed);
        }
        return Optional.ofNullable(byIndex.get(index)).map(Plugged::port);
    }

    /** The name of a port's link. */
    Optional<String> link(int index) {
        return Optional.ofNullable(byIndex.get(index)).map(Plugged::name);
    }

    /** A link is as this says. */
    void changed(Link link) {
        plugged(link).ifPresent(now -> {
            Plugged before = byIndex.put(link.index(), now);
            if ((before != null && before.carrier()) != now.carrier()) {
                seen.accept(new Evidence.Link(now.port(), now.carrier(), Instant.now()));
            }
        });
    }

    /** A link is gone. */
    void unplugged(int index) {
        Plugged before = byIndex.remove(index);
        if (before != null && before.carrier()) {
            seen.accept(new Evidence.Link(before.port(), false, Instant.now()));
        }
    }

    /** All other links are gone. */
    void retain(Set<Integer> indexes) {
        Set.copyOf(byIndex.keySet()).stream()
                .filter(index -> !indexes.contains(index))
                .forEach(this::unplugged);
    }
}
