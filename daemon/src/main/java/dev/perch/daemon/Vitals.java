package dev.perch.daemon;

import dev.perch.api.ops.HealthView;
import dev.perch.fabric.Reconciler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the daemon is: what has not been handed on yet, the reconciler's progress and the servers' together. */
final class Vitals implements HealthView {
    private final Path data;
    private final Instant started;
    private final Reconciler reconciler;
    private final ServerKeeper servers;
    private final Changes changes;
    private final EventJournal journal;
    private volatile boolean adopted;

    Vitals(
            Path data,
            Instant started,
            Reconciler reconciler,
            ServerKeeper servers,
            Changes changes,
            EventJournal journal) {
        this.data = data;
        this.started = started;
        this.reconciler = reconciler;
        this.servers = servers;
        this.changes = changes;
        this.journal = journal;
    }

    /** The first pass is done. */
    void adopted() {
        adopted = true;
    }

    @Override
    public HealthView.Health now() {
        int handedOn = changes.pending(); // first: what leaves there is counted below
        int kept = servers.pending();
        Reconciler.Progress progress = reconciler.progress();
        int pending = handedOn + kept + progress.pending() + (adopted ? 0 : 1);
        return new HealthView.Health(version(), data.toString(), started, pending, failures(), progress.applied());
    }

    private List<HealthView.Failure> failures() {
        return reconciler.failures().entrySet().stream()
                .map(entry -> new HealthView.Failure(journal.fabric(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(HealthView.Failure::object))
                .toList();
    }

    private static String version() {
        return Optional.ofNullable(Vitals.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
