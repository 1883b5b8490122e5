package dev.perch.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What goes back to the client. */
public sealed interface Answer {

    int status();

    /** No body. */
    record Empty(int status) implements Answer {}

    /** A body that is there as a whole. */
    record Whole(int status, String contentType, byte[] body) implements Answer {}

    /** A body that is written as it comes, until the source returns or the client goes away. */
    record Streamed(int status, String contentType, Source source) implements Answer {}

    /** Writes a body piece by piece; {@link OutputStream#flush()} sends what was written so far. */
    interface Source {
        /** @throws IOException when the client has gone away */
        void pour(OutputStream out) throws IOException;
    }

    static Answer empty(int status) {
        return new Empty(status);
    }

    static Answer json(int status, Object value) {
        return new Whole(status, "application/json", Json.write(value));
    }

    static Answer ok(Object value) {
        return json(200, value);
    }

    static Answer text(int status, String contentType, String text) {
        return new Whole(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }
}
