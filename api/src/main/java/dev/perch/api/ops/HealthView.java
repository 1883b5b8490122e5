package dev.perch.api.ops;

import java.time.Instant;

/** How the daemon is. */
public interface HealthView {

    /**
     * One moment.
     *
     * @param version       of Perch
     * @param dataDirectory where it keeps everything
     * @param started       when the daemon started
     * @param pending       objects that the reconciler has yet to look at
     * @param failing       objects whose last step failed and will be tried again
     * @param applied       steps applied since the start
     */
    record Health(String version, String dataDirectory, Instant started, int pending, int failing, long applied) {
        public boolean converged() {
            return pending == 0 && failing == 0;
        }
    }

    Health now();
}
