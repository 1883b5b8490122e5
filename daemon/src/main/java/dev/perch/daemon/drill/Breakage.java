package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;

/** Makes a server fail and mends it again. */
public interface Breakage {

    /** Makes the server fail; returns when it has. */
    void breakIt(Mode mode, ServerId server, PortId nic);

    /** Puts right what {@link #breakIt} did; returns when the server is as before. */
    void mend(Mode mode, ServerId server, PortId nic);

    /** Has what a daemon that was killed since did put right; does not wait. For the start, once for each. */
    void recover(Mode mode, ServerId server);
}
