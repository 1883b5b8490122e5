package dev.perch.daemon;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A short life of the daemon on a throwaway data directory, in which it starts, answers the most common calls and ends. The JVM
 * keeps what was loaded and linked meanwhile for later starts.
 */
final class Training {
    private Training() {}

    static int run(Config config) throws IOException {
        Path scratch = Files.createTempDirectory("perch-train-");
        try (DataDirectory data = DataDirectory.open(scratch)) {
            Config own = new Config(scratch, "127.0.0.1", 0, config.store(), config.provider(), Config.Action.TRAIN);
            try (Daemon _ = Daemon.start(own, data, () -> {})) {
                URI base = URI.create(Files.readString(scratch.resolve("daemon.json"))
                        .split("\"url\":\"")[1]
                        .split("\"")[0]);
                call(base, data.token(), "POST", "/ops/v1/vpcs", "{\"name\":\"training\",\"cidr\":\"10.0.0.0/16\"}");
                for (String path : List.of("health", "vpcs", "servers", "vips", "events", "metrics")) {
                    call(base, data.token(), "GET", "/ops/v1/" + path, "");
                }
                call(base, data.token(), "DELETE", "/ops/v1/vpcs/training", "");
            }
            Purge.run(own, data);
        } finally {
            try (Stream<Path> all = Files.walk(scratch)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private static void call(URI base, String token, String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("X-Auth-Token", token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(request, BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
