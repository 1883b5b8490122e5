package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Envelope;
import dev.perch.api.http.Problem;
import dev.perch.model.Refusal;

/**
 * {@code {"error":{"code","field","message"}}}: a stable word, the path of the field to change, and one sentence.
 *
 * @param names how the sentence calls objects
 */
public record OpsEnvelope(Refusal.Names names) implements Envelope {
    /** For what is about no objects. */
    public static final OpsEnvelope PLAIN = new OpsEnvelope(Refusal.Names.IDS);

    private record Error(String code, String field, String message) {}

    private record Wrapped(Error error) {}

    @Override
    public Answer of(Problem problem, String requestId) {
        return switch (problem) {
            case Problem.BadRequest bad -> no(400, "malformed", bad.field(), bad.sentence());
            case Problem.Refused(Refusal refusal) ->
                no(status(refusal), refusal.code(), refusal.field(), refusal.message(names));
            case Problem.TooLarge(int most) -> no(413, "too-large", "", "the body is longer than " + most + " bytes");
            case Problem.Unauthenticated() ->
                no(401, "unauthenticated", "", "no valid token in X-Auth-Token or in Authorization: Bearer");
            case Problem.ForeignProject(String path, String header) ->
                no(403, "foreign-project", "", "the request speaks for the project " + header);
            case Problem.NoSuchPath(String path) -> no(404, "no-such-path", "", "nothing is served at " + path);
            case Problem.WrongMethod(String method, var allowed) ->
                no(405, "wrong-method", "", "not " + method + "; allowed are " + String.join(", ", allowed));
            case Problem.Fault() -> no(500, "fault", "", "an internal error; the log has it under " + requestId);
        };
    }

    /** A no that only this API has. */
    static Answer no(int status, String code, String field, String message) {
        return Answer.json(status, new Wrapped(new Error(code, field, message)));
    }

    static int status(Refusal refusal) {
        return switch (refusal.sort()) {
            case INVALID -> 400;
            case ABSENT -> 404;
            case CONFLICT -> 409;
        };
    }
}
