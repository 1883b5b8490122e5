package dev.perch.control;

import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Server;
import java.util.List;
import java.util.Optional;

/** How servers are, as observed. */
public final class Statuses {

    /** Records a status and appends {@code server.state} when the state changed. A server that is gone is ignored. */
    public void record(Server.Status status) { throw new UnsupportedOperationException("not yet"); }

    /** Records whether a server forwards packets, for V12. */
    public void recordForwarding(ServerId server, boolean forwards) { throw new UnsupportedOperationException("not yet"); }

    public Optional<Server.Status> of(ServerId server) { throw new UnsupportedOperationException("not yet"); }

    public List<Server.Status> all() { throw new UnsupportedOperationException("not yet"); }
}
