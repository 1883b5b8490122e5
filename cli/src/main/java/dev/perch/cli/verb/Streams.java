package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.http.Json;

/** Objects of a streamed answer. */
final class Streams {
    private Streams() {}

    /** Throws what went wrong after the answer had begun, when its status could not say so any more. */
    static void refuseErrors(JsonNode part) {
        JsonNode error = part.path("error");
        if (Json.text(error, "code").equals("timed-out")) {
            throw Failure.of(Exit.MISSED, Json.text(error, "message"));
        }
        if (error.isObject()) {
            throw Failure.refused(new Failure.Refusal(
                    error.path("status").asInt(500),
                    Json.text(error, "code"),
                    Json.text(error, "field"),
                    Json.text(error, "message")));
        }
    }
}
