package dev.perch.daemon;

import dev.perch.net.Parsed;
import dev.perch.store.StoreUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a daemon is started.
 *
 * @param data     the data directory
 * @param host     address to listen on
 * @param port     port to listen on; 0 takes any free one
 * @param store    URL of a PostgreSQL database; SQLite in the data directory when empty
 * @param provider the network that EIPs are in
 * @param action   what to do
 */
record Config(Path data, String host, int port, Optional<String> store, Provider provider, Action action) {
    static final String USAGE = "usage: __daemon [--data DIR] [--listen HOST:PORT] [--store postgresql://…]"
            + " [--provider host|isolated|bridge:NAME] [--eip-pool CIDR] [--eip-gateway ADDRESS]"
            + " [--eip-pool-v6 CIDR] [--eip-gateway-v6 ADDRESS] [--purge | --train]";

    private static final Set<String> VALUED = Set.of(
            "--data",
            "--listen",
            "--store",
            "--provider",
            "--eip-pool",
            "--eip-gateway",
            "--eip-pool-v6",
            "--eip-gateway-v6");

    /** What a daemon does once it is started. */
    enum Action {
        /** Serves until it is told to stop. */
        SERVE,
        /** Removes from this machine whatever it made, and ends. */
        PURGE,
        /** Serves a few calls to itself on a throwaway store and ends: the training run of the class cache. */
        TRAIN
    }

    /** An address to listen on. */
    private record Listen(String host, int port) {}

    static Parsed<Config> parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        Action action = Action.SERVE;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            if (option.equals("--purge")) {
                action = Action.PURGE;
            } else if (option.equals("--train")) {
                action = Action.TRAIN;
            } else if (!VALUED.contains(option)) {
                return Parsed.malformed("option", "'" + option + "' is unknown; " + USAGE);
            } else if (!rest.hasNext()) {
                return Parsed.malformed(option, "needs a value; " + USAGE);
            } else {
                given.put(option, rest.next());
            }
        }
        Action asked = action;
        return listen(given.getOrDefault("--listen", "127.0.0.1:9696"))
                .then(listen -> store(given)
                        .then(store -> Provider.parse(given)
                                .then(provider -> Parsed.ok(new Config(
                                        Path.of(given.getOrDefault("--data", "/var/lib/perch"))
                                                .toAbsolutePath()
                                                .normalize(),
                                        listen.host(),
                                        listen.port(),
                                        store,
                                        provider,
                                        asked)))));
    }

    private static Parsed<Optional<String>> store(Map<String, String> given) {
        Optional<String> url = Optional.ofNullable(given.get("--store"));
        try {
            url.ifPresent(StoreUrl::of);
            return Parsed.ok(url);
        } catch (IllegalArgumentException e) {
            return Parsed.malformed("--store", String.valueOf(e.getMessage()));
        }
    }

    private static Parsed<Listen> listen(String text) {
        int colon = text.lastIndexOf(':');
        Optional<Integer> number = colon < 1 ? Optional.empty() : port(text.substring(colon + 1));
        return number.map(port -> Parsed.ok(new Listen(text.substring(0, colon), port)))
                .orElseGet(() -> Parsed.malformed("--listen", "'" + text + "' is not HOST:PORT"));
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }
}
