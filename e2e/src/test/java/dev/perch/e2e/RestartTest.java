package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a killed daemon means for virtual IPs: nothing while it is gone, and a full account once it is back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartTest {
    /** Prints every gap in the sequence of answers. */
    private static final String GAPS = """
            awk -F'icmp_seq=' '/bytes from/ { split($2, a, " "); if (a[1] != last + 1) print "gap " last " to " a[1];
                last = a[1] }' /root/ping.log""";

    private static final List<String> CLIENTS = List.of("client", "neighbour");

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply(HaPair.topology());
        lab.awaitHolder("web", "first");
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    @Order(1)
    void aKilledDaemonCostsNoPacketAndFindsNothingToDoWhenItIsBack() throws IOException {
        List<Long> pids = pids();
        long event = lab.lastEvent();
        int moves = lab.moves("web").size();
        assertThat(lossesOverARestart()).isEmpty();

        assertThat(adopted(event)).as("steps of the first pass").isEmpty();
        assertThat(lab.plan()).isEmpty();
        assertThat(pids()).isEqualTo(pids);
        assertThat(lab.holder("web")).isEqualTo("first");
        assertThat(lab.moves("web")).hasSize(moves);
    }

    @Test
    @Order(2)
    void aHolderThatDiesWhileTheDaemonIsDeadLosesTheVipAndTheLogHasIt() {
        lab.awaitHolder("web", "first");
        long epoch = lab.moves("web").getFirst().get("epoch").asLong();
        Netns client = lab.kernel().serverNamespace("client");
        Netns second = lab.kernel().serverNamespace("second");
        long holder = lab.api().get("/ops/v1/servers/first").ok().get("pid").asLong();

        lab.perch().kill();
        ProcessHandle.of(holder).orElseThrow().destroyForcibly();
        Await.until(
                "the standby has taken the address",
                Duration.ofSeconds(10),
                () -> second.run("ip address show dev eth0").out().contains(HaPair.VIP + "/"));
        Await.until(
                "the address answers from the standby",
                Duration.ofSeconds(10),
                () -> client.run("ping -n -c 1 -W 1 " + HaPair.VIP).succeeded());
        lab.perch().start();

        lab.awaitHolder("web", "second");
        lab.perch().converged();
        List<JsonNode> since = lab.moves("web").stream()
                .filter(move -> move.get("epoch").asLong() > epoch)
                .toList();
        assertThat(since.getFirst().at("/to/server_name").asText()).isEqualTo("second");
        assertThat(since.getLast().at("/from/server_name").asText()).isEqualTo("first");
        assertThat(lab.api().get("/ops/v1/servers/first").ok().get("state").asText())
                .isEqualTo("SHUTOFF");
        assertThat(lab.pings("client", HaPair.VIP)).isTrue();
        assertThat(lab.kernel().neighbour("neighbour", HaPair.VIP)).isIn("", lab.mac("second"));
    }

    /**
     * Kills and starts the daemon under pings every millisecond from both subnets; the gaps in their answers. The kernel's
     * packet backlog is one for the whole host: when others overflow it meanwhile, any packet may be lost, and the
     * measurement is made again.
     */
    private static List<String> lossesOverARestart() throws IOException {
        for (int attempt = 1; ; attempt++) {
            long overflows = backlogOverflows();
            for (String client : CLIENTS) {
                lab.exec(client, "setsid ping -n -i 0.001 " + HaPair.VIP + " >/root/ping.log 2>&1 </dev/null &")
                        .ok();
                Await.until(client + " is answered", Duration.ofSeconds(5), () -> answers(client) > 100);
            }
            lab.perch().kill();
            lab.perch().start();
            lab.perch().converged();
            List<String> gaps = new ArrayList<>();
            for (String client : CLIENTS) {
                long back = answers(client);
                Await.until(client + " is answered on", Duration.ofSeconds(5), () -> answers(client) > back + 100);
                lab.exec(client, "pkill ping").ok();
                lab.exec(client, GAPS)
                        .ok()
                        .lines()
                        .map(gap -> client + ": " + gap)
                        .forEach(gaps::add);
            }
            if (gaps.isEmpty() || backlogOverflows() == overflows || attempt == 3) {
                return gaps;
            }
        }
    }

    /** Packets that the host's processors had no room for: second column of each line, hexadecimal. */
    private static long backlogOverflows() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/softnet_stat")).stream()
                .mapToLong(line -> Long.parseLong(line.split(" ")[1], 16))
                .sum();
    }

    private static long answers(String client) {
        return Long.parseLong(lab.exec(client, "grep -c 'bytes from' /root/ping.log || :")
                .ok()
                .strip());
    }

    private static List<String> adopted(long after) {
        List<JsonNode> told = lab.events(after, "fabric.adopted");
        assertThat(told).hasSize(1);
        return told.getFirst()
                .at("/data/steps")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static List<Long> pids() {
        return lab.list("servers").stream()
                .map(server -> server.get("pid").asLong())
                .toList();
    }
}
