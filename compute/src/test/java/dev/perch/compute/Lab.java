package dev.perch.compute;

import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProcessWatch;
import dev.perch.model.ObjectId.ServerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** A data directory and an instance of its own, with the real runtime on the real kernel. Closing removes all of it. */
final class Lab implements AutoCloseable {
    final Path data;
    final String tag;
    final Namespaces kernel = new Namespaces();
    final BlockingQueue<Running> ended = new LinkedBlockingQueue<>();
    ServerRuntime runtime;
    private ProcessWatch watch;

    Lab() {
        try {
            // Not in /tmp, which servers have their own of: what is to be hidden must be where they could see it.
            data = Files.createTempDirectory(Path.of("/var/lib"), "perch test ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tag = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(), 6);
        start();
    }

    Lab(Path data, String tag) {
        this.data = data;
        this.tag = tag;
        start();
    }

    private void start() {
        watch = new ProcessWatch();
        runtime = new ServerRuntime(data, tag, namespaces(kernel), watch::watch, (server, at) -> ended.add(server));
    }

    /** As if Perch were stopped and started again. */
    void restart() {
        runtime.close();
        watch.close();
        start();
    }

    Running boot(ServerId server, String name, String userData) {
        runtime.prepare(server);
        return runtime.boot(new Boot(server, name, userData, List.of(), 1));
    }

    void awaitLog(ServerId server, String text) {
        if (!await(() -> runtime.log(server, 1000).contains(text))) {
            throw new AssertionError("no '" + text + "' in the log: " + runtime.log(server, 20));
        }
    }

    Result exec(ServerId server, String script) {
        return exec(server, script, "");
    }

    Result exec(ServerId server, String script, String stdin) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        OptionalInt status = runtime.exec(
                server,
                List.of("/bin/sh", "-c", script),
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(10),
                output -> {
                    String text = new String(output.bytes(), StandardCharsets.UTF_8);
                    switch (output) {
                        case Output.Stdout o -> out.append(text);
                        case Output.Stderr o -> err.append(text);
                    }
                });
        return new Result(status.orElse(-1), out.toString(), err.toString());
    }

    record Result(int status, String out, String err) {}

    static ServerId id() {
        return new ServerId(UUID.randomUUID());
    }

    static boolean await(BooleanSupplier condition) {
        return Deadline.await(Duration.ofSeconds(10), Duration.ofMillis(2), condition);
    }

    private static NetworkNamespaces namespaces(Namespaces kernel) {
        return new NetworkNamespaces() {
            @Override
            public Path path(String name) {
                return kernel.path(name);
            }

            @Override
            public void create(String name) {
                kernel.create(name);
            }

            @Override
            public void name(String name, long pid) {
                kernel.name(name, pid);
            }

            @Override
            public void delete(String name) {
                kernel.delete(name);
            }

            @Override
            public boolean exists(String name) {
                return kernel.exists(name);
            }

            @Override
            public List<String> list(String prefix) {
                return kernel.list(prefix);
            }
        };
    }

    @Override
    public void close() {
        runtime.prune(Set.of());
        runtime.close();
        watch.close();
        Programs.run("rm", "-rf", "--one-file-system", "--", data.toString());
    }
}
