package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import dev.perch.testkit.Outside;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An HA pair of Keepalived with an EIP on its virtual IP, and a server with one of its own, seen from outside. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EipTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String OF_VIP = HaPair.EIP;
    private static final String OF_SERVER = "198.18.0.101";

    private static Lab lab;
    private static Outside outside;
    private static Netns vpc;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply(HaPair.reachableFromEverywhere());
        lab.apply("{\"eips\": [{\"name\": \"own\", \"address\": \"%s\", \"server\": \"first\"}]}".formatted(OF_SERVER));
        lab.awaitHolder("web", "first");
        outside = Outside.of(lab);
        vpc = lab.kernel().vpcNamespace("ha");
    }

    @AfterAll
    static void down() {
        outside.close();
        lab.close();
    }

    @Test
    @Order(1)
    void aServerAndTheHolderOfAVirtualIpAreSeenWithTheirEips() {
        Await.until("the server is seen with its EIP", SOON, () -> seenFrom("first", ""), OF_SERVER::equals);
        assertThat(seenFrom("first", "--interface " + HaPair.VIP)).isEqualTo(OF_VIP);
        assertThat(seenFrom("second", "")).as("who has no EIP").isEmpty();
        assertThat(outside.pings(OF_VIP)).isTrue();
        assertThat(outside.pings(OF_SERVER)).isTrue();
    }

    @Test
    @Order(2)
    void connectionsThroughAVirtualIpAreForgottenOrKeptAsItsOwnerSays() {
        fate("keep");
        openFlows();
        moveTo("second");
        assertThat(flows("icmp")).as("kept").isNotEmpty();
        assertThat(flows("udp")).as("never kept").isEmpty();
        moveTo("first");

        fate("reset");
        openFlows();
        moveTo("second");
        Await.until(
                "all are forgotten",
                SOON,
                () -> flows("icmp").isEmpty() && flows("udp").isEmpty());
    }

    @Test
    @Order(3)
    void afterAMoveTheNewHolderIsSeenWithTheEip() {
        assertThat(lab.holder("web")).isEqualTo("second");
        assertThat(seenFrom("second", "--interface " + HaPair.VIP)).isEqualTo(OF_VIP);
        assertThat(outside.pings(OF_VIP)).isTrue();
        moveTo("first");
        assertThat(seenFrom("first", "--interface " + HaPair.VIP)).isEqualTo(OF_VIP);
    }

    @Test
    @Order(4)
    void aKilledDaemonCostsNoPacketFromOutsideAndFindsNothingToDo() {
        long event = lab.lastEvent();
        String ping = "ping -n -c 400 -i 0.02 -q " + OF_VIP;
        outside.run(ping + " >/tmp/eip-" + lab.tag() + " 2>&1 </dev/null &").ok();
        lab.perch().kill();
        assertThat(outside.pings(OF_SERVER)).isTrue();
        lab.perch().start();
        lab.perch().converged();
        assertThat(lab.events(event, "fabric.adopted").getFirst().at("/data/steps"))
                .isEmpty();
        Await.until(
                "the pings are done",
                SOON,
                () -> outside.run("cat /tmp/eip-" + lab.tag()).out().contains("packets transmitted"));
        assertThat(outside.run("cat /tmp/eip-" + lab.tag() + "; rm /tmp/eip-" + lab.tag())
                        .ok())
                .contains(" 0% packet loss");
    }

    @Test
    @Order(5)
    void withoutAHolderThePacketsDieUnansweredAndAreCounted() {
        List.of("first", "second")
                .forEach(server -> lab.exec(server, "pkill keepalived").out());
        Await.until("nobody holds it", SOON, () -> lab.holder("web").isEmpty());
        Await.until("packets are counted", SOON, () -> {
            String answers = outside.run("ping -n -c 2 -i 0.2 -W 1 " + OF_VIP).out();
            assertThat(answers).contains("100% packet loss").doesNotContain("nreachable");
            return vpc.run("nft list set inet perch no_holder4").out().contains(HaPair.VIP);
        });
        JsonNode eip = lab.list("eips").stream()
                .filter(one -> one.get("address").asText().equals(OF_VIP))
                .findFirst()
                .orElseThrow();
        assertThat(eip.get("status").asText()).isEqualTo("NO_HOLDER");
        assertThat(eip.get("no_holder_drops").asLong()).isPositive();
        assertThat(outside.pings(OF_SERVER)).as("the server's own").isTrue();
    }

    /** Where the outside says that a server comes from; empty when it does not get there. */
    private static String seenFrom(String server, String how) {
        return lab.exec(server, "curl -s -m 2 %s http://%s/".formatted(how, Outside.ADDRESS))
                .out();
    }

    private static void fate(String fate) {
        lab.api().put("/ops/v1/vips/web", "{\"flow_fate\": \"" + fate + "\"}").ok();
    }

    /** A ping and a UDP packet from outside to the EIP, as conntrack sees them. */
    private static void openFlows() {
        outside.run("ping -n -c 1 -W 1 " + OF_VIP).ok();
        lab.exec(
                        lab.holder("web"),
                        "echo x | timeout 1 python3 -c \"import socket; "
                                + "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('" + HaPair.VIP
                                + "', 0)); s.sendto(b'x', ('" + Outside.ADDRESS + "', 5000))\"")
                .ok();
        Await.until(
                "there are flows",
                SOON,
                () -> !flows("icmp").isEmpty() && !flows("udp").isEmpty());
    }

    private static List<String> flows(String protocol) {
        return vpc.run("cat /proc/net/nf_conntrack")
                .ok()
                .lines()
                .filter(line -> line.contains(" " + protocol + " ") && line.contains(HaPair.VIP + " "))
                .toList();
    }

    /** Keepalived gives the address up when it is asked to end, and takes it back when it starts. */
    private static void moveTo(String server) {
        if (server.equals("second")) {
            lab.exec("first", "pkill keepalived").ok();
        } else {
            lab.exec(
                            "first",
                            "while pgrep keepalived; do sleep 0.1; done; setsid keepalived --dont-fork --log-console --vrrp >/dev/null 2>&1 </dev/null &")
                    .ok();
        }
        lab.awaitHolder("web", server);
    }
}
