package dev.perch.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The daemon's operator API. Whatever is not an answer comes out as a {@link Failure} with its exit code. */
public final class Daemon {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] NOTHING = {};

    private final Http http;
    private final URI base;
    private final String token;
    private final Optional<String> project;
    private final Path data;

    Daemon(Http http, URI base, String token, Optional<String> project, Path data) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.project = project;
        this.data = data;
    }

    public URI base() {
        return base;
    }

    /** A reference as a segment of a path. */
    public static String segment(String reference) {
        return URLEncoder.encode(reference, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return json("GET", path, NOTHING);
    }

    public JsonNode post(String path, JsonNode body) {
        return json("POST", path, bytes(body));
    }

    public JsonNode put(String path, JsonNode body) {
        return json("PUT", path, bytes(body));
    }

    public JsonNode delete(String path) {
        return json("DELETE", path, NOTHING);
    }

    public String text(String path) {
        return whole("GET", path, "text/plain", NOTHING);
    }

    /**
     * Posts, and hands over the objects of the answer, one a line, as they come.
     *
     * @param patience how long the stream may be silent; zero for ever
     */
    public void stream(String path, JsonNode body, Duration patience, Consumer<JsonNode> each) {
        lines("POST", path, "application/x-ndjson", bytes(body), patience, lines -> {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                line.filter(text -> !text.isBlank()).map(Json::parse).ifPresent(each);
            }
            return null;
        });
    }

    /** What is done with the lines of an answer while they come. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Lines lines) throws IOException, InterruptedException;
    }

    /** Asks, and reads the answer line by line. */
    <T> T lines(String method, String path, String accept, byte[] body, Duration patience, Reading<T> reading) {
        return exchange(() -> {
            try (Lines lines = http.lines(request(method, path, accept, body), patience)) {
                if (lines.status() >= 300) {
                    throw refusal(lines.status(), lines.rest());
                }
                return reading.from(lines);
            }
        });
    }

    private String whole(String method, String path, String accept, byte[] body) {
        return exchange(() -> {
            HttpResponse<String> answer = http.whole(request(method, path, accept, body), PATIENCE);
            if (answer.statusCode() >= 300) {
                throw refusal(answer.statusCode(), answer.body());
            }
            return answer.body();
        });
    }

    @FunctionalInterface
    private interface Exchange<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T exchange(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (ConnectException e) {
            throw Failure.of(Exit.UNREACHABLE, unreachable(), e);
        } catch (HttpTimeoutException e) {
            throw Failure.of(Exit.UNREACHABLE, "the daemon at " + base + " does not answer", e);
        } catch (IOException e) {
            throw Failure.of(Exit.UNREACHABLE, "lost the daemon at " + base + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Exit.FAILED, "interrupted", e);
        }
    }

    private HttpRequest request(String method, String path, String accept, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/ops/v1/" + path))
                .header("Accept", accept)
                .header("User-Agent", "perch")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        said(request, "token", "X-Auth-Token", token);
        project.ifPresent(id -> said(request, "project", "X-Project-Id", id));
        return request.build();
    }

    /** Adds what the user said, without repeating it when it cannot be sent: it may be secret. */
    private static void said(HttpRequest.Builder request, String what, String header, String value) {
        try {
            request.header(header, value);
        } catch (IllegalArgumentException e) {
            throw Failure.of(Exit.USAGE, "the " + what + " has characters that cannot be sent");
        }
    }

    private JsonNode json(String method, String path, byte[] body) {
        String text = whole(method, path, "application/json", body);
        return text.isBlank() ? Json.object() : Json.parse(text);
    }

    private static byte[] bytes(JsonNode body) {
        return Json.line(body).getBytes(StandardCharsets.UTF_8);
    }

    private Failure refusal(int status, String text) {
        JsonNode error = text.startsWith("{") ? Json.parse(text).path("error") : Json.object();
        String message = error.path("message").asText("");
        if (status == 401) {
            message =
                    "the daemon at " + base + " does not accept the token" + (message.isEmpty() ? "" : ": " + message);
        } else if (message.isEmpty()) {
            message = "the daemon at " + base + " answered " + status;
        }
        return Failure.refused(new Failure.Refusal(
                status, error.path("code").asText(""), error.path("field").asText(""), message));
    }

    private String unreachable() {
        return "no daemon answers at " + base + " (data directory " + data + "); start one with: perch up";
    }
}
