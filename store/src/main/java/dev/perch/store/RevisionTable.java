package dev.perch.store;

import org.jdbi.v3.core.Handle;

/** The one row that counts revisions, events and audit records. */
public record RevisionTable(Handle handle) {

    /** The last numbers given out. */
    public record Numbers(long revision, long event, long audit) {}

    public Numbers get() {
        return handle.createQuery("SELECT revision, event, audit FROM revision WHERE id = 1")
                .map((row, context) -> new Numbers(row.getLong("revision"), row.getLong("event"), row.getLong("audit")))
                .one();
    }

    /** Locks the row until the transaction ends, so that only one controller decides at a time, and reads it. */
    Numbers lock() {
        handle.createUpdate("UPDATE revision SET revision = revision WHERE id = 1")
                .execute();
        return get();
    }

    void put(Numbers numbers) {
        handle.createUpdate("UPDATE revision SET revision = :revision, event = :event, audit = :audit WHERE id = 1")
                .bind("revision", numbers.revision())
                .bind("event", numbers.event())
                .bind("audit", numbers.audit())
                .execute();
    }
}
