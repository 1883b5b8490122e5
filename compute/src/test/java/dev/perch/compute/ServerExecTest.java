package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.model.ObjectId.ServerId;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerExecTest {
    private final Lab lab = new Lab();
    private final ServerId server = Lab.id();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void passesInputOutputAndStatus() {
        lab.boot(server, "web-1", "echo ready");
        lab.awaitLog(server, "ready");
        assertThat(lab.exec(server, "tr a-z A-Z; echo e >&2; pwd; exit 7", "hello\n"))
                .isEqualTo(new Lab.Result(7, "HELLO\n/root\n", "e\n"));
        assertThat(lab.exec(server, "kill -KILL $$").status()).isEqualTo(137);
        assertThat(lab.exec(server, "true", "x".repeat(1 << 20)).status()).isZero();
        assertThat(lab.exec(server, "head -c 3000000 /dev/zero").out()).hasSize(3_000_000);
        assertThat(lab.exec(server, "grep CapEff /proc/self/status").out())
                .isEqualTo(lab.exec(server, "grep CapEff /proc/1/status").out());
    }

    @Test
    void saysWhenThereIsNoSuchProgramOrServer() {
        lab.boot(server, "web-1", "");
        assertThat(run("no-such-program")).hasValue(127);
        lab.runtime.powerOff(server);
        assertThatThrownBy(() -> run("true")).isInstanceOf(ServerFault.class).hasMessageContaining("is not running");
    }

    @Test
    void killsWhatTakesTooLong() {
        Running running = lab.boot(server, "web-1", "");
        assertThat(lab.runtime.exec(
                        server,
                        List.of("sh", "-c", "sleep 1000; true"),
                        InputStream.nullInputStream(),
                        Duration.ofMillis(200),
                        output -> {}))
                .isEmpty();
        assertThat(Lab.await(() -> Processes.inNamespaceOf(running.pid()).size() == 2))
                .isTrue();
    }

    @Test
    void doesNotWaitForADaemonThatKeepsTheOutputOpen() {
        lab.boot(server, "web-1", "");
        long begin = System.nanoTime();
        assertThat(lab.exec(server, "sleep 1000 & echo started")).isEqualTo(new Lab.Result(0, "started\n", ""));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    private java.util.OptionalInt run(String... argv) {
        return lab.runtime.exec(
                server, List.of(argv), InputStream.nullInputStream(), Duration.ofSeconds(10), output -> {});
    }
}
