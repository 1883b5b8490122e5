package dev.perch.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bounded reading of a request's body. */
final class Body {
    /** The most bytes that a body may have: 1 MiB. A server's {@code user_data} is the largest thing anybody sends. */
    static final int MOST_BYTES = 1 << 20;

    /** The most bytes that are read of a body that is too long. */
    private static final int MOST_DRAINED = 16 << 20;

    private Body() {}

    /** The whole body, or empty when it is longer than {@link #MOST_BYTES}. */
    static Optional<byte[]> read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        return bytes.length > MOST_BYTES ? Optional.empty() : Optional.of(bytes);
    }

    /**
     * Reads a body that is not wanted, behind the answer. A connection that is closed with something unread is reset, and a client
     * that is still sending loses the answer (RFC 9112 section 9.6). Who sends a lot more loses it nevertheless.
     */
    static void drain(InputStream in) throws IOException {
        byte[] unwanted = new byte[1 << 16];
        int left = MOST_DRAINED;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = in.read(unwanted, 0, Math.min(unwanted.length, left));
        }
    }
}
