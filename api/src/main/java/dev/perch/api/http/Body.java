package dev.perch.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bounded reading of a request's body. */
final class Body {
    /** The most bytes that a body may have: 1 MiB. A server's {@code user_data} is the largest thing anybody sends. */
    static final int MOST_BYTES = 1 << 20;

    private Body() {}

    /** The whole body, or empty when it is longer than {@link #MOST_BYTES}. */
    static Optional<byte[]> read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        return bytes.length > MOST_BYTES ? Optional.empty() : Optional.of(bytes);
    }
}
