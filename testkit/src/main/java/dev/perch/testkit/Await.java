package dev.perch.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition by looking again and again, up to a deadline. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /** Looks until {@code wanted} holds; {@link AssertionError} with the last value when the deadline passes. */
    public static <T> T until(String what, Duration deadline, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + deadline.toNanos();
        T last = look.get();
        while (!wanted.test(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + deadline + ": " + what + "; last seen: " + last);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, e);
            }
            last = look.get();
        }
        return last;
    }

    /** Looks until {@code wanted} is true. */
    public static void until(String what, Duration deadline, Supplier<Boolean> wanted) {
        until(what, deadline, wanted, Boolean::booleanValue);
    }
}
