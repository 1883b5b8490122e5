package dev.perch.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer: a known number of bytes, or chunks (RFC 9112, 7.1). Breaking off early is an error. */
final class Body extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean first = true;
    private boolean ended;

    /**
     * A body.
     *
     * @param length its bytes, or -1 when it comes in chunks
     */
    Body(InputStream in, long length) {
        this.in = in;
        this.chunked = length < 0;
        this.left = Math.max(0, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && chunked && !ended) {
            nextChunk();
        }
        if (left == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection broke off in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            Http.line(in);
        }
        first = false;
        String size = Http.line(in).split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,12}")) {
            throw new IOException("a chunk's size is malformed");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            ended = true;
            while (!Http.line(in).isEmpty()) {
                // trailers, which say nothing to us
            }
        }
    }
}
