package dev.perch.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that a client may ask about later.
 *
 * @param id    32 lower-case hexadecimal digits
 * @param type  the dialect's word, e.g. {@code createServer}
 * @param ended empty while it runs
 * @param error why it failed; empty when it did not
 */
public record Job(
        String id,
        ProjectId project,
        String type,
        Status status,
        Instant began,
        Optional<Instant> ended,
        String error,
        List<Step> steps) {

    public Job {
        steps = List.copyOf(steps);
    }

    /** How far a job is. */
    public enum Status {
        RUNNING,
        SUCCESS,
        FAIL
    }

    /**
     * The part of a job that is about one object.
     *
     * @param type    the dialect's word, e.g. {@code createSingleServer}
     * @param subject the object
     */
    public record Step(
            String id, String type, ObjectId subject, Status status, Optional<Instant> ended, String error) {}
}
