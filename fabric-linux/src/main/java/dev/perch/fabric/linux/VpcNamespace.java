package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.fabric.linux.kernel.PacketSocket;
import dev.perch.fabric.linux.netlink.Flows;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Nftables;
import dev.perch.fabric.linux.nft.NoHolder;
import dev.perch.fabric.linux.nft.Rules;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A VPC's namespace, entered: a thread in it and sockets made there. */
final class VpcNamespace implements AutoCloseable {
    private static final Path SETTINGS = Path.of("/proc/sys/net");
    private static final List<String> FORGED = List.of("forged4", "forged6");

    /** What {@code rules.nft} lets out to ports unseen: "perc". Packets lose their mark on the way out of a guest. */
    private static final int OUR_MARK = 0x70657263;

    private final String name;
    private final long identity;
    private final NamespaceThread thread;
    private final Rtnetlink route;
    private final Rtnetlink steering;
    private final Nftables nftables;
    private final PacketSocket packets;

    private VpcNamespace(String name, long identity, NamespaceThread thread) {
        this.name = name;
        this.identity = identity;
        this.thread = thread;
        this.route = thread.call(Rtnetlink::open);
        this.steering = thread.call(Rtnetlink::open);
        this.nftables = thread.call(Nftables::open);
        this.packets = thread.call(() -> new PacketSocket(OUR_MARK));
    }

    /** Enters the namespace of this name; empty when there is none. */
    static Optional<VpcNamespace> enter(String name) {
        Path file = NetworkNamespaces.path(name);
        OptionalLong identity = NetworkNamespaces.identity(file);
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        NamespaceThread thread = NamespaceThread.enter(file);
        try {
            return Optional.of(new VpcNamespace(name, identity.getAsLong(), thread));
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** Whether the name still leads to the namespace that was entered. */
    boolean isCurrent() {
        OptionalLong now = NetworkNamespaces.identity(NetworkNamespaces.path(name));
        return now.isPresent() && now.getAsLong() == identity;
    }

    Rtnetlink route() {
        return route;
    }

    /** For what must not wait: on {@link #route()} a request waits for the listing before it. */
    Rtnetlink steering() {
        return steering;
    }

    Nftables nftables() {
        return nftables;
    }

    /** Sends frames out of the namespace's interfaces. */
    PacketSocket packets() {
        return packets;
    }

    /** The fingerprint of a table's rules as they are. */
    Optional<String> rules(Table table) {
        return Rules.fingerprint(table, nftables);
    }

    /** The connections through the namespace that conntrack knows; to be closed. */
    Flows flows() {
        return thread.call(Flows::open);
    }

    /** What was counted of EIPs without a holder. */
    NoHolder noHolder() {
        return new NoHolder(nftables);
    }

    /** Packets of EIPs whose source cannot be where they came from, by the inside address. */
    Map<IpAddress, Long> forged() {
        return nftables.counted(FORGED);
    }

    /** Elements of EIPs went: flows that began by them end, and nothing is known of what they stood for. */
    void released(Collection<Element> gone) {
        List<Element> eips = gone.stream().filter(Element::isTranslation).toList();
        if (!eips.isEmpty()) {
            try (Flows flows = flows()) {
                flows.reset(eips.stream().flatMap(e -> e.eip().stream()).collect(Collectors.toSet()), false);
            }
            eips.forEach(element -> noHolder().forget(element.inside()));
        }
    }

    NamespaceThread thread() {
        return thread;
    }

    /**
     * The value of a setting. A setting that this kernel does not have at all counts as having the wanted value; one of an
     * interface that is not there has none.
     */
    Optional<String> setting(String path, String wanted) {
        return thread.call(() -> {
            Path file = SETTINGS.resolve(path);
            if (Files.exists(file)) {
                return Optional.of(Files.readString(file).strip());
            }
            return path.startsWith("bridge/") ? Optional.of(wanted) : Optional.empty();
        });
    }

    void set(String path, String value) {
        thread.call(() -> {
            write(SETTINGS.resolve(path), value);
            return null;
        });
    }

    private static void write(Path file, String value) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            out.write(value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        route.close();
        steering.close();
        nftables.close();
        packets.close();
        thread.close();
    }
}
