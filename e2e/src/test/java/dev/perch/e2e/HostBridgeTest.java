package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import dev.perch.testkit.Ran;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** EIPs on a bridge that is the host's own: reached from what is behind it, and the bridge is not Perch's to keep or remove. */
class HostBridgeTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EIP = "198.18.0.100";
    private static final String NEIGHBOUR = "198.18.200.1";

    private static final String BRIDGE = "pt-" + UUID.randomUUID().toString().substring(0, 6);
    private static final Netns HOST = new Netns("perchtest-" + BRIDGE);

    private static Lab lab;

    @BeforeAll
    static void up() {
        Netns.create(HOST.name());
        Netns.onHost("ip link add %s-p type veth peer name eth0 netns %s".formatted(BRIDGE, HOST.name()))
                .ok();
        HOST.run("ip address add %s/16 dev eth0; ip link set eth0 up".formatted(NEIGHBOUR))
                .ok();
        bridge();
        lab = Lab.open(List.of("--provider", "bridge:" + BRIDGE, "--eip-gateway", NEIGHBOUR));
        lab.apply("""
                {"security_groups": [{"name": "open", "rules": [
                     {"direction": "egress"}, {"direction": "ingress", "protocol": "icmp"}]}],
                 "vpcs": [{"name": "v", "cidr": "10.46.0.0/16", "subnets": [{"name": "s", "cidr": "10.46.1.0/24"}]}],
                 "servers": [{"name": "a", "security_groups": ["open"], "nics": [{"subnet": "s"}]}],
                 "eips": [{"name": "e", "address": "%s", "server": "a"}]}
                """.formatted(EIP));
    }

    @AfterAll
    static void down() {
        try {
            lab.close();
            assertThat(Netns.onHost("ip -o link show master " + BRIDGE).ok())
                    .as("what is in the bridge once Perch is gone")
                    .hasLineCount(1);
        } finally {
            Netns.onHost("ip link delete " + BRIDGE);
            HOST.delete();
        }
    }

    /** With the neighbour in it. */
    private static void bridge() {
        Netns.onHost("""
                ip link add %1$s type bridge mcast_snooping 0 forward_delay 0
                ip link set %1$s addrgenmode none up
                ip link set %1$s-p addrgenmode none master %1$s up
                """.formatted(BRIDGE)).ok();
    }

    @Test
    void anEipIsReachedFromBehindTheBridgeAndReachesIt() {
        assertReached();
        assertThat(lab.exec("a", "ping -n -c 1 -W 2 " + NEIGHBOUR).succeeded()).isTrue();
    }

    @Test
    void aBridgeThatIsMissingIsToldAndUsedAgainWhenItIsBack() {
        long event = lab.lastEvent();
        Netns.onHost("ip link delete " + BRIDGE).ok();
        JsonNode health = Await.until(
                "the missing bridge is told",
                SOON,
                () -> lab.api().get("/ops/v1/health").ok(),
                now -> !now.get("failures").isEmpty());
        assertThat(health.at("/failures/0/object").asText()).isEqualTo("the provider network");
        assertThat(health.at("/failures/0/reason").asText()).contains(BRIDGE);
        Await.until(
                "it is told in the events too",
                SOON,
                () -> lab.events(event, "fabric.failing"),
                told -> !told.isEmpty());

        bridge();
        assertReached();
        lab.perch().converged();
        assertThat(lab.plan()).isEmpty();
    }

    private static void assertReached() {
        Await.until("the EIP answers", SOON, () -> HOST.run("ping -n -c 1 -W 1 " + EIP), Ran::succeeded);
    }
}
