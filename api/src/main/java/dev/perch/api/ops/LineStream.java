package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer of JSON objects one a line, written as they come. While the work behind it is silent a line that means nothing is
 * written now and then: so the client knows that it is still there, and a client that went away is noticed and the work,
 * which nobody waits for, is interrupted.
 */
final class LineStream {
    static final String TYPE = "application/x-ndjson";

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private LineStream(OutputStream out) {
        this.out = out;
    }

    /** Work that writes lines; it runs on the request's thread. */
    interface Work {
        void run(LineStream lines) throws IOException, InterruptedException;
    }

    private record Failed(Reason error) {
        record Reason(String code, String field, String message, int status) {}
    }

    /**
     * Starts the answer.
     *
     * @param pulse     the line that means nothing
     * @param heartbeat how often it is written
     */
    static Answer answer(Object pulse, Duration heartbeat, Work work) {
        return new Answer.Streamed(200, TYPE, out -> new LineStream(out).pour(pulse, heartbeat, work));
    }

    private void pour(Object pulse, Duration heartbeat, Work work) throws IOException {
        Thread worker = Thread.currentThread();
        Thread beat = Thread.ofVirtual().start(() -> beat(pulse, heartbeat, worker));
        try {
            work.run(this);
        } catch (InterruptedException e) {
            throw new IOException("the client went away", e);
        } finally {
            lock.lock();
            closed = true; // from here on the worker is not interrupted any more
            lock.unlock();
            beat.interrupt();
            Thread.interrupted();
        }
    }

    void write(Object line) throws IOException {
        lock.lock();
        try {
            out.write(Json.write(line));
            out.write('\n');
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Says that it failed, now that the status is gone. */
    void fail(int status, String code, String message) throws IOException {
        write(new Failed(new Failed.Reason(code, "", message, status)));
    }

    private void beat(Object pulse, Duration heartbeat, Thread worker) {
        try {
            while (true) {
                Thread.sleep(heartbeat);
                lock.lock();
                try {
                    if (closed) {
                        return;
                    }
                    write(pulse);
                } catch (IOException | RuntimeException e) {
                    worker.interrupt();
                    return;
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            // the work is done
        }
    }
}
