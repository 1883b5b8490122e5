package dev.perch.api.http;

import dev.perch.api.auth.BootstrapToken;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes one request to its route and its answer to the wire. */
final class Exchange {
    private static final System.Logger LOG = System.getLogger("dev.perch.api");
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final HeaderName AUTH_TOKEN = HeaderNames.create("X-Auth-Token");

    private final BootstrapToken token;
    private final Routes routes;
    private final Function<String, Envelope> unrouted;
    private final Figures figures;
    private final RouteFigures elsewhere;
    private final RequestIds ids;

    Exchange(ApiServer.Config config, RequestIds ids) {
        this.token = config.token();
        this.figures = config.figures();
        this.routes = new Routes(config.routes(), figures);
        this.unrouted = config.envelope();
        this.elsewhere = figures.route("", "none");
        this.ids = ids;
    }

    void handle(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        String id = ids.next();
        response.headers().set(REQUEST_ID, id);
        String path = request.prologue().uriPath().rawPath();
        RouteFigures counted = elsewhere;
        Answer answer;
        try {
            Routes.Found found = admitted(request) ? find(request, path) : null;
            answer = switch (found) {
                case null -> problem(path, new Problem.Unauthenticated(), id);
                case Routes.Found.Nothing() -> problem(path, new Problem.NoSuchPath(path), id);
                case Routes.Found.WrongMethod(var allowed) -> {
                    response.headers().set(HeaderNames.ALLOW, String.join(", ", allowed));
                    yield problem(path, new Problem.WrongMethod(method(request), allowed), id);
                }
                case Routes.Found.Hit h -> {
                    counted = h.figures();
                    yield routed(request, h, id);
                }
            };
        } catch (Malformation e) {
            answer = problem(path, new Problem.BadRequest(e.field(), e.rule()), id);
        }
        // before it goes out, so that whoever has the answer finds it counted; a stream's own length is no latency
        counted.count(answer.status(), System.nanoTime() - start);
        send(answer, response, id);
        if (answer.status() == 413) {
            drain(request);
        }
    }

    private boolean admitted(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        return token.admits(headers.first(AUTH_TOKEN), headers.first(HeaderNames.AUTHORIZATION));
    }

    private Routes.Found find(ServerRequest request, String path) {
        List<String> segments = new ArrayList<>(8);
        if (path.length() > 1) {
            // One slash at the end is tolerated: clients that join base URLs send it.
            String trimmed = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
            for (String segment : trimmed.split("/", -1)) {
                // '+' is itself in a path
                segments.add(Query.decode(segment.replace("+", "%2B")));
            }
        }
        return routes.find(method(request), segments);
    }

    private Answer routed(ServerRequest request, Routes.Found.Hit hit, String id) {
        Envelope envelope = hit.route().envelope();
        try {
            Optional<byte[]> body = body(request);
            if (body.isEmpty()) {
                return envelope.of(new Problem.TooLarge(Body.MOST_BYTES), id);
            }
            return hit.route()
                    .handler()
                    .handle(new Request(
                            id,
                            hit.parameters(),
                            Query.parse(request.prologue().query().rawValue()),
                            name -> request.headers().first(HeaderNames.create(name)),
                            body.get(),
                            envelope,
                            figures));
        } catch (Malformation e) {
            return envelope.of(new Problem.BadRequest(e.field(), e.rule()), id);
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "request " + id + ": " + method(request) + " " + hit.route().template() + " failed",
                    e);
            return envelope.of(new Problem.Fault(), id);
        }
    }

    private static Optional<byte[]> body(ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return Optional.of(new byte[0]);
        }
        if (isTooLong(request)) {
            return Optional.empty();
        }
        try (var in = request.content().inputStream()) {
            return Body.read(in);
        }
    }

    private static boolean isTooLong(ServerRequest request) {
        return request.headers().contentLength().orElse(0) > Body.MOST_BYTES;
    }

    /** A body that was announced as too long and is being sent all the same. */
    private static void drain(ServerRequest request) {
        if (isTooLong(request) && !request.headers().contains(HeaderNames.EXPECT)) {
            try (var in = request.content().inputStream()) {
                Body.drain(in);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a client went away while it sent too much", e);
            }
        }
    }

    private Answer problem(String path, Problem problem, String id) {
        return unrouted.apply(path).of(problem, id);
    }

    private static void send(Answer answer, ServerResponse response, String id) {
        response.status(Status.create(answer.status()));
        if (answer.status() == 413) {
            // the rest of the body is not read, so the connection cannot carry another request
            response.headers().set(HeaderNames.CONNECTION, "close");
        }
        switch (answer) {
            case Answer.Empty empty -> response.send();
            case Answer.Whole whole -> {
                response.headers().set(HeaderNames.CONTENT_TYPE, whole.contentType());
                response.send(whole.body());
            }
            case Answer.Streamed streamed -> {
                response.headers().set(HeaderNames.CONTENT_TYPE, streamed.contentType());
                response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
                stream(streamed, response, id);
            }
        }
    }

    private static void stream(Answer.Streamed streamed, ServerResponse response, String id) {
        try (OutputStream out = new Outlet(response.outputStream())) {
            streamed.source().pour(out);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "request " + id + ": the client went away", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "request " + id + ": the stream broke", e);
        }
    }

    private static String method(ServerRequest request) {
        Method method = request.prologue().method();
        return method.text();
    }
}
