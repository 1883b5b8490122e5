package dev.perch.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The daemon's operator API. Whatever is not an answer comes out as a {@link Failure} with its exit code. */
public final class Daemon {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] NOTHING = {};

    private final URI base;
    private final String token;
    private final Optional<String> project;
    private final Path data;

    Daemon(URI base, String token, Optional<String> project, Path data) {
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

    public JsonNode patch(String path, JsonNode body) {
        return json("PATCH", path, bytes(body));
    }

    public JsonNode delete(String path) {
        return json("DELETE", path, NOTHING);
    }

    public String text(String path) {
        return exchange("GET", path, "text/plain", NOTHING, PATIENCE, Daemon::all);
    }

    /**
     * Posts, and hands over the objects of the answer, one a line, as they come.
     *
     * @param patience how long the stream may be silent; zero for ever
     */
    public void stream(String path, JsonNode body, Duration patience, Consumer<JsonNode> each) {
        exchange("POST", path, "application/x-ndjson", bytes(body), patience, answer -> {
            BufferedReader lines = reader(answer);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    each.accept(Json.parse(line));
                }
            }
            return null;
        });
    }

    /** What is done with an answer before its connection is closed. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Http.Answer answer) throws IOException;
    }

    <T> T exchange(String method, String path, String accept, byte[] body, Duration patience, Reading<T> reading) {
        try (Http.Answer answer = open(method, path, accept, body, patience)) {
            if (answer.status() >= 300) {
                throw refusal(answer.status(), all(answer));
            }
            return reading.from(answer);
        } catch (ConnectException | UnknownHostException e) {
            throw Failure.of(Exit.UNREACHABLE, unreachable(), e);
        } catch (SocketTimeoutException e) {
            throw Failure.of(Exit.UNREACHABLE, "the daemon at " + base + " does not answer", e);
        } catch (IOException e) {
            throw Failure.of(Exit.UNREACHABLE, "lost the daemon at " + base + ": " + e.getMessage(), e);
        }
    }

    private Http.Answer open(String method, String path, String accept, byte[] body, Duration patience)
            throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Auth-Token", token);
        headers.put("Accept", accept);
        headers.put("User-Agent", "perch");
        project.ifPresent(id -> headers.put("X-Project-Id", id));
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        return Http.send(method, URI.create(base + "/ops/v1/" + path), headers, body, patience);
    }

    private JsonNode json(String method, String path, byte[] body) {
        String text = exchange(method, path, "application/json", body, PATIENCE, Daemon::all);
        return text.isBlank() ? Json.object() : Json.parse(text);
    }

    private static byte[] bytes(JsonNode body) {
        return Json.line(body).getBytes(StandardCharsets.UTF_8);
    }

    private static String all(Http.Answer answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    static BufferedReader reader(Http.Answer answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
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
