package dev.perch.api.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Json;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.model.Drill;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code vips/{ref}/drills}. */
final class DrillCalls {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST_SETTLE_SECONDS = 600;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Control control;
    private final DrillRunner runner;

    DrillCalls(Control control, DrillRunner runner) {
        this.control = control;
        this.runner = runner;
    }

    void register(Ops ops) {
        ops.get("vips/{ref}/drills", this::list).post("vips/{ref}/drills", this::run);
    }

    private record Drills(List<JsonNode> drills) {}

    private Answer list(Request request, Caller caller) {
        int limit = request.query().integer("limit", 1, 1000).orElse(USUAL_LIMIT);
        return request.answer(
                find(request, caller),
                view -> Answer.ok(new Drills(control.drills().of(view.vip().id(), limit).stream()
                        .map(DrillCalls::shape)
                        .toList())));
    }

    private record Wanted(DrillRunner.Mode mode, Optional<Duration> settle) {
        static Wanted read(Fields body) {
            String word = body.requiredText("mode");
            DrillRunner.Mode mode = Arrays.stream(DrillRunner.Mode.values())
                    .filter(m -> m.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> body.broken(
                            "mode",
                            "must be one of "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(DrillRunner.Mode.values())
                                                    .map(DrillRunner.Mode::word)
                                                    .toList())));
            return new Wanted(
                    mode, body.integer("settle_seconds", 0, MOST_SETTLE_SECONDS).map(Duration::ofSeconds));
        }
    }

    private record Progress(String progress) {}

    private record Result(JsonNode result) {}

    /** A line that says nothing new. */
    private record Pulse() {}

    private Answer run(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        return request.answer(
                find(request, caller),
                view -> LineStream.answer(
                        new Pulse(), HEARTBEAT, lines -> run(view.vip().id(), wanted, lines)));
    }

    private void run(VipId vip, Wanted wanted, LineStream lines) throws IOException, InterruptedException {
        switch (runner.run(vip, wanted.mode(), wanted.settle(), step -> say(lines, step))) {
            case DrillRunner.Finished.Made(Drill drill) -> lines.write(new Result(shape(drill)));
            case DrillRunner.Finished.Impossible(String code, String message) -> lines.fail(409, code, message);
        }
    }

    /** Nobody listening is no reason to stop half-way: the drill is measured, put back and kept all the same. */
    private static void say(LineStream lines, String step) {
        try {
            lines.write(new Progress(step));
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("dev.perch.api").log(System.Logger.Level.DEBUG, "nobody follows the drill", e);
        }
    }

    /** The result with what identifies it. */
    private static JsonNode shape(Drill drill) {
        ObjectNode shape = JsonNodeFactory.instance.objectNode();
        shape.put("id", drill.id().toString())
                .put("vip_id", drill.vip().toString())
                .put("mode", drill.mode())
                .put("at", Shapes.time(drill.at()));
        Json.tree(drill.result()).properties().forEach(field -> shape.set(field.getKey(), field.getValue()));
        return shape;
    }

    private Outcome<VipView> find(Request request, Caller caller) {
        return control.virtualIps().find(caller, request.parameter("ref"));
    }
}
