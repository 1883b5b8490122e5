package dev.perch.store;

import dev.perch.model.Audit;
import dev.perch.model.Change;
import dev.perch.model.Event;
import dev.perch.model.ObjectId;
import dev.perch.model.Revision;
import dev.perch.store.RevisionTable.Numbers;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** One request inside the writer's transaction: it has the next revision to itself, if it changes anything. */
public final class Write {

    private final Tables tables;
    private final Numbers before;
    private final Set<Change> changes = new LinkedHashSet<>();
    private long event;
    private long audit;

    Write(Tables tables, Numbers before) {
        this.tables = tables;
        this.before = before;
        this.event = before.event();
        this.audit = before.audit();
    }

    public Tables tables() {
        return tables;
    }

    /** The revision that this request makes, if it {@link #touch}es anything. */
    public Revision revision() {
        return new Revision(before.revision() + 1);
    }

    /** Says that the object was made, changed or deleted. Once more for the same object adds nothing. */
    public void touch(ObjectId object) {
        Change change = new Change(revision(), object);
        if (changes.add(change)) {
            tables.changes().insert(change);
        }
    }

    /** Whether this request changed anything. */
    public boolean touched() {
        return !changes.isEmpty();
    }

    /** Appends an event, made from its number. */
    public void append(Function<Long, Event> numbered) {
        tables.events().insert(numbered.apply(++event));
    }

    /** Appends an audit record, made from its number. */
    public void record(Function<Long, Audit> numbered) {
        tables.audits().insert(numbered.apply(++audit));
    }

    Set<Change> changes() {
        return changes;
    }

    Numbers after() {
        return new Numbers(touched() ? revision().value() : before.revision(), event, audit);
    }
}
