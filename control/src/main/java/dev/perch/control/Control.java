package dev.perch.control;

import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Every use case, on one store. Safe for use by many threads; methods block, so call them from virtual threads. */
public final class Control implements AutoCloseable {

    /**
     * Opens, or makes, the store.
     *
     * @param data the data directory; holds the SQLite file when there is no URL
     * @param url  {@code postgresql://…} or {@code jdbc:postgresql:…}; empty for SQLite in the data directory
     */
    public static Control open(Path data, Optional<String> url, InstantSource clock) { throw new UnsupportedOperationException("not yet"); }

    /** Which store it is, for people: {@code sqlite} or {@code postgresql}. */
    public String store() { throw new UnsupportedOperationException("not yet"); }

    public Vpcs vpcs() { throw new UnsupportedOperationException("not yet"); }

    public Subnets subnets() { throw new UnsupportedOperationException("not yet"); }

    public Ports ports() { throw new UnsupportedOperationException("not yet"); }

    public VirtualIps virtualIps() { throw new UnsupportedOperationException("not yet"); }

    public Servers servers() { throw new UnsupportedOperationException("not yet"); }

    public Jobs jobs() { throw new UnsupportedOperationException("not yet"); }

    public Topologies topologies() { throw new UnsupportedOperationException("not yet"); }

    public Holders holders() { throw new UnsupportedOperationException("not yet"); }

    public Events events() { throw new UnsupportedOperationException("not yet"); }

    public Audits audits() { throw new UnsupportedOperationException("not yet"); }

    public Drills drills() { throw new UnsupportedOperationException("not yet"); }

    public Statuses statuses() { throw new UnsupportedOperationException("not yet"); }

    public Snapshots snapshots() { throw new UnsupportedOperationException("not yet"); }

    /** Six hexadecimal digits that mark everything of this instance in the kernel. */
    public String tag() { throw new UnsupportedOperationException("not yet"); }

    /** The project that was made at the first start. */
    public ProjectId project() { throw new UnsupportedOperationException("not yet"); }

    /** The last committed revision. */
    public Revision revision() { throw new UnsupportedOperationException("not yet"); }

    /**
     * From now on tells {@code subscriber} what is committed, by this process at once and by others on the same database within
     * a second. Called by the committing thread, so it must not block.
     */
    public void subscribe(Consumer<List<Change>> subscriber) { throw new UnsupportedOperationException("not yet"); }

    /** Closes the store. */
    @Override
    public void close() { throw new UnsupportedOperationException("not yet"); }
}
