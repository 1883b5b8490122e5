package dev.perch.bench;

import java.util.Locale;

/** What a ratio should be at the most, or at the least. */
record Aim(boolean most, double figure) {
    /** Of the packet rate or the throughput with more to what it is with less. */
    static final Aim PACKET = atLeast(0.95);

    static Aim atLeast(double figure) {
        return new Aim(false, figure);
    }

    static Aim atMost(double figure) {
        return new Aim(true, figure);
    }

    boolean met(double ratio) {
        return most ? ratio <= figure : ratio >= figure;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", most ? "≤" : "≥", figure);
    }
}
