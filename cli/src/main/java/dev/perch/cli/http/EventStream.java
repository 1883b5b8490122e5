package dev.perch.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The daemon's events as they happen (server-sent events, WHATWG HTML 9.2). When the connection breaks it is opened
 * again after the last event seen, so none is missed and none comes twice.
 */
public final class EventStream {
    /** Longer than the comments that the daemon sends to keep a silent stream open. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Daemon daemon;
    private final String subject;
    private final Duration pause;
    private long last;

    /**
     * A stream.
     *
     * @param subject the id of the object that the events are about; empty for all
     * @param after   the sequence number of the last event that is already known
     * @param pause   how long to wait before connecting again
     */
    public EventStream(Daemon daemon, String subject, long after, Duration pause) {
        this.daemon = daemon;
        this.subject = subject;
        this.last = after;
        this.pause = pause;
    }

    /**
     * Follows until an event makes {@code until} true.
     *
     * @param broken told about each break of the connection
     */
    public void follow(Predicate<JsonNode> until, Consumer<String> broken) throws InterruptedException {
        while (true) {
            try {
                if (once(until)) {
                    return;
                }
                broken.accept("the daemon ended the stream");
            } catch (Failure failure) {
                if (failure.exit() != Exit.UNREACHABLE) {
                    throw failure;
                }
                if (Thread.interrupted()) { // who follows does not want to any more
                    throw new InterruptedException(failure.getMessage());
                }
                broken.accept(failure.getMessage());
            }
            Thread.sleep(pause);
        }
    }

    private boolean once(Predicate<JsonNode> until) {
        String path = "events?after=" + last + (subject.isEmpty() ? "" : "&subject=" + Daemon.segment(subject));
        return daemon.lines("GET", path, "text/event-stream", new byte[0], SILENCE, lines -> {
            StringBuilder data = new StringBuilder();
            for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
                String line = next.get();
                if (line.isEmpty()) {
                    if (!data.isEmpty() && deliver(Json.parse(data.toString()), until)) {
                        return true;
                    }
                    data.setLength(0);
                } else if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n")
                            .append(line.substring(5).stripLeading());
                }
            }
            return false;
        });
    }

    private boolean deliver(JsonNode event, Predicate<JsonNode> until) {
        long sequence = event.path("sequence").asLong(-1);
        if (sequence <= last) {
            return false;
        }
        last = sequence;
        return until.test(event);
    }
}
