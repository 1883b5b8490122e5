package dev.perch.model;

/** The number of a committed change. Grows by one at each; a higher revision is later. */
public record Revision(long value) implements Comparable<Revision> {
    public static final Revision NONE = new Revision(0);

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
