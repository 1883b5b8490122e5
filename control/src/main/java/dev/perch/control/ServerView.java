package dev.perch.control;

import dev.perch.model.Server;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Optional;

/**
 * A server, how it is, and its NICs in order of their index.
 *
 * @param vpc where its NICs are; empty when it has none left
 */
public record ServerView(Server server, Server.Status status, Optional<Vpc> vpc, List<PortView> nics) {
    public ServerView {
        nics = List.copyOf(nics);
    }
}
