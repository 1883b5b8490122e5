package dev.perch.control;

import dev.perch.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What happened, in order. */
public final class Events {

    /** How long a reader waits at most before it looks for what another controller appended, in milliseconds. */
    private static final long LOOK_AGAIN = 500;

    private static final int READ_AT_ONCE = 500;

    private final Desk desk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private long newest;

    Events(Desk desk) {
        this.desk = desk;
        desk.store().subscribe(commit -> tell(commit.event()));
        tell(last());
    }

    /** Which events: those about one object when {@code subject} is given. */
    public record Filter(Optional<String> subject) {
        public static final Filter ALL = new Filter(Optional.empty());
    }

    /**
     * Appends an event and returns when it is committed.
     *
     * @param subjectKind may be empty, as {@code subject}
     * @param data        a JSON object
     */
    public void append(String type, String subjectKind, String subject, String message, String data) {
        Instant now = desk.clock().instant();
        desk.store().write(write -> {
            write.append(sequence -> new Event(sequence, now, type, subjectKind, subject, message, data));
            return null;
        });
    }

    /** The events after number {@code after}, oldest first. */
    public List<Event> after(long after, Filter filter, int limit) {
        return desk.read(tables -> tables.events().after(after, filter.subject(), limit));
    }

    /** The newest events, oldest first. */
    public List<Event> last(Filter filter, int count) {
        return desk.read(tables -> tables.events().last(filter.subject(), count));
    }

    /** The number of the newest event, 0 when there is none. */
    public long last() {
        return desk.read(tables -> tables.revision().get().event());
    }

    /** Follows the events after number {@code after}, without a gap. One thread reads it. */
    public Feed follow(long after, Filter filter) {
        return new Follower(after, filter);
    }

    /** A reader's place in the stream. */
    public interface Feed extends AutoCloseable {
        /** The next events, oldest first; empty when there was none for so long. */
        List<Event> next(Duration patience) throws InterruptedException;

        @Override
        void close();
    }

    private void tell(long event) {
        lock.lock();
        try {
            newest = Math.max(newest, event);
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is an event after {@code seen}, as far as this process knows, but not for long. */
    private void await(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN));
            while (newest <= seen && left > 0) {
                left = appended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Follower implements Feed {
        private final Filter filter;
        private long seen;
        private long looked;

        Follower(long after, Filter filter) {
            this.seen = after;
            this.looked = after;
            this.filter = filter;
        }

        @Override
        public List<Event> next(Duration patience) throws InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                long known = last();
                List<Event> events = known > looked ? after(seen, filter, READ_AT_ONCE) : List.of();
                if (!events.isEmpty()) {
                    seen = events.getLast().sequence();
                    looked = seen;
                    return events;
                }
                looked = known;
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return List.of();
                }
                await(looked, left);
            }
        }

        @Override
        public void close() {
            // holds nothing but its place
        }
    }
}
