package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Handler;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.api.http.Route;
import dev.perch.control.Caller;
import dev.perch.model.ProjectId;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gathers the calls of this API. */
final class Ops {
    static final String ROOT = "/ops/v1/";
    private static final String ACTOR = "operator";

    private final ProjectId fallback;
    private final OpsEnvelope envelope;
    private final List<Route> routes = new ArrayList<>();

    /** One call, with the project it is about. */
    interface Call {
        Answer answer(Request request, Caller caller) throws Exception;
    }

    /** @param envelope what a no is told in */
    Ops(ProjectId fallback, OpsEnvelope envelope) {
        this.fallback = fallback;
        this.envelope = envelope;
    }

    Ops get(String path, Call call) {
        return add("GET", path, call);
    }

    Ops post(String path, Call call) {
        return add("POST", path, call);
    }

    Ops put(String path, Call call) {
        return add("PUT", path, call);
    }

    Ops delete(String path, Call call) {
        return add("DELETE", path, call);
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** A body in which every member must be known. */
    static <T> T read(Request request, Function<Fields, T> decoder) {
        return request.read(Fields.Unknown.REFUSED, decoder);
    }

    /** Calls that take nothing accept an absent body and an empty object. */
    static void nothing(Request request) {
        if (request.body().length > 0) {
            read(request, body -> body);
        }
    }

    private Ops add(String method, String path, Call call) {
        Handler handler = request -> call.answer(request, new Caller(project(request), ACTOR));
        routes.add(new Route(method, ROOT + path, envelope, handler));
        return this;
    }

    private ProjectId project(Request request) {
        return request.project()
                .map(text -> switch (ProjectId.parse(text)) {
                    case Parsed.Ok<ProjectId>(ProjectId id) -> id;
                    case Malformed<ProjectId>(String what, String rule) -> throw new Malformation("X-Project-Id", rule);
                })
                .orElse(fallback);
    }
}
