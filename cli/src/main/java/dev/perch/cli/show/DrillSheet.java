package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.List;
import java.util.Locale;

/** The result of a drill: a timeline from the failure on, and the outage as seen from each vantage point. */
public final class DrillSheet {
    private static final List<Column> OUTAGES = List.of(
            Column.of("SEEN FROM", "name"),
            Column.of("FAMILY", "family"),
            Column.of("OUTAGE", point -> milliseconds(point.path("outage_ms")) + " ms"),
            Column.of("LOST", point -> Json.text(point, "lost") + " of " + Json.text(point, "sent")),
            Column.of("LAST ANSWER", point -> at(point.path("last_answer_ms"))),
            Column.of("FIRST ANSWER", point -> at(point.path("first_answer_ms"))));

    private DrillSheet() {}

    public static void print(Output out, String vip, JsonNode drill) {
        String verdict = drill.path("ok").asBoolean() ? "passed" : "failed";
        out.stream()
                .println("drill " + Json.text(drill, "mode") + " of " + vip + ": "
                        + out.style().state(verdict));
        out.say("  from " + Holders.orNobody(drill.path("holder_before")) + " to "
                + Holders.orNobody(drill.path("holder_after")) + ", failed at " + Json.text(drill, "failed_at"));
        if (!Json.text(drill, "note").isEmpty()) {
            out.say("  " + Json.text(drill, "note"));
        }
        out.say("");
        drill.path("timeline")
                .forEach(step -> out.say(String.format("%11s  ", at(step.path("at_ms"))) + Json.text(step, "what")));
        out.say("");
        out.table(drill.path("vantage_points").valueStream().toList(), OUTAGES, "  ");
        drill.path("left_out")
                .forEach(point ->
                        out.say("  not measured: " + Json.text(point, "name") + ", " + Json.text(point, "reason")));
    }

    /** The longest outage of a drill. */
    public static String worst(JsonNode drill) {
        return drill.path("vantage_points")
                .valueStream()
                .map(point -> point.path("outage_ms"))
                .filter(JsonNode::isNumber)
                .max((a, b) -> Double.compare(a.asDouble(), b.asDouble()))
                .map(outage -> milliseconds(outage) + " ms")
                .orElse("");
    }

    /** A time relative to the failure. */
    private static String at(JsonNode time) {
        return time.isNumber() ? String.format(Locale.ROOT, "%+.1f ms", time.asDouble()) : "never";
    }

    private static String milliseconds(JsonNode time) {
        return time.isNumber() ? String.format(Locale.ROOT, "%.1f", time.asDouble()) : "?";
    }
}
