package dev.perch.store;

import dev.perch.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

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
                .map((row, context) -> new Event(
                        row.getLong("sequence"),
                        Instant.parse(row.getString("at")),
                        row.getString("type"),
                        row.getString("subject_kind"),
                        row.getString("subject"),
                        row.getString("message"),
                        row.getString("data")))
                .list();
    }

    void forgetUpTo(long sequence) {
        handle.createUpdate("DELETE FROM event WHERE sequence <= :sequence")
                .bind("sequence", sequence)
                .execute();
    }
}
