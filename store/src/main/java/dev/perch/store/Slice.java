package dev.perch.store;

/**
 * Which part of a list, ordered by id, is read.
 *
 * @param after only ids after this one; empty for the start
 * @param limit at most so many
 */
public record Slice(String after, int limit) {
    public static final Slice ALL = new Slice("", Integer.MAX_VALUE);
}
