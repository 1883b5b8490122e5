package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code health}. */
final class HealthCalls {
    /** When the machine lacks something nearly all fail alike; the first ones say it. */
    private static final int TOLD_FAILURES = 10;

    private final Control control;
    private final HealthView view;

    HealthCalls(Control control, HealthView view) {
        this.control = control;
        this.view = view;
    }

    void register(Ops ops) {
        ops.get("health", this::health);
    }

    private record Shape(
            String status,
            String version,
            String instance,
            String project,
            long pid,
            String dataDir,
            String store,
            long revision,
            long uptimeSeconds,
            boolean converged,
            int pending,
            int failing,
            List<HealthView.Failure> failures) {}

    private Answer health(Request request, Caller caller) {
        HealthView.Health now = view.now();
        return Answer.ok(new Shape(
                "ok",
                now.version(),
                control.tag(),
                control.project().toString(),
                ProcessHandle.current().pid(),
                now.dataDirectory(),
                control.store(),
                control.revision().value(),
                Duration.between(now.started(), Instant.now()).toSeconds(),
                now.converged(),
                now.pending(),
                now.failures().size(),
                now.failures().stream().limit(TOLD_FAILURES).toList()));
    }
}
