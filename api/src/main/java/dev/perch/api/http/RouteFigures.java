package dev.perch.api.http;

import java.util.concurrent.atomic.LongAdder;

/** How often a call was answered, how, and how fast. Counting takes no lock. */
public final class RouteFigures {
    /** Upper bounds of the latency buckets, in microseconds; slower ones count in the last, unbounded bucket. */
    public static final int[] BOUNDS_MICROS = {500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 1_000_000};

    private final String method;
    private final String template;
    private final LongAdder[] byClass = adders(6);
    private final LongAdder[] buckets = adders(BOUNDS_MICROS.length + 1);
    private final LongAdder nanos = new LongAdder();

    RouteFigures(String method, String template) {
        this.method = method;
        this.template = template;
    }

    void count(int status, long tookNanos) {
        byClass[Math.clamp(status / 100, 0, 5)].increment();
        nanos.add(tookNanos);
        int bucket = 0;
        while (bucket < BOUNDS_MICROS.length && tookNanos > BOUNDS_MICROS[bucket] * 1_000L) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    public String method() {
        return method;
    }

    public String template() {
        return template;
    }

    /** How many answers had a status of this class, e.g. 4 for 400 to 499. */
    public long answers(int statusClass) {
        return byClass[statusClass].sum();
    }

    /** How many answers took at most {@link #BOUNDS_MICROS}{@code [i]} and more than the bound before; last: the rest. */
    public long bucket(int i) {
        return buckets[i].sum();
    }

    /** The time that all answers took together, in nanoseconds. */
    public long nanos() {
        return nanos.sum();
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
