package dev.perch.daemon;

import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The daemon's entry point. Ends with 0, 1 when it could not start, 2 for unusable arguments. */
public final class Main {
    /** Held here, because a logger that nobody holds forgets its level. */
    private static final List<Logger> TALKATIVE = Stream.of("io.helidon", "org.flywaydb", "com.zaxxer")
            .map(Logger::getLogger)
            .toList();

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        Logger.getLogger("").setLevel(Level.INFO);
        TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(
                switch (Config.parse(List.of(arguments))) {
                    case Parsed.Ok<Config>(Config config) -> run(config);
                    case Malformed<Config> no -> complain(no.toString(), 2);
                });
    }

    private static int run(Config config) {
        if (!isRoot()) {
            return complain("the daemon makes network namespaces, which needs root", 1);
        }
        try {
            return switch (config.action()) {
                case SERVE -> serve(config);
                case PURGE -> purge(config);
                case TRAIN -> Training.run(config);
            };
        } catch (IOException | RuntimeException e) {
            Logger.getLogger(Main.class.getName()).log(Level.FINE, "start", e);
            return complain(String.valueOf(e.getMessage()), 1);
        }
    }

    private static int serve(Config config) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (DataDirectory data = DataDirectory.open(config.data())) {
            boolean purge;
            try (Daemon daemon = Daemon.start(config, data, end::countDown)) {
                // SIGTERM and SIGINT: the main thread ends the daemon in order while the hook waits for it
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    end.countDown();
                    await(ended);
                }));
                await(end);
                purge = daemon.purgeWanted();
            }
            if (purge) {
                Purge.run(config, data);
            }
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private static int purge(Config config) throws IOException {
        if (Files.isDirectory(config.data())) {
            try (DataDirectory data = DataDirectory.open(config.data())) {
                Purge.run(config, data);
                data.withdraw(); // a killed daemon could not
            }
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    private static int complain(String message, int status) {
        System.err.println("perch: " + message);
        return status;
    }
}
