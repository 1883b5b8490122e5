package dev.perch.fabric;

import java.util.List;

/** How applying a plan went. */
public record Applied(int done, List<Failure> failures) {

    /** A step that failed, and why. */
    public record Failure(Plan.Op op, String reason) {}

    public boolean complete() {
        return failures.isEmpty();
    }
}
