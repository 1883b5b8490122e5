package dev.perch.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP answer: its status and its JSON body (a missing node when empty). */
public record Answer(int status, JsonNode body) {

    /** The body, when the status is below 300; {@link AssertionError} otherwise. */
    public JsonNode ok() {
        if (status >= 300) {
            throw new AssertionError("HTTP " + status + ": " + body);
        }
        return body;
    }
}
