package dev.perch.control;

import dev.perch.model.Holding;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** Who holds the virtual IPs, and how they moved. */
public final class Holders {

    /**
     * Records a move and appends the event {@code vip.moved}. A move whose epoch is not greater than the recorded one, or of a
     * virtual IP that is gone, is ignored.
     *
     * @param mac where frames for it go now; empty when nobody holds it
     * @return whether it was recorded
     */
    public boolean record(Move move, Optional<MacAddress> mac) { throw new UnsupportedOperationException("not yet"); }

    /** Everything that is recorded, for the start. Virtual IPs that never moved are absent. */
    public List<Holding> all() { throw new UnsupportedOperationException("not yet"); }

    public List<Holding> of(VipId vip) { throw new UnsupportedOperationException("not yet"); }

    /** The last moves, newest first. */
    public List<Move> moves(VipId vip, int limit) { throw new UnsupportedOperationException("not yet"); }
}
