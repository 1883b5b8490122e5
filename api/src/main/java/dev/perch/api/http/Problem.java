package dev.perch.api.http;

import dev.perch.model.Refusal;
import java.util.SortedSet;

/** Why a request is not answered as asked. */
public sealed interface Problem {

    /**
     * The request's bytes are not what they should be.
     *
     * @param field the path of the offending value; empty for the whole body
     */
    record BadRequest(String field, String rule) implements Problem {
        /** One sentence with both. */
        public String sentence() {
            return field.isEmpty() ? rule : "'" + field + "' " + rule;
        }
    }

    /** The domain's no. */
    record Refused(Refusal refusal) implements Problem {}

    record TooLarge(int mostBytes) implements Problem {}

    record Unauthenticated() implements Problem {}

    /** The path's project is not the one that the request speaks for. */
    record ForeignProject(String path, String header) implements Problem {}

    record NoSuchPath(String path) implements Problem {}

    record WrongMethod(String method, SortedSet<String> allowed) implements Problem {}

    /** Something broke; the log has it under the request's id. */
    record Fault() implements Problem {}
}
