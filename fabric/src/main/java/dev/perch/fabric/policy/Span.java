package dev.perch.fabric.policy;

/** The numbers from {@code first} to {@code last}: of protocols (0 to 255), or of ports (0 to 65,535). */
public record Span(int first, int last) {
    static final Span PROTOCOLS = new Span(0, 255);
    static final Span PORTS = new Span(0, 65_535);

    public Span {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a span: " + first + " to " + last);
        }
    }

    public boolean contains(int number) {
        return first <= number && number <= last;
    }

    boolean overlaps(Span other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first == last ? "" + first : first + "-" + last;
    }
}
