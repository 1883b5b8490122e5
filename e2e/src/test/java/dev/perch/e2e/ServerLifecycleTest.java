package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Answer;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import dev.perch.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a server over HTTP. */
class ServerLifecycleTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {"vpcs": [{"name": "life", "cidr": "10.38.0.0/16", "subnets": [
                    {"name": "front", "cidr": "10.38.1.0/24"}, {"name": "back", "cidr": "10.38.2.0/24"}]}],
                 "servers": [{"name": "neighbour", "nics": [{"subnet": "front"}]}]}
                """);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    /** A server that tells its log when it boots and when it is asked to end. */
    @BeforeEach
    void create() {
        String script = """
                #!/bin/sh
                echo "boot of $(hostname)"
                trap 'echo goodbye; exit 0' TERM
                while :; do sleep 0.1; done
                """;
        Answer created = lab.api().post("/ops/v1/servers", """
                {"name": "it", "user_data": %s, "nics": [
                    {"subnet": "front", "address": "10.38.1.11"}, {"subnet": "back", "address": "10.38.2.11"}]}
                """.formatted(Topologies.json(script)));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        awaitState("ACTIVE");
        lab.perch().converged();
        Await.until("it boots", SOON, () -> log().contains("boot of it"));
    }

    @AfterEach
    void delete() {
        if (lab.api().get("/ops/v1/servers/it").status() == 200) {
            lab.api().delete("/ops/v1/servers/it").ok();
            Await.until(
                    "it is gone",
                    SOON,
                    () -> lab.api().get("/ops/v1/servers/it").status() == 404);
        }
    }

    @Test
    void aServerBootsWithItsNicsInOrder() {
        assertThat(lab.exec("it", "ip -o -4 address show").ok())
                .containsPattern("eth0 +inet 10.38.1.11/24")
                .containsPattern("eth1 +inet 10.38.2.11/24");
        assertThat(lab.exec("it", "ip route show default").ok()).contains("via 10.38.1.1");
        assertThat(lab.pings("neighbour", "10.38.1.11")).isTrue();
        assertThat(lab.exec("it", "ping -n -c 1 -W 1 10.38.2.1").succeeded())
                .as("second gateway")
                .isTrue();
    }

    @Test
    void commandsRunInsideWithTheirOutputsExitCodesAndInput() {
        Ran ran = lab.exec("it", "echo out; echo err >&2; hostname; exit 7");
        assertThat(ran).isEqualTo(new Ran(7, "out\nit\n", "err\n"));

        StringBuilder all = new StringBuilder();
        try (var lines = lab.api().stream(
                "/ops/v1/servers/it/exec", "{\"argv\":[\"tr\",\"a-z\",\"A-Z\"],\"stdin_base64\":\"cGVyY2g=\"}")) {
            lines.forEach(all::append);
        }
        assertThat(all.toString()).contains("UEVSQ0g=").contains("{\"exit\":0}");
    }

    @Test
    void whatAServerWritesStaysInsideAndOutlivesItsStops() {
        String name = "/root/perch-lifecycle-test";
        lab.exec("it", "echo kept >" + name).ok();
        assertThat(Path.of(name)).doesNotExist();
        assertThat(lab.exec("neighbour", "cat " + name).succeeded()).isFalse();

        stop("graceful");
        start();
        assertThat(lab.exec("it", "cat " + name).ok()).isEqualTo("kept\n");
    }

    @Test
    void aGracefulStopLetsItsProcessesEndInOrder() {
        long pid = pid();
        stop("graceful");
        assertThat(log()).contains("goodbye");
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(lab.pings("neighbour", "10.38.1.11")).isFalse();
        assertThat(lab.api()
                        .post("/ops/v1/servers/it/exec", "{\"argv\":[\"true\"]}")
                        .status())
                .isEqualTo(409);

        start();
        assertThat(pid()).isNotEqualTo(pid);
        Await.until("it boots again", SOON, () -> log().stripTrailing().endsWith("boot of it"));
        assertThat(lab.pings("neighbour", "10.38.1.11")).isTrue();
    }

    @Test
    void aPowerOffAsksNobody() {
        long pid = pid();
        long event = lab.lastEvent();
        stop("power-off");
        assertThat(log()).doesNotContain("goodbye");
        lab.perch().converged();
        assertThat(lab.events(event, "fabric.repaired"))
                .as("repairs of what nobody broke")
                .isEmpty();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(lab.pings("neighbour", "10.38.1.11")).isFalse();

        start();
        assertThat(lab.pings("neighbour", "10.38.1.11")).isTrue();
    }

    @Test
    void aRebootIsANewBoot() {
        long pid = pid();
        lab.api().post("/ops/v1/servers/it/reboot", "").ok();
        Await.until("it runs anew", SOON, () -> state().equals("ACTIVE") && pid() != pid && pid() > 0);
        lab.perch().converged();
        assertThat(lab.pings("neighbour", "10.38.1.11")).isTrue();
    }

    @Test
    void aServerWhoseProcessesEndByThemselvesIsShutOffAndCanBeStarted() {
        ProcessHandle.of(pid()).orElseThrow().destroyForcibly();
        awaitState("SHUTOFF");
        assertThat(lab.pings("neighbour", "10.38.1.11")).isFalse();
        start();
        assertThat(lab.pings("neighbour", "10.38.1.11")).isTrue();
    }

    @Test
    void aServerSurvivesAKilledDaemonAndObeysTheNextOne() {
        long pid = pid();
        lab.perch().kill();
        lab.perch().start();
        lab.perch().converged();
        assertThat(pid()).isEqualTo(pid);
        assertThat(state()).isEqualTo("ACTIVE");
        assertThat(lab.exec("it", "echo still here").ok()).isEqualTo("still here\n");
        stop("graceful");
        assertThat(log()).contains("goodbye");
    }

    @Test
    void aDeletedServerLeavesNothing() throws IOException {
        String id = it().get("id").asText();
        long pid = pid();
        Netns namespace = lab.kernel().serverNamespace("it");
        String nic = lab.nic("it").get("id").asText();
        String link = lab.kernel().link("it");

        lab.api().delete("/ops/v1/servers/it").ok();

        assertThat(lab.api().get("/ops/v1/servers/it").status()).isEqualTo(404);
        Await.until("its namespace is gone", SOON, () -> !namespace.exists());
        Await.until("its processes are gone", SOON, () -> ProcessHandle.of(pid).isEmpty());
        assertThat(lab.api().get("/ops/v1/ports/" + nic).status()).isEqualTo(404);
        assertThat(lab.kernel().vpcNamespace("life").run("ip -o link show").ok())
                .doesNotContain(link);
        Path disk = lab.perch().data().resolve("servers").resolve(id);
        Await.until("its disk is gone", SOON, () -> !Files.exists(disk)); // it goes last
        try (Stream<Path> kept = Files.walk(lab.perch().data())) {
            assertThat(kept.filter(path -> path.toString().contains(id)))
                    .as("its disk and log")
                    .isEmpty();
        }
        create(); // the address and the name are free again
    }

    private static void stop(String mode) {
        lab.api().post("/ops/v1/servers/it/stop", "{\"mode\":\"" + mode + "\"}").ok();
        awaitState("SHUTOFF");
    }

    private static void start() {
        lab.api().post("/ops/v1/servers/it/start", "").ok();
        awaitState("ACTIVE");
        lab.perch().converged();
    }

    private static void awaitState(String wanted) {
        Await.until("it is " + wanted, SOON, ServerLifecycleTest::state, wanted::equals);
    }

    private static JsonNode it() {
        return lab.api().get("/ops/v1/servers/it").ok();
    }

    private static String state() {
        return it().get("state").asText();
    }

    private static long pid() {
        return it().get("pid").asLong();
    }

    private static String log() {
        return lab.api().get("/ops/v1/servers/it/log").ok().asText();
    }
}
