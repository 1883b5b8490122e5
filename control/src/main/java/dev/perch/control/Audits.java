package dev.perch.control;

import dev.perch.model.Audit;
import java.util.List;

/** What was changed by whom. */
public final class Audits {

    /** The records of the caller's project after number {@code after}, oldest first. */
    public List<Audit> after(Caller caller, long after, int limit) { throw new UnsupportedOperationException("not yet"); }
}
