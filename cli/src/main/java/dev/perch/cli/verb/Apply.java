package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Output;
import dev.perch.cli.topology.Problem;
import dev.perch.cli.topology.TopologyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code perch apply FILE} and {@code perch delete FILE}. */
final class Apply {
    private static final Argument FILE = Argument.one("FILE", "a topology in YAML; - for standard input");
    private static final Option<Boolean> DRY_RUN = Option.flag("say what would change, change nothing", "--dry-run");
    private static final Option<Boolean> WAIT =
            Option.flag("wait until its servers are ACTIVE and the fabric is as it should be", "--wait");

    static final Verb VERB = Command.verb("apply", "make what a topology file says", line -> run(line, "apply"))
            .with(FILE)
            .with(DRY_RUN, WAIT, Line.TIMEOUT)
            .explain("Applying twice changes nothing. Nothing is changed when anything is refused.");

    static final Verb DELETE = Command.verb("delete", "delete what a topology file names", line -> run(line, "delete"))
            .with(FILE)
            .with(DRY_RUN);

    private Apply() {}

    private static void run(Line line, String action) throws IOException, InterruptedException {
        TopologyFile file = read(line);
        if (!file.problems().isEmpty()) {
            throw Failure.of(
                    Exit.USAGE, file.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        JsonNode answer = send(line, action, file);
        line.output().answer(answer, out -> people(out, Json.rows(answer.path("changes")), line.is(DRY_RUN)));
        if (line.is(WAIT) && !line.is(DRY_RUN)) {
            settle(line, file);
        }
    }

    private static TopologyFile read(Line line) throws IOException {
        String name = line.get(FILE);
        if (name.equals("-")) {
            String text = new String(line.host().in().readAllBytes(), StandardCharsets.UTF_8);
            return TopologyFile.read("<stdin>", text, Path.of(""));
        }
        Path folder = Optional.ofNullable(Path.of(name).getParent()).orElse(Path.of(""));
        return TopologyFile.read(name, TextFile.read(name), folder);
    }

    private static JsonNode send(Line line, String action, TopologyFile file) {
        try {
            return line.daemon().post(action + (line.is(DRY_RUN) ? "?dry_run=true" : ""), file.document());
        } catch (Failure failure) {
            Optional<Failure.Refusal> located =
                    failure.refusal().filter(refusal -> !refusal.field().isEmpty());
            if (located.isEmpty()) {
                throw failure;
            }
            Failure.Refusal said = located.get();
            throw Failure.refused(new Failure.Refusal(
                    said.status(),
                    said.code(),
                    said.field(),
                    file.refusal(said.field(), said.message()).toString()));
        }
    }

    private static void people(Output out, List<JsonNode> changes, boolean dry) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int width = changes.stream()
                .mapToInt(change -> Json.text(change, "kind").length())
                .max()
                .orElse(1);
        for (JsonNode change : changes) {
            String action = Json.text(change, "action");
            counts.merge(action, 1, Integer::sum);
            out.say(String.format(
                    "%-9s  %-" + width + "s  %s", action, Json.text(change, "kind"), Json.text(change, "name")));
        }
        String sum = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + done(count.getKey()))
                .collect(Collectors.joining(", "));
        out.say((dry ? "dry run, nothing done: " : "") + (sum.isEmpty() ? "nothing to do" : sum));
    }

    private static String done(String action) {
        return switch (action) {
            case "create", "update", "delete" -> action + "d";
            case "bind" -> "bound";
            case "unbind" -> "unbound";
            default -> action;
        };
    }

    private static void settle(Line line, TopologyFile file) throws InterruptedException {
        for (JsonNode server : file.document().path("servers")) {
            Waiting.server(line, Json.text(server, "name"), "ACTIVE", s -> true);
        }
        Waiting.until(line, "the fabric is as it should be", progress -> {
            JsonNode health = line.daemon().get("health");
            progress.say("waiting until the fabric is as it should be; "
                    + health.path("pending").asInt() + " pending"
                    + (health.path("failures").isEmpty()
                            ? ""
                            : "; " + Status.words(health.path("failures").path(0))));
            return health.path("converged").asBoolean() ? Optional.of(health) : Optional.empty();
        });
    }
}
