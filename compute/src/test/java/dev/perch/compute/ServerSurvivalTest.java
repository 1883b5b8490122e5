package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers live on without Perch, and end without it. */
class ServerSurvivalTest {
    private final Lab lab = new Lab();
    private final ServerId server = Lab.id();

    @AfterEach
    void close() {
        lab.close();
    }

    /** A Perch of its own that boots one server and then waits to be killed. */
    static final class Starter {
        private Starter() {}

        @SuppressWarnings("resource")
        public static void main(String[] arguments) throws Exception {
            Lab lab = new Lab(Path.of(arguments[0]), arguments[1]);
            // A descriptor that must not be found in the server.
            try (java.net.ServerSocket listening = new java.net.ServerSocket(0)) {
                lab.boot(
                        new ServerId(UUID.fromString(arguments[2])),
                        "web-1",
                        "while :; do echo tick; sleep 0.02; done");
                System.out.println("booted " + listening.getLocalPort());
                Thread.sleep(60_000);
            }
        }
    }

    @Test
    void outlivesTheProcessThatBootedItAndIsFoundAgain() throws IOException, InterruptedException {
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        lab.data.toString(),
                        lab.tag,
                        server.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(starter.inputReader().readLine()).startsWith("booted");
        starter.destroyForcibly().waitFor();

        assertThat(lab.runtime.running()).isEmpty();
        lab.restart();
        Running found = lab.runtime.running(server).orElseThrow();
        assertThat(found.boot()).isEqualTo(1);
        long lines = lab.runtime.log(server, 100_000).lines().count();
        assertThat(Lab.await(() -> lab.runtime.log(server, 100_000).lines().count() > lines))
                .isTrue();
        assertThat(lab.exec(server, "hostname").out()).isEqualTo("web-1\n");
        assertThat(descriptors(found.pid())).containsExactly("0", "1", "2");
        assertThat(lab.runtime.hostRestarted(server)).isFalse();

        lab.runtime.powerOff(server);
        assertThat(lab.ended.poll(10, TimeUnit.SECONDS)).isEqualTo(found);
        assertThat(lab.runtime.running()).isEmpty();
    }

    private static Stream<String> descriptors(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void theNetworkGoesWithTheServerAlsoWithoutPerch() {
        Running running = lab.boot(server, "web-1", "");
        lab.runtime.close();
        running.process().orElseThrow().destroyForcibly();
        assertThat(Lab.await(() -> !lab.kernel.exists(lab.runtime.namespaceName(server))))
                .isTrue();
        lab.restart();
        assertThat(lab.runtime.running()).isEmpty();
        lab.boot(server, "web-1", "echo again");
        lab.awaitLog(server, "again");
    }

    @Test
    void aProcessInsideCannotPassForAServer() {
        lab.boot(server, "web-1", "");
        String fake = lab.tag + ":" + UUID.randomUUID() + ":1";
        lab.exec(
                server,
                "PERCH_SERVER=" + fake + " setsid unshare --pid --fork sleep 1000 >/dev/null 2>&1 & "
                        + "until pgrep -x sleep | grep -q .; do :; done");
        assertThat(Processes.servers(lab.tag)).extracting(Running::server).containsExactly(server);
    }

    @Test
    void floodsForksAndMassKillingsHarmOnlyTheServer() throws IOException {
        Running running = lab.boot(server, "hostile", """
                (setsid sh -c 'sleep 1000 & sleep 1000 & sleep 1000 &' &)
                head -c 30000000 /dev/zero | tr '\\0' 'x' | fold -w 99
                echo; echo flooded
                """);
        lab.awaitLog(server, "status 0");
        Path directory = lab.data.resolve("servers/" + server);
        assertThat(Files.size(directory.resolve("log"))).isLessThanOrEqualTo(ServerLog.LIMIT);
        assertThat(Files.size(directory.resolve("log.1"))).isLessThanOrEqualTo(ServerLog.LIMIT);
        assertThat(lab.runtime.log(server, 2)).isEqualTo("flooded\nperch: user_data ended with status 0\n");
        assertThat(Processes.inNamespaceOf(running.pid())).hasSize(5);
        lab.exec(server, "kill -KILL -1");
        assertThat(Lab.await(() -> lab.runtime.running(server).isEmpty())).isTrue();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }
}
