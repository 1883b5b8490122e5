package dev.perch.model;

import java.time.Instant;

/**
 * Something that happened, for people and programs that watch.
 *
 * @param sequence    grows by one at each event
 * @param type        a stable word such as {@code vip.moved}, {@code fabric.drift}, {@code port.claim-refused}
 * @param subjectKind the kind of the object it is about ({@code vip}, {@code port} …); may be empty
 * @param subject     the id of that object; may be empty
 * @param message     one sentence
 * @param data        a JSON object with the facts
 */
public record Event(
        long sequence, Instant at, String type, String subjectKind, String subject, String message, String data) {}
