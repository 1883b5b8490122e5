package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Problem;
import dev.perch.api.http.Request;
import dev.perch.api.http.Route;
import dev.perch.control.Caller;
import dev.perch.model.ProjectId;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.ArrayList;
import java.util.List;

/** Gathers the calls of this dialect. Works out on whose behalf each is made. */
final class Calls {
    static final String ACTOR = "bootstrap-token";

    private final ProjectId fallback;
    private final List<Route> routes = new ArrayList<>();

    /** One call, with the project it is about. */
    interface Call {
        Answer answer(Request request, Caller caller);
    }

    /** The calls of one family. */
    final class OfFamily {
        private final CallFamily family;

        private OfFamily(CallFamily family) {
            this.family = family;
        }

        OfFamily get(String template, Call call) {
            return add("GET", template, call);
        }

        OfFamily post(String template, Call call) {
            return add("POST", template, call);
        }

        OfFamily put(String template, Call call) {
            return add("PUT", template, call);
        }

        OfFamily delete(String template, Call call) {
            return add("DELETE", template, call);
        }

        private OfFamily add(String method, String template, Call call) {
            routes.add(new Route(method, template, new HuaweiEnvelope(family), request -> onBehalf(request, call)));
            return this;
        }
    }

    /** @param fallback the project of calls whose path names none and that come without {@code X-Project-Id} */
    Calls(ProjectId fallback) {
        this.fallback = fallback;
    }

    OfFamily family(CallFamily family) {
        return new OfFamily(family);
    }

    List<Route> routes() {
        return routes;
    }

    private Answer onBehalf(Request request, Call call) {
        String path = request.parameters().get("project");
        String header = request.project().orElse(null);
        if (path != null && header != null && !path.equals(header)) {
            return request.problem(new Problem.ForeignProject(path, header));
        }
        ProjectId project = path != null ? parse(path) : header != null ? parse(header) : fallback;
        return call.answer(request, new Caller(project, ACTOR));
    }

    private static ProjectId parse(String text) {
        return switch (ProjectId.parse(text)) {
            case Parsed.Ok<ProjectId>(ProjectId id) -> id;
            case Malformed<ProjectId>(String what, String rule) -> throw new Malformation("project_id", rule);
        };
    }
}
