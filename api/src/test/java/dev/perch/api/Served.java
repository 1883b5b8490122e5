package dev.perch.api;

import dev.perch.api.http.ApiServer;
import dev.perch.api.ops.FakeDaemon;
import dev.perch.control.Control;
import dev.perch.model.ProviderPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that is served, on a real store in a directory of its own. */
public final class Served implements AutoCloseable {
    public static final String TOKEN = "test-token-0123456789abcdef";

    private final Path data;
    public final Control control;
    public final FakeDaemon daemon;
    public final ApiServer server;
    public final Client client;
    /** The project that calls without one are about. */
    public final String project;

    public Served() {
        this(ProviderPools.DEFAULT);
    }

    /** @param pools where EIPs are taken from */
    public Served(ProviderPools pools) {
        try {
            data = Files.createTempDirectory("perch-api-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        control = Control.open(data, Optional.empty(), InstantSource.system(), Optional.of(pools));
        daemon = new FakeDaemon(control);
        server = Api.start("127.0.0.1", 0, TOKEN, control, daemon.parts(), List.of());
        client = new Client(server.port(), "X-Auth-Token", TOKEN);
        project = control.project().toString();
    }

    /** A client that sends other headers beside the token. */
    public Client client(String... headers) {
        String[] all = Stream.concat(Stream.of("X-Auth-Token", TOKEN), Stream.of(headers))
                .toArray(String[]::new);
        return new Client(server.port(), all);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        control.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
