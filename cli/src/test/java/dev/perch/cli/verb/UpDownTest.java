package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import dev.perch.cli.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell script stands for the daemon's process, {@link FakeDaemon} for its API. */
class UpDownTest {
    private FakeDaemon daemon;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon().on("GET health", 200, Samples.HEALTH);
    }

    @AfterEach
    void stop() {
        pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        daemon.close();
    }

    @Test
    void upInTheBackgroundWaitsUntilTheDaemonAnswersAndIsIdempotent() throws IOException {
        String launcher = launcher(ready() + "exec sleep 60");
        Ran first = run(launcher, "up", "--detach", "--listen", "127.0.0.1:7171", "--store", "jdbc:postgresql:x");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out())
                .isEqualTo("Perch running at %s (process %d, data in %s)\n"
                        .formatted(daemon.url(), pid().orElseThrow(), data()));
        assertThat(Files.readString(data().resolve("perch.log")))
                .isEqualTo("__daemon --data " + data() + " --listen 127.0.0.1:7171 --store jdbc:postgresql:x\n");
        long session = sessionOf(pid().orElseThrow());
        assertThat(session).isEqualTo(pid().orElseThrow());

        Ran second = run(launcher, "up", "--detach");
        assertThat(second.exit()).isZero();
        assertThat(second.out()).startsWith("Perch already running at " + daemon.url());
        assertThat(second.err()).isEmpty();

        Ran third = run(launcher, "up", "--provider", "isolated", "--eip-pool", "10.9.0.0/24");
        assertThat(third.exit()).isZero();
        assertThat(third.err())
                .isEqualTo("perch: it goes on as it was started, without --provider, --eip-pool;"
                        + " to change that: perch down, then perch up\n");
    }

    @Test
    void theNetworkOfEipsIsTheDaemonsBusiness() throws IOException {
        Path words = folder.resolve("words");
        run(
                launcher("echo \"$@\" > " + words),
                "up",
                "--provider",
                "bridge:br0",
                "--eip-pool",
                "192.0.2.0/24",
                "--eip-gateway",
                "192.0.2.254",
                "--eip-pool-v6",
                "2001:db8::/64");
        assertThat(words)
                .hasContent("__daemon --data " + data() + " --provider bridge:br0 --eip-pool 192.0.2.0/24"
                        + " --eip-gateway 192.0.2.254 --eip-pool-v6 2001:db8::/64");
    }

    @Test
    void aDaemonThatEndsAtOnceIsToldWithTheEndOfItsLog() throws IOException {
        Ran ran = run(launcher("echo 'port 7070 is taken'; exit 1"), "up", "-d");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the daemon ended at once:").contains("port 7070 is taken");
    }

    @Test
    void optionsThatTheDaemonRefusesAreAWrongCommandLine() throws IOException {
        String launcher = launcher("echo \"perch: --listen: '$5' is not HOST:PORT\" >&2; exit 2");
        Ran detached = run(launcher, "up", "-d", "--listen", "x");
        assertThat(detached.exit()).isEqualTo(2);
        assertThat(detached.err())
                .endsWith("perch: the daemon ended at once:\nperch: --listen: 'x' is not HOST:PORT\n");
        assertThat(run(launcher, "up", "--listen", "x").exit()).isEqualTo(2);
    }

    @Test
    void whatEarlierDaemonsWroteIsNotToldAgain() throws IOException {
        run(launcher("echo 'perch: the first one'; exit 1"), "up", "-d");
        Ran ran = run(launcher("echo 'perch: the second one'; exit 1"), "up", "-d");
        assertThat(ran.err()).endsWith("perch: the daemon ended at once:\nperch: the second one\n");
    }

    @Test
    void aDaemonThatIsNeverReadyEndsTheWaiting() throws IOException {
        Ran ran = run(launcher("echo $$ > " + data() + "/pid; exec sleep 60"), "up", "-d", "--timeout", "1");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.err()).contains("waiting until the daemon is ready (log: " + data().resolve("perch.log"));
    }

    @Test
    void upInTheForegroundEndsAsTheDaemonDoes() throws IOException {
        assertThat(run(launcher("exit 3"), "up").exit()).isEqualTo(3);
    }

    @Test
    void downAsksTheDaemonAndWaitsForItsEnd() throws IOException {
        String launcher = launcher(ready() + "exec sleep 60");
        run(launcher, "up", "-d");
        long pid = pid().orElseThrow();
        daemon.on("POST shutdown", 202, "{}");
        Thread.ofVirtual().start(() -> {
            try {
                endWhenAsked(pid);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Ran ran = run(launcher, "down", "--timeout", "20");
        assertThat(ran).isEqualTo(new Ran(0, "Perch stopped (data in " + data() + ")\n", ran.err()));
        assertThat(daemon.lastChange()).isEqualTo("POST shutdown {\"purge\":false}");
        assertThat(run(launcher, "down").out()).startsWith("Perch not running");
    }

    @Test
    void purgingWithoutADaemonRunsOneThatOnlyPurges() throws IOException {
        String marker = folder.resolve("purged").toString();
        Ran ran = run(launcher("echo \"$@\" > " + marker), "down", "--purge");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(Path.of(marker)).hasContent("__daemon --data " + data() + " --purge");
    }

    @Test
    void withoutALauncherUpSaysWhatIsMissing() {
        Ran ran = Ran.with(Map.of("PERCH_DATA", data().toString()), "", "up");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("PERCH_LAUNCHER");
    }

    private void endWhenAsked(long pid) throws InterruptedException {
        for (int i = 0; i < 1000 && daemon.lastChange().isEmpty(); i++) {
            Thread.sleep(10);
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    private Ran run(String launcher, String... words) {
        return Ran.with(Map.of("PERCH_LAUNCHER", launcher, "PERCH_DATA", data().toString()), "", words);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Optional<Long> pid() {
        try {
            return Optional.of(
                    Long.valueOf(Files.readString(data().resolve("pid")).strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String ready() {
        return """
               echo "$@"
               echo $$ > %1$s/pid
               echo %2$s > %1$s/token
               echo '{"pid":'$$',"url":"%3$s","started":"2026-11-23T12:00:00Z","instance":"a1b2c3"}' > %1$s/daemon.json
               """.formatted(data(), FakeDaemon.TOKEN, daemon.url());
    }

    private String launcher(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("perch"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    /** Field 6 of /proc/PID/stat (proc_pid_stat(5)). */
    private static long sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    }
}
