package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import dev.perch.cli.show.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waiting for what the daemon does after it has answered. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /**
     * Asks until there is a result; a {@link Failure} with {@link Exit#MISSED} when the line's deadline passes first.
     *
     * @param what what is awaited, as the end of "waiting until …"
     */
    static <T> T until(Line line, String what, Function<Progress, Optional<T>> ask) throws InterruptedException {
        long deadline = System.nanoTime() + line.timeout().toNanos();
        try (Progress progress = new Progress(line.host(), "waiting until " + what)) {
            while (true) {
                Optional<T> result = ask.apply(progress);
                if (result.isPresent()) {
                    return result.get();
                }
                if (System.nanoTime() > deadline) {
                    throw Failure.of(
                            Exit.MISSED, "gave up after " + line.timeout().toSeconds() + " s " + progress.said());
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Waits until a server is as wanted; a {@link Failure} at once when it is in ERROR instead. */
    static JsonNode server(Line line, String ref, String state, Predicate<JsonNode> further)
            throws InterruptedException {
        return until(line, "server " + ref + " is " + state, progress -> {
            JsonNode server = line.daemon().get(Objects.path(Kind.SERVERS, ref));
            String now = Json.text(server, "state");
            if (now.equals("ERROR") && !state.equals("ERROR")) {
                throw Failure.of(Exit.FAILED, "server " + ref + " failed: " + Json.text(server, "detail"));
            }
            progress.say("waiting until server " + ref + " is " + state + "; it is " + now);
            return now.equals(state) && further.test(server) ? Optional.of(server) : Optional.empty();
        });
    }
}
