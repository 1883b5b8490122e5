package dev.perch.daemon;

import dev.perch.fabric.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the daemon was started, and what it had to do to adopt what it found. */
final class Started {
    private final Instant at;
    private volatile Plan adoption;

    Started(Instant at) {
        this.at = at;
    }

    Instant at() {
        return at;
    }

    void adopted(Plan plan) {
        adoption = plan;
    }

    /** The steps of the first pass; empty while it is under way. */
    Optional<List<String>> adoption() {
        return Optional.ofNullable(adoption).map(Plan::lines);
    }
}
