package dev.perch.control;

import dev.perch.model.Drill;
import dev.perch.model.ObjectId.VipId;
import java.util.List;

/** Failovers that were made on purpose. */
public final class Drills {

    public void record(Drill drill) { throw new UnsupportedOperationException("not yet"); }

    /** The last ones of a virtual IP, newest first. */
    public List<Drill> of(VipId vip, int limit) { throw new UnsupportedOperationException("not yet"); }
}
