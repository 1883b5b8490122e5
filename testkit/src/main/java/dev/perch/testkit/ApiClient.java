package dev.perch.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Speaks JSON to a daemon. Paths are absolute, e.g. {@code /ops/v1/vips}. */
public final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;
    private final Optional<String> project;

    /** Speaks for the default project. */
    public ApiClient(URI base, String token) {
        this(base, token, Optional.empty());
    }

    private ApiClient(URI base, String token, Optional<String> project) {
        this.base = base;
        this.token = token;
        this.project = project;
    }

    /** The same for another project, by its id. */
    public ApiClient of(String project) {
        return new ApiClient(base, token, Optional.of(project));
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    public Answer post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json));
    }

    public Answer put(String path, String json) {
        return send("PUT", path, BodyPublishers.ofString(json));
    }

    /** Posts and reads the answer's lines of JSON as they come; the caller closes the stream. */
    public Stream<JsonNode> stream(String path, String json) {
        try {
            HttpResponse<Stream<String>> response =
                    http.send(request(path).POST(BodyPublishers.ofString(json)).build(), BodyHandlers.ofLines());
            if (response.statusCode() >= 300) {
                throw new AssertionError("HTTP " + response.statusCode() + " from " + path + ": "
                        + response.body().toList());
            }
            return response.body().filter(line -> !line.isBlank()).map(ApiClient::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Answer send(String method, String path, BodyPublisher body) {
        try {
            HttpResponse<String> response = http.send(
                    request(path).timeout(TIMEOUT).method(method, body).build(), BodyHandlers.ofString());
            String text = response.body();
            return new Answer(response.statusCode(), text.isBlank() ? MissingNode.getInstance() : parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("X-Auth-Token", token)
                .header("Content-Type", "application/json");
        project.ifPresent(id -> request.header("X-Project-Id", id));
        return request;
    }

    /** JSON, or the text itself as a JSON string where the answer is plain text. */
    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
