package dev.perch.api.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.http.Answer;
import dev.perch.api.http.Json;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Events;
import dev.perch.model.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code events}: a page of them, or a stream (server-sent events, WHATWG HTML section 9.2). */
final class EventCalls {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 10_000;
    /** Shorter than the patience of every proxy; a reader that went away is noticed this late at worst. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Control control;

    EventCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("events", this::events);
    }

    private record Shape(
            long sequence, String at, String type, String subjectKind, String subject, String message, JsonNode data) {
        static Shape of(Event event) {
            return new Shape(
                    event.sequence(),
                    Shapes.time(event.at()),
                    event.type(),
                    event.subjectKind(),
                    event.subject(),
                    event.message(),
                    Json.tree(event.data()));
        }
    }

    private record Page(List<Shape> events) {}

    private Answer events(Request request, Caller caller) {
        Events.Filter filter = new Events.Filter(request.query().first("subject"));
        Optional<Long> after = request.query().number("after", 0, Long.MAX_VALUE);
        boolean stream = request.header().apply("Accept").orElse("").contains("text/event-stream");
        if (stream) {
            long from = lastSeen(request).or(() -> after).orElse(0L);
            return new Answer.Streamed(200, "text/event-stream", out -> follow(from, filter, out));
        }
        int limit = request.query().integer("limit", 1, MOST).orElse(USUAL_LIMIT);
        List<Event> events = request.query()
                .integer("last", 1, MOST)
                .map(count -> control.events().last(filter, count))
                .orElseGet(() -> control.events().after(after.orElse(0L), filter, limit));
        return Answer.ok(new Page(events.stream().map(Shape::of).toList()));
    }

    /** A browser that connects again says so what it has seen already. */
    private static Optional<Long> lastSeen(Request request) {
        return request.header().apply("Last-Event-ID").map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new Malformation("Last-Event-ID", "must be the number of an event");
            }
        });
    }

    private void follow(long after, Events.Filter filter, OutputStream out) throws IOException {
        try (Events.Feed feed = control.events().follow(after, filter)) {
            comment(out, "following");
            while (true) {
                List<Event> events = feed.next(HEARTBEAT);
                if (events.isEmpty()) {
                    comment(out, "heartbeat");
                }
                for (Event event : events) {
                    out.write(("id: " + event.sequence() + "\nevent: " + event.type() + "\ndata: ")
                            .getBytes(StandardCharsets.UTF_8));
                    out.write(Json.write(Shape.of(event)));
                    out.write("\n\n".getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops; the client connects again and misses nothing
        }
    }

    private static void comment(OutputStream out, String text) throws IOException {
        out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
