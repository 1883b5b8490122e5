package dev.perch.daemon;

import dev.perch.api.ops.HealthView;
import dev.perch.fabric.Reconciler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** How the daemon is: the reconciler's progress and the servers' together. */
final class Vitals implements HealthView {
    private final Path data;
    private final Instant started;
    private final Reconciler reconciler;
    private final ServerKeeper servers;
    private volatile boolean adopted;

    Vitals(Path data, Instant started, Reconciler reconciler, ServerKeeper servers) {
        this.data = data;
        this.started = started;
        this.reconciler = reconciler;
        this.servers = servers;
    }

    /** The first pass is done. */
    void adopted() {
        adopted = true;
    }

    @Override
    public HealthView.Health now() {
        Reconciler.Progress progress = reconciler.progress();
        int pending = progress.pending() + servers.pending() + (adopted ? 0 : 1);
        return new HealthView.Health(
                version(), data.toString(), started, pending, progress.failing(), progress.applied());
    }

    private static String version() {
        return Optional.ofNullable(Vitals.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
