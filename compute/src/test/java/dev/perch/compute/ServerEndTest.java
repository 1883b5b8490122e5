package dev.perch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.linux.Namespaces;
import dev.perch.model.ObjectId.ServerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stopping, killing, freezing. */
class ServerEndTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Lab lab = new Lab();
    private final ServerId server = Lab.id();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void gracefulStopLetsAHandlerFinish() {
        lab.boot(server, "web-1", """
                #!/bin/bash
                trap 'sleep 0.3; echo goodbye; exit 0' TERM
                echo ready
                while :; do sleep 0.01; done
                """);
        lab.awaitLog(server, "ready");
        assertThat(lab.runtime.stop(server, LONG)).isTrue();
        assertThat(lab.runtime.log(server, 10)).contains("goodbye");
        assertThat(lab.runtime.running(server)).isEmpty();
    }

    @Test
    void gracefulStopOfAnIdleServerIsQuick() {
        lab.boot(server, "web-1", "sleep 1000 & echo ready");
        lab.awaitLog(server, "status 0");
        long begin = System.nanoTime();
        assertThat(lab.runtime.stop(server, LONG)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void gracefulStopKillsWhatDoesNotListen() {
        lab.boot(server, "web-1", "trap '' TERM; echo ready; while :; do sleep 1; done");
        lab.awaitLog(server, "ready");
        assertThat(lab.runtime.stop(server, Duration.ofMillis(200))).isFalse();
        assertThat(lab.runtime.running(server)).isEmpty();
    }

    @Test
    void stopsAServerThatWaitsForItsInterfaces() {
        lab.runtime.prepare(server);
        lab.runtime.boot(new Boot(server, "web-1", "echo never", List.of("eth0"), 1));
        assertThat(lab.runtime.stop(server, LONG)).isTrue();
        assertThat(lab.runtime.log(server, 10)).doesNotContain("never");
    }

    @Test
    void stopsAPausedServer() {
        lab.boot(server, "web-1", "trap 'echo goodbye; exit' TERM; echo ready; while :; do sleep 0.01; done");
        lab.awaitLog(server, "ready");
        lab.runtime.pause(server);
        assertThat(lab.runtime.stop(server, LONG)).isTrue();
        assertThat(lab.runtime.log(server, 10)).contains("goodbye");
    }

    @Test
    void theNameOfItsNamespaceIsMadeAnewAsLongAsItRuns() {
        lab.boot(server, "web-1", "sleep 1000 & echo ready");
        lab.awaitLog(server, "ready");
        new Namespaces().delete(lab.runtime.namespaceName(server));
        assertThat(lab.runtime.presentNamespace(server)).contains(lab.runtime.networkNamespace(server));
        assertThat(lab.runtime.forwards(server)).isFalse(); // it is entered by that name
        lab.runtime.powerOff(server);
        assertThat(lab.runtime.presentNamespace(server)).isEmpty();
    }

    @Test
    void powerOffIsInstant() {
        // The fastest of several, because other tests may have the processors meanwhile.
        Duration fastest = Stream.generate(this::powerOff)
                .limit(5)
                .min(Duration::compareTo)
                .orElseThrow();
        assertThat(fastest).isLessThan(Duration.ofMillis(50));
        lab.runtime.powerOff(server);
    }

    private Duration powerOff() {
        Running running = lab.boot(server, "web-1", "trap '' TERM; for i in 1 2 3 4 5; do sleep 1000 & done; wait");
        assertThat(Lab.await(() -> Processes.inNamespaceOf(running.pid()).size() == 8))
                .isTrue();
        List<Long> pids = Processes.inNamespaceOf(running.pid());
        long begin = System.nanoTime();
        lab.runtime.powerOff(server);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        return took;
    }

    @Test
    void anEndIsToldOnceAndAtOnce() throws InterruptedException {
        Running running = lab.boot(server, "web-1", "");
        running.process().orElseThrow().destroyForcibly();
        assertThat(lab.ended.poll(10, TimeUnit.SECONDS)).isEqualTo(running);
        assertThat(lab.runtime.running(server)).isEmpty();
        lab.runtime.powerOff(server);
        assertThat(lab.kernel.exists(lab.runtime.namespaceName(server))).isFalse();
        assertThat(lab.ended).isEmpty();
    }

    @Test
    void aPausedServerDoesNothingUntilItIsResumed() {
        lab.boot(server, "web-1", "(while :; do echo x >>/root/ticks; sleep 0.01; done) & echo ready");
        lab.awaitLog(server, "ready");
        assertThat(Lab.await(() -> ticks() > 3)).isTrue();
        lab.runtime.pause(server);
        long paused = ticks();
        // Nothing can be awaited to see that nothing happens; ten times the ticker's period has to do.
        lab.exec(server, "sleep 0.1");
        assertThat(ticks()).isEqualTo(paused);
        lab.runtime.resume(server);
        assertThat(Lab.await(() -> ticks() > paused)).isTrue();
    }

    @Test
    void aPausedServerDoesNotEvenAnswerByItsKernel() {
        lab.boot(server, "web-1", "");
        ServerId other = Lab.id();
        lab.boot(other, "web-2", "");
        Programs.run(
                "ip",
                "-n",
                lab.runtime.namespaceName(server),
                "link",
                "add",
                "eth0",
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                lab.runtime.namespaceName(other));
        lab.exec(server, "ip address add 192.0.2.1/24 dev eth0; ip link set eth0 up");
        lab.exec(other, "ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up");
        String ping = "ping -q -c 1 -W 0.3 192.0.2.1";
        assertThat(Lab.await(() -> lab.exec(other, ping).status() == 0)).isTrue();
        lab.runtime.pause(server);
        assertThat(lab.exec(other, ping).status()).isEqualTo(1);
        lab.runtime.pause(server);
        lab.runtime.resume(server);
        assertThat(lab.exec(other, ping).status()).isZero();
        lab.runtime.resume(server);
    }

    private long ticks() {
        return lab.exec(server, "cat /root/ticks 2>/dev/null").out().lines().count();
    }

    @Test
    void killsAProgramWithItsChildrenBeforeAnyOfThemReacts() {
        lab.boot(server, "web-1", """
                cp /bin/bash /usr/local/bin/rather-long-program-name
                mkfifo /root/never
                cat >/root/child <<'END'
                trap 'echo goodbye; exit' TERM
                while :; do read -t 0.1 x <>/root/never; done
                END
                cat >/root/parent <<'END'
                while :; do rather-long-program-name /root/child; echo restarted; done
                END
                rather-long-program-name /root/parent &
                """);
        assertThat(Lab.await(() -> programs() == 2)).isTrue();
        assertThat(lab.runtime.kill(server, "rather-long-program-name")).isEqualTo(2);
        assertThat(Lab.await(() -> programs() == 0)).isTrue();
        assertThat(lab.runtime.log(server, 10)).doesNotContain("goodbye", "restarted");
        assertThat(lab.runtime.kill(server, "rather-long-program-name")).isZero();
        assertThat(lab.runtime.running(server)).isPresent();
    }

    private long programs() {
        return Processes.inNamespaceOf(lab.runtime.running(server).orElseThrow().pid()).stream()
                .filter(pid -> Processes.command(pid).equals("rather-long-pro"))
                .count();
    }
}
