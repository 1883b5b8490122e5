package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Column;
import dev.perch.cli.show.DrillSheet;
import dev.perch.cli.show.Holders;
import dev.perch.cli.show.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** {@code perch vip drill} and {@code perch vip drills}. */
final class Drills {
    private static final Option<String> MODE = Option.choice(
            List.of("power-off", "link-down", "process-kill", "graceful", "pause"),
            "how the holder fails (power-off)",
            "--mode");
    private static final Option<Integer> SETTLE =
            Option.number(0, 3600, "seconds to go on probing after the first answer", "--settle");

    static final Verb RUN = Command.answering(
                    "drill", "make its holder fail, measure the outage, put things back", Drills::run)
            .with(Vips.VIP)
            .with(MODE, SETTLE, Line.TIMEOUT)
            .explain("The exit code is 6 when the address did not come back. --timeout is for the daemon's silence.");

    private static final List<Column> HISTORY = List.of(
            Column.of("STARTED", "started_at"),
            Column.of("MODE", "mode"),
            Column.of("RESULT", drill -> drill.path("ok").asBoolean() ? "passed" : "failed"),
            Column.of("FROM", drill -> Holders.orNobody(drill.path("holder_before"))),
            Column.of("TO", drill -> Holders.orNobody(drill.path("holder_after"))),
            Column.of("OUTAGE", DrillSheet::worst),
            Column.of("NOTE", "note"),
            Column.of("ID", "id").onlyWide());

    static final Verb LIST = Command.verb(
                    "drills",
                    "the results of its drills",
                    line -> line.output().rows(line.daemon().get(path(line)), HISTORY))
            .with(Vips.VIP);

    private Drills() {}

    private static String path(Line line) {
        return Objects.path(Kind.VIPS, line.get(Vips.VIP)) + "/drills";
    }

    private static int run(Line line) {
        ObjectNode body = Json.object().put("mode", line.get(MODE).orElse("power-off"));
        line.get(SETTLE).ifPresent(seconds -> body.put("settle_seconds", seconds));
        AtomicReference<JsonNode> result = new AtomicReference<>();
        line.daemon().stream(path(line), body, line.timeout(), part -> {
            Streams.refuseErrors(part);
            if (part.has("progress")) {
                line.host().err().println(Json.text(part, "progress"));
            }
            if (part.has("result")) {
                result.set(part.path("result"));
            }
        });
        JsonNode drill = result.get();
        if (drill == null) {
            throw Failure.of(Exit.MISSED, "the daemon's answer ended before the drill did; see: perch vip drills");
        }
        line.output().answer(drill, out -> DrillSheet.print(out, line.get(Vips.VIP), drill));
        return (drill.path("ok").asBoolean() ? Exit.OK : Exit.MISSED).code();
    }
}
