package dev.perch.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Speaks to a server on 127.0.0.1 as any client would. */
public final class Client implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String[] headers;

    /** @param headers name, value, name, value …, sent with every request */
    public Client(int port, String... headers) {
        this.base = "http://127.0.0.1:" + port;
        this.headers = headers;
    }

    /** An answer; {@code body} is a missing node when it is empty or no JSON. */
    public record Reply(int status, JsonNode body, String text, HttpHeaders headers) {
        /** The text at a path such as {@code /error/code}. */
        public String at(String pointer) {
            return body.at(pointer).asText();
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** This answer, when it has the status; else an error that shows it. */
        public Reply expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("wanted " + wanted + ", got " + status + ": " + text);
            }
            return this;
        }
    }

    public Reply get(String path) {
        return send("GET", path, (byte[]) null);
    }

    public Reply delete(String path) {
        return send("DELETE", path, (byte[]) null);
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    public Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    /** Single quotes stand for double ones, so that bodies can be read. */
    public static String json(String quoted, Object... values) {
        return quoted.formatted(values).replace('\'', '"');
    }

    public Reply send(String method, String path, String body, String... more) {
        return send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), more);
    }

    public Reply send(String method, String path, byte[] body, String... more) {
        try {
            HttpRequest.Builder request = request(path, more)
                    .timeout(Duration.ofSeconds(30))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String text = response.body();
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            return new Reply(
                    response.statusCode(),
                    isJson ? JSON.readTree(text) : MissingNode.getInstance(),
                    text,
                    response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens an answer that is written as it comes; the caller closes it. */
    public InputStream open(String method, String path, String body, String... more) throws Exception {
        HttpRequest request = request(path, more)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": "
                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        all.addAll(Arrays.asList(more));
        for (int i = 0; i < all.size(); i += 2) {
            request.setHeader(all.get(i), all.get(i + 1));
        }
        return request;
    }

    @Override
    public void close() {
        http.close();
    }
}
