package dev.perch.control;

import dev.perch.model.Drill;
import dev.perch.model.ObjectId.VipId;
import java.util.List;

/** Failovers that were made on purpose. */
public final class Drills {
    private final Desk desk;

    Drills(Desk desk) {
        this.desk = desk;
    }

    /** Keeps a drill; one of a virtual IP that is gone is ignored. */
    public void record(Drill drill) {
        desk.store().write(write -> {
            if (write.tables().vips().get(drill.vip()).isPresent()) {
                write.tables().drills().insert(drill);
            }
            return null;
        });
    }

    /** The last ones of a virtual IP, newest first. */
    public List<Drill> of(VipId vip, int limit) {
        return desk.read(tables -> tables.drills().of(vip, limit));
    }
}
