package dev.perch.api.http;

import dev.perch.api.auth.BootstrapToken;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The listening server. Each request runs on a virtual thread of its own. */
public final class ApiServer implements AutoCloseable {

    /**
     * What to listen on and what to serve.
     *
     * @param host     address or name of the interface, e.g. {@code 127.0.0.1}
     * @param port     0 takes any free port
     * @param token    what admits a request
     * @param routes   every call
     * @param envelope the envelope for a path that no route has (also when the caller was not admitted)
     * @param figures  where to count
     */
    public record Config(
            String host,
            int port,
            BootstrapToken token,
            List<Route> routes,
            Function<String, Envelope> envelope,
            Figures figures) {
        public Config {
            routes = List.copyOf(routes);
        }
    }

    /** The library tells about itself at every start; the daemon says what its user needs. Kept, or the level is lost. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private final WebServer server;

    private ApiServer(WebServer server) {
        this.server = server;
    }

    /** Starts to listen; {@link IllegalStateException} when the port is not to be had. */
    public static ApiServer start(Config config) {
        RequestIds ids = new RequestIds();
        Exchange exchange = new Exchange(config, ids);
        demandFree(config.host(), config.port());
        WebServer server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .routing(HttpRouting.builder().any(exchange::handle))
                .directHandlers(transportErrors(ids))
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .shutdownGracePeriod(Duration.ofMillis(200))
                // the daemon stops the server itself, in its own order
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IllegalStateException("cannot listen on " + config.host() + ":" + config.port());
        }
        return new ApiServer(server);
    }

    /** Helidon only logs why it cannot listen; here the reason comes out. */
    private static void demandFree(String host, int port) {
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Stops listening and ends open connections, also streams. */
    @Override
    public void close() {
        server.stop();
    }

    /** What is not even a request (a bad request line, headers without end) gets a plain answer with an id. */
    private static DirectHandlers transportErrors(RequestIds ids) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, event, status, headers, message) -> TransportResponse.builder()
                            .status(status == null ? Status.BAD_REQUEST_400 : status)
                            .header(HeaderNames.create("X-Request-Id"), ids.next())
                            .header(HeaderNames.CONTENT_TYPE, "application/json")
                            .header(HeaderNames.CONNECTION, "close")
                            .entity(
                                    "{\"error\":{\"code\":\"bad-request\",\"field\":\"\",\"message\":\"not a well-formed HTTP request\"}}")
                            .keepAlive(false)
                            .build());
        }
        return handlers.build();
    }
}
