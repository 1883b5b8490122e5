package dev.perch.cli.verb;

import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.http.Endpoint;
import dev.perch.cli.http.Endpoint.Running;
import java.util.Optional;

/** Whether the daemon of a data directory runs and answers. */
final class Ready {
    private Ready() {}

    /** The daemon of the line's data directory and no other, whatever PERCH_URL says. */
    static Endpoint here(Line line) {
        return new Endpoint(line.data(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** That daemon, when it answers. */
    static Optional<Running> running(Line line) {
        Endpoint here = here(line);
        Optional<Running> running = here.running().filter(Running::alive);
        if (running.isEmpty()) {
            return running;
        }
        try {
            line.daemon(here).get("health");
            return running;
        } catch (Failure failure) {
            if (failure.exit() == Exit.UNREACHABLE) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
