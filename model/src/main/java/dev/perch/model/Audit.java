package dev.perch.model;

import java.time.Instant;

/**
 * The record of one mutation.
 *
 * @param actor     who asked
 * @param operation a stable word such as {@code vpc.create}
 * @param detail    a JSON object with what was asked
 */
public record Audit(
        long sequence,
        Instant at,
        ProjectId project,
        String actor,
        String operation,
        String subjectKind,
        String subject,
        Revision revision,
        String detail) {}
