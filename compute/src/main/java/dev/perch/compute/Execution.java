package dev.perch.compute;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A program that runs inside a server for somebody outside. */
final class Execution {
    /** How long to wait for output that children still hold back after the program itself has ended. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final Process process;
    private final Consumer<Output> sink;

    Execution(Process process, Consumer<Output> sink) {
        this.process = process;
        this.sink = sink;
    }

    /** Feeds the program until it ends. Empty when the time was over and the program was killed. */
    OptionalInt run(InputStream stdin, Duration timeout) {
        Thread.ofVirtual().start(() -> feed(stdin));
        // A read from a pipe would hold a virtual thread's carrier.
        Thread stdout = pump(process.getInputStream(), Output.Stdout::new);
        Thread stderr = pump(process.getErrorStream(), Output.Stderr::new);
        try {
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                kill();
            }
            stdout.join(LINGER);
            stderr.join(LINGER);
            return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new ServerFault("interrupted while a program ran in the server", e);
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void feed(InputStream stdin) {
        try (OutputStream out = process.getOutputStream()) {
            stdin.transferTo(out);
        } catch (IOException e) {
            // The program has ended, or does not want to read on: its exit status says what there is to say.
        }
    }

    private Thread pump(InputStream in, Function<byte[], Output> wrap) {
        return Thread.ofPlatform().daemon().name("server output").start(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    Output output = wrap.apply(Arrays.copyOf(buffer, n));
                    synchronized (sink) {
                        sink.accept(output);
                    }
                }
            } catch (IOException e) {
                // Killed: there is no more output.
            }
        });
    }
}
