package dev.perch.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** An HTTP server that answers as a test tells it to, and remembers what it was asked. */
public final class FakeDaemon implements AutoCloseable {
    public static final String TOKEN = "secret";

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    /** A request, with its path after {@code /ops/v1/} and its query. */
    public record Asked(String method, String path, String body, Map<String, List<String>> headers) {
        @Override
        public String toString() {
            return method + " " + path + (body.isEmpty() ? "" : " " + body);
        }
    }

    /** An answer; its parts are sent one by one. */
    public record Reply(int status, List<String> parts) {}

    public FakeDaemon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a request such as {@code GET vips/web} so; told again, it answers so after the first time. */
    public synchronized FakeDaemon on(String request, int status, String... parts) {
        replies.computeIfAbsent(request, r -> new ArrayDeque<>()).add(new Reply(status, List.of(parts)));
        return this;
    }

    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The last request that was not a GET, as text. */
    public String lastChange() {
        return asked().stream()
                .filter(request -> !request.method().equals("GET"))
                .reduce((a, b) -> b)
                .map(Asked::toString)
                .orElse("");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString().substring("/ops/v1/".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Asked request = new Asked(exchange.getRequestMethod(), path, body, exchange.getRequestHeaders());
            Reply reply = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))
                    ? next(request)
                    : error(401, "unauthorized", "the token is not the daemon's");
            exchange.sendResponseHeaders(reply.status(), 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (String part : reply.parts()) {
                    out.write(part.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    private synchronized Reply next(Asked request) {
        asked.add(request);
        String whole = request.method() + " " + request.path();
        Deque<Reply> line = replies.getOrDefault(whole, replies.get(whole.split("\\?")[0]));
        if (line == null) {
            return error(404, "not-found", "there is no " + request.path());
        }
        return line.size() > 1 ? line.poll() : line.peek();
    }

    private static Reply error(int status, String code, String message) {
        return new Reply(
                status,
                List.of("{\"error\":{\"code\":\"" + code + "\",\"field\":\"\",\"message\":\"" + message + "\"}}"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
