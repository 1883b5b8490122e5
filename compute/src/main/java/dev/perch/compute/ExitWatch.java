package dev.perch.compute;

/** Tells that a process ended, also one that is not a child of ours. */
@FunctionalInterface
public interface ExitWatch {

    /** Calls {@code whenGone} once when the process has ended, at once when there is none. */
    void watch(long pid, Runnable whenGone);
}
