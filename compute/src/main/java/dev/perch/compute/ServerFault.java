package dev.perch.compute;

import java.io.Serial;

/** A server, or a program it needs, did not do what it should. The message is for the user. */
public final class ServerFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ServerFault(String message) {
        super(message);
    }

    ServerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
