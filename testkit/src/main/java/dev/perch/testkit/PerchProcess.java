package dev.perch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Perch daemon in a JVM of its own, started as the launcher would, so that it can be killed at any instant. Closing it
 * purges everything that it made.
 */
public final class PerchProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(30);

    private final Path data;
    private final List<String> options;
    private Process process;
    private String url;
    private String token;
    private ApiClient api;

    private PerchProcess(Path data, List<String> options) {
        this.data = data;
        this.options = options;
    }

    /** Starts a daemon on a data directory, on a free port of 127.0.0.1, and waits until it is ready. */
    public static PerchProcess start(Path data) {
        return start(data, List.of("--provider", "isolated"));
    }

    /** The same with options of its provider network. */
    public static PerchProcess start(Path data, List<String> provider) {
        List<String> options = new ArrayList<>(List.of("--data", data.toString()));
        options.addAll(provider);
        PerchProcess perch = new PerchProcess(data, options);
        perch.start();
        return perch;
    }

    public void start() {
        try {
            Files.deleteIfExists(data.resolve("daemon.json"));
            process = java("--listen", "127.0.0.1:0");
            Await.until("the daemon is ready; its log: " + log(), READY, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the daemon ended with " + process.exitValue() + ": " + tail());
                }
                return Files.exists(data.resolve("daemon.json"));
            });
            JsonNode ready = JSON.readTree(data.resolve("daemon.json").toFile());
            url = ready.get("url").asText();
            token = Files.readString(data.resolve("token")).strip();
            api = new ApiClient(URI.create(url), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ApiClient api() {
        return api;
    }

    /** Where the daemon listens, e.g. {@code http://127.0.0.1:41234}. */
    public String url() {
        return url;
    }

    public String token() {
        return token;
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        end("after SIGKILL");
    }

    /** SIGTERM: the daemon ends in order; servers and fabric stay. */
    public void stop() {
        process.destroy();
        end("after SIGTERM");
    }

    /** The daemon's log so far, its last 4,000 characters. */
    public String tail() {
        try {
            String all = Files.exists(log()) ? Files.readString(log()) : "";
            return all.substring(Math.max(0, all.length() - 4_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the model and the fabric agree. */
    public void converged() {
        Await.until(
                "converged",
                READY,
                () -> api.get("/ops/v1/health").ok(),
                h -> h.get("converged").asBoolean());
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        try {
            process = java("--purge");
            end("purging");
            if (process.exitValue() != 0) {
                throw new AssertionError("purge ended with " + process.exitValue() + ": " + tail());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return data.resolve("daemon.log");
    }

    private void end(String when) {
        try {
            if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the daemon did not end " + when + ": " + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Process java(String... arguments) throws IOException {
        Files.createDirectories(data);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx160m",
                "-XX:+UseSerialGC",
                // SQLite unpacks its library there; a killed daemon cannot remove it, the data directory goes anyway
                "-Dorg.sqlite.tmpdir=" + data,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.perch.daemon.Main"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }
}
