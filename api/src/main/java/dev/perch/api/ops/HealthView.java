package dev.perch.api.ops;

import java.time.Instant;
import java.util.List;

/** How the daemon is. */
public interface HealthView {

    /**
     * One moment.
     *
     * @param version       of Perch
     * @param dataDirectory where it keeps everything
     * @param started       when the daemon started
     * @param pending       objects that the reconciler has yet to look at
     * @param failures      objects whose last step failed and will be tried again
     * @param applied       steps applied since the start
     */
    record Health(
            String version, String dataDirectory, Instant started, int pending, List<Failure> failures, long applied) {
        public boolean converged() {
            return pending == 0 && failures.isEmpty();
        }
    }

    /** What cannot be set up, in words, and what the last step ended with. */
    record Failure(String object, String reason) {}

    Health now();
}
