package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.EventStream;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Holders;
import dev.perch.cli.show.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code perch vip watch}: the holder now, then each change as it comes. */
final class Watch {
    static final String MOVED = "vip.moved";

    private static final Option<Integer> COUNT = Option.number(1, 1_000_000, "end after so many changes", "--count");
    private static final Option<Integer> TIMEOUT =
            Option.number(1, 86_400, "seconds to wait for them (for ever)", "--timeout");

    static final Verb VERB = Command.verb("watch", "print each change of its holder as it comes", Watch::run)
            .with(Vips.VIP)
            .with(COUNT, TIMEOUT);

    private final Line line;
    /** The last epoch printed, by family: a replayed or repeated event is known by it. */
    private final Map<String, Long> epochs = new HashMap<>();

    private int printed;

    private Watch(Line line) {
        this.line = line;
    }

    private static void run(Line line) throws InterruptedException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread follower = Thread.ofVirtual().start(() -> {
            try {
                new Watch(line).follow();
                end.complete(null);
            } catch (Failure | InterruptedException e) {
                end.completeExceptionally(e);
            }
        });
        try {
            end.get(line.get(TIMEOUT).orElse(Integer.MAX_VALUE), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Failure.of(Exit.MISSED, "the holder did not change in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : Failure.of(Exit.FAILED, e.toString(), e);
        } finally {
            follower.interrupt();
        }
    }

    private void follow() throws InterruptedException {
        Daemon daemon = line.daemon();
        JsonNode vip = daemon.get(Objects.path(Kind.VIPS, line.get(Vips.VIP)));
        vip.path("holders").forEach(holder -> {
            epochs.put(Json.text(holder, "family"), holder.path("epoch").asLong());
            line.output().item(holder, now(holder));
        });
        EventStream events = new EventStream(daemon, Json.text(vip, "id"), 0, Duration.ofSeconds(1));
        events.follow(this::changed, reason -> line.host().err().println("perch: " + reason + "; connecting again"));
    }

    private boolean changed(JsonNode event) {
        JsonNode move = event.path("data");
        long epoch = move.path("epoch").asLong(Long.MAX_VALUE);
        String family = Json.text(move, "family");
        if (!Json.text(event, "type").equals(MOVED) || epoch <= epochs.getOrDefault(family, 0L)) {
            return false;
        }
        epochs.put(family, epoch);
        line.output().item(event, Json.text(event, "at") + "  " + Holders.move(move));
        printed++;
        return line.get(COUNT).filter(count -> printed >= count).isPresent();
    }

    private static String now(JsonNode holder) {
        if (Holders.name(holder).isEmpty()) {
            return Json.text(holder, "family") + "  nobody  (now)";
        }
        return Json.text(holder, "since") + "  " + Json.text(holder, "family") + "  " + Holders.name(holder)
                + "  epoch " + Json.text(holder, "epoch") + "  (now)";
    }
}
