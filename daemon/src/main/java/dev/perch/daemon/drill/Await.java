package dev.perch.daemon.drill;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that only the network can bring about. */
final class Await {
    private static final long LOOK = 20;

    private Await() {}

    /** Whether {@code condition} came true in time. */
    static boolean until(Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
