package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;

/** Events in words. */
final class Events {
    private Events() {}

    static String line(JsonNode event) {
        return Json.text(event, "at") + "  " + Json.text(event, "type") + "  " + Json.text(event, "message");
    }
}
