package dev.perch.store;

import dev.perch.model.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Events. */
public record EventTable(Handle handle) {

    void insert(Event event) {
        handle.createUpdate("""
            INSERT INTO event (sequence, at, type, subject_kind, subject, message, data)
            VALUES (:sequence, :at, :type, :kind, :subject, :message, :data)
            """)
                .bind("sequence", event.sequence())
                .bind("at", event.at().toString())
                .bind("type", event.type())
                .bind("kind", event.subjectKind())
                .bind("subject", event.subject())
                .bind("message", event.message())
                .bind("data", event.data())
                .execute();
    }

    public List<Event> after(long after, Optional<String> subject, int limit) {
        return handle.createQuery("SELECT * FROM event WHERE sequence > :after"
                        + (subject.isPresent() ? " AND subject = :subject" : "") + " ORDER BY sequence LIMIT :limit")
                .bind("after", after)
                .bind("subject", subject.orElse(null))
                .bind("limit", limit)
                .map(EventTable::event)
                .list();
    }

    /** The newest ones, oldest first. */
    public List<Event> last(Optional<String> subject, int count) {
        return handle.createQuery("SELECT * FROM event" + (subject.isPresent() ? " WHERE subject = :subject" : "")
                        + " ORDER BY sequence DESC LIMIT :count")
                .bind("subject", subject.orElse(null))
                .bind("count", count)
                .map(EventTable::event)
                .list()
                .reversed();
    }

    private static Event event(ResultSet row, StatementContext context) throws SQLException {
        return new Event(
                row.getLong("sequence"),
                Instant.parse(row.getString("at")),
                row.getString("type"),
                row.getString("subject_kind"),
                row.getString("subject"),
                row.getString("message"),
                row.getString("data"));
    }

    void forgetUpTo(long sequence) {
        handle.createUpdate("DELETE FROM event WHERE sequence <= :sequence")
                .bind("sequence", sequence)
                .execute();
    }
}
