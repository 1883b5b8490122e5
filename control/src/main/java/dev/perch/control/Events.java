package dev.perch.control;

import dev.perch.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happened, in order. */
public final class Events {

    /** Which events: those about one object when {@code subject} is given. */
    public record Filter(Optional<String> subject) {
        public static final Filter ALL = new Filter(Optional.empty());
    }

    /**
     * Appends an event; returns at once, it is written soon after, in order.
     *
     * @param subjectKind may be empty, as {@code subject}
     * @param data        a JSON object
     */
    public void append(String type, String subjectKind, String subject, String message, String data) { throw new UnsupportedOperationException("not yet"); }

    /** The events after number {@code after}, oldest first. */
    public List<Event> after(long after, Filter filter, int limit) { throw new UnsupportedOperationException("not yet"); }

    /** The number of the newest event, 0 when there is none. */
    public long last() { throw new UnsupportedOperationException("not yet"); }

    /** Follows the events after number {@code after}, without a gap. One thread reads it. */
    public Feed follow(long after, Filter filter) { throw new UnsupportedOperationException("not yet"); }

    /** A reader's place in the stream. */
    public interface Feed extends AutoCloseable {
        /** The next events, oldest first; empty when there was none for so long. */
        List<Event> next(Duration patience) throws InterruptedException;

        @Override
        void close();
    }
}
