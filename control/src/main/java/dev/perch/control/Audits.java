package dev.perch.control;

import dev.perch.model.Audit;
import java.util.List;

/** What was changed by whom. */
public final class Audits {
    private final Desk desk;

    Audits(Desk desk) {
        this.desk = desk;
    }

    /** The records of the caller's project after number {@code after}, oldest first. */
    public List<Audit> after(Caller caller, long after, int limit) {
        return desk.read(tables -> tables.audits().after(caller.project(), after, limit));
    }

    /** The newest records of the caller's project, oldest first. */
    public List<Audit> last(Caller caller, int count) {
        return desk.read(tables -> tables.audits().last(caller.project(), count));
    }
}
