package dev.perch.model;

import dev.perch.model.ObjectId.ServerId;

/**
 * A server: a process tree with NICs of its own.
 *
 * @param userData the script it boots by; may be empty
 * @param power    what the user wants it to be
 * @param boot     grows at each start and reboot that a user asks for
 */
public record Server(ServerId id, Meta meta, String userData, Power power, long boot) {

    /** What a user wants a server to be. */
    public enum Power {
        RUNNING,
        /** Stopped in order: processes are asked to end and get time to. */
        STOPPED,
        /** Stopped at once, as by pulling the plug. */
        OFF
    }

    /** What a server is, as observed. */
    public enum State {
        BUILD,
        ACTIVE,
        SHUTOFF,
        ERROR
    }

    /**
     * A server's observed state.
     *
     * @param detail why, in words, when it is ERROR or stopped by itself; else empty
     */
    public record Status(ServerId server, State state, String detail, java.time.Instant since) {}
}
