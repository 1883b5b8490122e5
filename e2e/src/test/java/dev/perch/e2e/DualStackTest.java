package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A virtual IP with both families, held by real Keepalived, one instance for each family. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DualStackTest {
    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "vpcs": [{"name": "dual", "cidr": "10.36.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.36.1.0/24", "cidr_v6": "fd00:36:1::/64"}]}],
                  "servers": [
                      {"name": "first", "user_data": %s, "nics": [{"subnet": "front"}]},
                      {"name": "second", "user_data": %s, "nics": [{"subnet": "front"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.36.1.100", "address_v6": "fd00:36:1::100",
                      "bind": ["first", "second"]}]
                }
                """.formatted(Topologies.json(keepalived(150, 150)), Topologies.json(keepalived(100, 100))));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    @Order(1)
    void aFailureMovesBothFamiliesWithoutAnAlarm() {
        awaitHolders("first", "first");
        lab.api().post("/ops/v1/servers/first/stop", "{\"mode\":\"power-off\"}").ok();
        awaitHolders("second", "second");
        lab.api().post("/ops/v1/servers/first/start", "").ok();
        awaitHolders("first", "first");
        assertThat(told()).isEmpty();
    }

    @Test
    @Order(2)
    void familiesThatStayApartAreAnAlarmWithBothServersNamed() {
        lab.exec("second", keepalived(100, 200)).ok();
        awaitHolders("first", "second");
        Await.until("the alarm is raised", Duration.ofSeconds(10), () -> told().equals(List.of("vip.split-families")));
        assertThat(warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.get("code").asText()).isEqualTo("split-families");
            assertThat(warning.get("message").asText()).contains("'first'", "'second'");
        });
    }

    @Test
    @Order(3)
    void aRestartKeepsTheAlarmAndTheEndOfTheSplitEndsIt() {
        lab.perch().kill();
        lab.perch().start();
        lab.perch().converged();
        awaitHolders("first", "second");
        assertThat(warnings()).hasSize(1);
        lab.exec("second", keepalived(100, 100)).ok();
        awaitHolders("first", "first");
        Await.until(
                "the alarm is lifted",
                Duration.ofSeconds(10),
                () -> told().equals(List.of("vip.split-families", "vip.rejoined-families")));
        assertThat(warnings()).isEmpty();
    }

    private static void awaitHolders(String ipv4, String ipv6) {
        Await.until(
                "the holders are " + ipv4 + " and " + ipv6,
                Duration.ofSeconds(30),
                () -> lab.vip("web").get("holders").findValuesAsText("server_name"),
                List.of(ipv4, ipv6)::equals);
    }

    private static List<String> told() {
        return lab.events(0, "vip.").stream()
                .map(event -> event.get("type").asText())
                .filter(type -> type.endsWith("-families"))
                .toList();
    }

    private static List<JsonNode> warnings() {
        return lab.vip("web").get("warnings").valueStream().toList();
    }

    /** A script that starts Keepalived with an instance for each family, in place of one that runs. */
    private static String keepalived(int priority4, int priority6) {
        return """
                #!/bin/sh
                pkill keepalived
                while pgrep keepalived >/dev/null; do sleep 0.1; done
                cat >/etc/keepalived/keepalived.conf <<END
                vrrp_instance web4 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    virtual_ipaddress {
                        10.36.1.100/24
                    }
                }
                vrrp_instance web6 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    virtual_ipaddress {
                        fd00:36:1::100/64
                    }
                }
                END
                setsid keepalived --dont-fork --log-console --log-detail --vrrp </dev/null >>/var/log/keepalived.log 2>&1 &
                """.formatted(priority4, priority6);
    }
}
