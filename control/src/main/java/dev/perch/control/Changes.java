package dev.perch.control;

import dev.perch.model.Change;
import dev.perch.model.Revision;
import dev.perch.store.Commit;
import dev.perch.store.Store;
import dev.perch.store.StoreUrl;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells subscribers what was committed. What this process commits is told at once; what other controllers commit to the same
 * PostgreSQL is looked for, twice a second.
 */
final class Changes implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int READ_AT_ONCE = 1000;

    private final Store store;
    private final List<Consumer<List<Change>>> subscribers = new CopyOnWriteArrayList<>();
    private final Set<Revision> told = ConcurrentHashMap.newKeySet();
    private final boolean shared;
    private final Thread watcher;

    Changes(Store store) {
        this.store = store;
        this.shared = store.url() instanceof StoreUrl.Postgresql;
        store.subscribe(this::committed);
        Revision start =
                store.read(tables -> new Revision(tables.revision().get().revision()));
        this.watcher = shared ? Thread.ofVirtual().name("changes").start(() -> watch(start)) : null;
    }

    void subscribe(Consumer<List<Change>> subscriber) {
        subscribers.add(subscriber);
    }

    private void committed(Commit commit) {
        if (!commit.changes().isEmpty()) {
            if (shared) {
                commit.changes().forEach(change -> told.add(change.revision()));
            }
            tell(commit.changes());
        }
    }

    private void tell(List<Change> changes) {
        subscribers.forEach(subscriber -> subscriber.accept(changes));
    }

    private void watch(Revision start) {
        Revision seen = start;
        try {
            while (true) {
                Thread.sleep(LOOK_AGAIN);
                seen = look(seen);
            }
        } catch (InterruptedException closed) {
            // the end
        }
    }

    private Revision look(Revision seen) {
        List<Change> changes;
        try {
            changes = store.read(tables -> tables.changes().after(seen, READ_AT_ONCE));
        } catch (RuntimeException databaseAway) {
            return seen; // whoever writes meets the fault; here it is enough to look again
        }
        if (changes.isEmpty()) {
            return seen;
        }
        List<Change> foreign = changes.stream()
                .filter(change -> !told.contains(change.revision()))
                .toList();
        if (!foreign.isEmpty()) {
            tell(foreign);
        }
        Revision last = changes.getLast().revision();
        // A revision may go on behind the end of what was read; it is read again rather than cut.
        Revision done = changes.size() < READ_AT_ONCE ? last : new Revision(last.value() - 1);
        told.removeIf(revision -> revision.compareTo(done) <= 0);
        return done;
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
