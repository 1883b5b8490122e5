package dev.perch.compute;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that the kernel or a program does on its own. */
final class Deadline {
    private Deadline() {}

    /**
     * Looks every {@code step} until the condition holds or the time is over.
     *
     * @return whether it held
     */
    static boolean await(Duration time, Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerFault("interrupted while waiting", e);
            }
        }
        return true;
    }
}
