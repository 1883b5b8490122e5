package dev.perch.api.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The way to a client that may go away at any moment. The server's library reports that by exceptions of its own; here it is
 * always an {@link IOException}. After it nothing is written any more.
 */
final class Outlet extends OutputStream {
    private final OutputStream out;
    private boolean broken;

    Outlet(OutputStream out) {
        this.out = out;
    }

    private interface Step {
        void run() throws IOException;
    }

    @Override
    public void write(int b) throws IOException {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    @Override
    public void close() throws IOException {
        if (!broken) {
            attempt(out::close);
        }
    }

    private void attempt(Step step) throws IOException {
        if (broken) {
            throw new IOException("the client went away");
        }
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw new IOException("the client went away", e);
        }
    }
}
