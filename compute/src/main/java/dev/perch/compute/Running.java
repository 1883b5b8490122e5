package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.time.Instant;

/**
 * A server that runs.
 *
 * @param boot  the number it was booted with
 * @param pid   its first process, as the host counts
 * @param since when that process began, in steps of 10 ms
 */
public record Running(ServerId server, long boot, long pid, Instant since) {

    /** The process, or nothing when the pid is somebody else's by now. */
    java.util.Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(handle -> handle.info().startInstant().equals(java.util.Optional.of(since)));
    }
}
