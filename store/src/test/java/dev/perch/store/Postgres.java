package dev.perch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of the test's own, on a loopback port, in a folder of its own that goes when the JVM ends. PostgreSQL
 * refuses to run as root, so root starts it as {@code nobody}. The programs come from Debian's package {@code postgresql}.
 */
public final class Postgres {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Postgres running;

    private final Path folder;
    private final int port;
    private final Process server;

    private Postgres() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("perch-postgres-");
        port = freePort();
        if (isRoot()) {
            run(List.of("chown", "nobody", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(asUser(program("initdb"), "-D", data.toString(), "-U", "perch", "-A", "trust", "--no-sync", "-E", "UTF8"));
        server = new ProcessBuilder(asUser(
                        program("postgres"),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "max_connections=300",
                        "-c",
                        "fsync=off"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (!server.isAlive() || Instant.now().isAfter(deadline)) {
                throw new IOException("PostgreSQL does not start: " + Files.readString(folder.resolve("log")));
            }
            Thread.sleep(20);
        }
    }

    /** A new database with the newest schema and nothing in it. It goes once a later one is asked for and nobody uses it. */
    public static synchronized StoreUrl database() {
        try {
            if (running == null) {
                running = new Postgres();
                try (Connection connection = DriverManager.getConnection(running.url("postgres"))) {
                    connection.createStatement().execute("CREATE DATABASE fresh");
                }
                Schema.migrate(StoreUrl.of(running.url("fresh")));
            }
            String name = "test" + DATABASES.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(running.url("postgres"))) {
                dropUnused(connection);
                connection.createStatement().execute("CREATE DATABASE " + name + " TEMPLATE fresh");
            }
            return StoreUrl.of(running.url(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Drops what ended tests leave: 500 files each, which would keep the JVM from ending for half a minute if all went then. */
    private static void dropUnused(Connection connection) throws SQLException {
        List<String> unused = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                    SELECT datname FROM pg_database WHERE datname LIKE 'test%'
                    EXCEPT SELECT datname FROM pg_stat_activity
                    """)) {
            while (rows.next()) {
                unused.add(rows.getString(1));
            }
            for (String database : unused) {
                statement.execute("DROP DATABASE " + database);
            }
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=perch";
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("postgres"))) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void stop() {
        try {
            // QUIT is PostgreSQL's immediate shutdown; TERM would wait for every connection to leave.
            run(List.of("kill", "-QUIT", Long.toString(server.pid())));
            if (!server.waitFor(5, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> asUser(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static String program(String name) throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("there is no " + name + " under /usr/lib/postgresql"))
                    .toString();
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
