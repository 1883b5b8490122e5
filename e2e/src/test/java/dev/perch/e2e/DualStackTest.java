package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A virtual IP with both families, held by real Keepalived, one instance for each family; with security groups, an EIP of each
 * family and a peered VPC.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DualStackTest {
    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "security_groups": [{"name": "pair", "rules": [
                      {"direction": "egress", "family": 4}, {"direction": "egress", "family": 6},
                      {"direction": "ingress", "family": 4, "protocol": "icmp"},
                      {"direction": "ingress", "family": 6, "protocol": "icmpv6"}]}],
                  "vpcs": [
                      {"name": "dual", "cidr": "10.36.0.0/16", "subnets": [
                          {"name": "front", "cidr": "10.36.1.0/24", "cidr_v6": "fd00:36:1::/64"},
                          {"name": "clients", "cidr": "10.36.2.0/24", "cidr_v6": "fd00:36:2::/64"}]},
                      {"name": "remote", "cidr": "10.37.0.0/16", "subnets": [
                          {"name": "far", "cidr": "10.37.1.0/24", "cidr_v6": "fd00:37:1::/64"}]}],
                  "servers": [
                      {"name": "first", "user_data": %s, "security_groups": ["pair"], "nics": [{"subnet": "front"}]},
                      {"name": "second", "user_data": %s, "security_groups": ["pair"], "nics": [{"subnet": "front"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.36.1.100", "address_v6": "fd00:36:1::100",
                      "bind": ["first", "second"]}],
                  "eips": [
                      {"name": "web4", "address": "198.18.0.36", "vip": "web"},
                      {"name": "web6", "address": "2001:2::36", "vip": "web"}],
                  "peerings": [{"name": "beyond", "vpc": "dual", "peer_vpc": "remote"}],
                  "route_tables": [
                      {"vpc": "dual", "routes": [
                          {"destination": "10.37.0.0/16", "peering": "beyond"},
                          {"destination": "fd00:37:1::/64", "peering": "beyond"}]},
                      {"vpc": "remote", "routes": [
                          {"destination": "10.36.0.0/16", "peering": "beyond"},
                          {"destination": "fd00:36:1::/64", "peering": "beyond"}]}]
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

    @Test
    @Order(4)
    void aDrillSeesBothFamiliesComeBackFromEverywhere() {
        JsonNode result = drill();
        assertThat(result.get("left_out")).as(result.toString()).isEmpty();
        assertThat(vantagePoints(result))
                .containsExactlyInAnyOrder(
                        "same subnet ipv4",
                        "same subnet ipv6",
                        "other subnet ipv4",
                        "other subnet ipv6",
                        "peered VPC ipv4",
                        "peered VPC ipv6",
                        "EIP ipv4",
                        "EIP ipv6");
        assertThat(result.get("vantage_points"))
                .allSatisfy(vantage -> assertThat(vantage.get("outage_ms").asDouble())
                        .as(vantage.toString())
                        .isPositive());
        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
    }

    @Test
    @Order(5)
    void aFamilyThatDoesNotAnswerIsNamedAndTheOtherIsMeasured() {
        lab.apply("""
                {"security_groups": [{"name": "pair", "rules": [
                    {"direction": "egress", "family": 4}, {"direction": "egress", "family": 6},
                    {"direction": "ingress", "family": 4, "protocol": "icmp"},
                    {"direction": "ingress", "family": 6, "protocol": "icmpv6", "cidr": "fd00::/16"}]}]}
                """);
        JsonNode result = drill();
        assertThat(vantagePoints(result))
                .contains("EIP ipv4", "peered VPC ipv6")
                .doesNotContain("EIP ipv6");
        assertThat(result.get("left_out")).as(result.toString()).hasSize(1);
        assertThat(result.at("/left_out/0/name").asText()).isEqualTo("EIP");
        assertThat(result.at("/left_out/0/reason").asText()).startsWith("no answer from 2001:2::36 before the drill: ");
        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
    }

    private static JsonNode drill() {
        awaitHolders("first", "first");
        List<JsonNode> results = new ArrayList<>();
        try (Stream<JsonNode> lines = lab.api().stream("/ops/v1/vips/web/drills", "{\"mode\":\"link-down\"}")) {
            lines.filter(line -> line.has("result")).forEach(line -> results.add(line.get("result")));
        }
        assertThat(results).as("log: %s", lab.perch().tail()).hasSize(1);
        return results.getFirst();
    }

    private static List<String> vantagePoints(JsonNode result) {
        return result.get("vantage_points")
                .valueStream()
                .map(vantage -> vantage.get("name").asText() + " "
                        + vantage.get("family").asText())
                .toList();
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
