package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Line;
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Ages;
import dev.perch.cli.show.Kind;
import dev.perch.cli.show.Output;
import java.time.Duration;
import java.util.List;

/** {@code perch status}: the daemon's health and who holds which VIP. */
final class Status {
    static final Verb VERB = Command.verb("status", "the daemon's health and who holds which VIP", Status::run);

    private Status() {}

    private static void run(Line line) {
        Daemon daemon = line.daemon();
        JsonNode health = daemon.get("health");
        JsonNode vips = daemon.get("vips");
        ObjectNode both = Json.object();
        both.set("health", health);
        both.set("vips", vips.isArray() ? vips : vips.path("vips"));
        line.output().answer(both, out -> people(out, daemon, health, Json.rows(vips)));
    }

    private static void people(Output out, Daemon daemon, JsonNode health, List<JsonNode> vips) {
        Duration up = Duration.ofSeconds(health.path("uptime_seconds").asLong());
        out.say("Perch " + Json.text(health, "version") + " at " + daemon.base() + ", process "
                + Json.text(health, "pid") + ", up " + Ages.words(up) + ": " + Json.text(health, "status"));
        out.say("  data       " + Json.text(health, "data_dir") + " (" + Json.text(health, "store") + ", revision "
                + Json.text(health, "revision") + ")");
        out.say("  instance   " + Json.text(health, "instance"));
        out.say("  project    " + Json.text(health, "project"));
        out.say("  converged  " + converged(health));
        health.path("failures").forEach(failure -> out.say("  failing    " + words(failure)));
        if (!vips.isEmpty()) {
            out.say("");
            out.table(vips, Kind.VIPS.columns(), "");
        }
    }

    /** What cannot be set up, and why. */
    static String words(JsonNode failure) {
        return Json.text(failure, "object") + ": " + Json.text(failure, "reason");
    }

    private static String converged(JsonNode health) {
        String pending = health.path("pending").asInt() + " pending";
        int failing = health.path("failing").asInt();
        if (health.path("converged").asBoolean()) {
            return "yes";
        }
        return "no: " + pending + (failing == 0 ? "" : ", " + failing + " failing");
    }
}
