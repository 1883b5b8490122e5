package dev.perch.api.ops;

import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What only the runtime of a server can do. */
public interface ServerConsole {

    /** Takes what a program prints, piece by piece. Calls come one at a time. */
    interface Output {
        /** @throws IOException when nobody listens any more; the program is of no use then */
        void stdout(byte[] bytes) throws IOException;

        void stderr(byte[] bytes) throws IOException;
    }

    /** The pid of the server's first process as the host sees it; empty when the server does not run. */
    OptionalLong pid(ServerId server);

    /** The last lines of what the server printed; empty when it never did. */
    String log(ServerId server, int lines);

    /**
     * Runs a program in a running server. Blocks until it ends; an interrupt kills it.
     *
     * @return its exit status; empty when the time was over and it was killed
     * @throws IllegalStateException or another runtime exception, with words for the user, when it cannot be run
     */
    OptionalInt exec(ServerId server, List<String> argv, byte[] stdin, Duration timeout, Output output)
            throws InterruptedException;
}
