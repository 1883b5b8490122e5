package dev.perch.daemon;

import dev.perch.net.Parsed;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How a daemon is started.
 *
 * @param data   the data directory
 * @param host   address to listen on
 * @param port   port to listen on; 0 takes any free one
 * @param store  URL of a PostgreSQL database; SQLite in the data directory when empty
 * @param action what to do
 */
record Config(Path data, String host, int port, Optional<String> store, Action action) {
    static final String USAGE =
            "usage: __daemon [--data DIR] [--listen HOST:PORT] [--store postgresql://…] [--purge | --train]";

    /** What a daemon does once it is started. */
    enum Action {
        /** Serves until it is told to stop. */
        SERVE,
        /** Removes from this machine whatever it made, and ends. */
        PURGE,
        /** Serves a few calls to itself on a throwaway store and ends: the training run of the class cache. */
        TRAIN
    }

    static Parsed<Config> parse(List<String> arguments) {
        Path data = Path.of("/var/lib/perch");
        String host = "127.0.0.1";
        int port = 9696;
        Optional<String> store = Optional.empty();
        Action action = Action.SERVE;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--purge" -> action = Action.PURGE;
                case "--train" -> action = Action.TRAIN;
                case "--data", "--listen", "--store" -> {
                    if (!rest.hasNext()) {
                        return Parsed.malformed(option, "needs a value; " + USAGE);
                    }
                    String value = rest.next();
                    switch (option) {
                        case "--data" -> data = Path.of(value);
                        case "--store" -> store = Optional.of(value);
                        default -> {
                            int colon = value.lastIndexOf(':');
                            Optional<Integer> number = colon < 1 ? Optional.empty() : port(value.substring(colon + 1));
                            if (number.isEmpty()) {
                                return Parsed.malformed(option, "'" + value + "' is not HOST:PORT");
                            }
                            host = value.substring(0, colon);
                            port = number.get();
                        }
                    }
                }
                default -> {
                    return Parsed.malformed("option", "'" + option + "' is unknown; " + USAGE);
                }
            }
        }
        return Parsed.ok(new Config(data.toAbsolutePath().normalize(), host, port, store, action));
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }
}
