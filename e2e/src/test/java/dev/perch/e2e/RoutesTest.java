package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.ApiClient;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Peered VPCs and what users' routes do with packets between them: straight over the peering, through a firewall, through
 * whoever holds a virtual IP.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoutesTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String FAR = "10.41.1.20";
    private static final String FAR6 = "fd00:41:1::20";
    private static final String NEIGHBOUR = "00000000000000000000000000000b0b";
    private static final String GATE = "10.40.9.100";

    /** Counts what passes; the check of its NIC is off, because it forwards what is not its own. */
    private static final String FIREWALL = """
            #!/bin/sh
            sysctl -w net.ipv4.ip_forward=1
            nft -f - <<END
            table ip firewall {
                counter passed { }
                chain forward {
                    type filter hook forward priority 0
                    counter name passed
                }
            }
            END
            """;

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "security_groups": [{"name": "open", "rules": [
                      {"direction": "egress", "family": 4}, {"direction": "ingress", "family": 4},
                      {"direction": "egress", "family": 6}, {"direction": "ingress", "family": 6}]}],
                  "vpcs": [
                      {"name": "here", "cidr": "10.40.0.0/16", "subnets": [
                          {"name": "plain", "cidr": "10.40.1.0/24", "cidr_v6": "fd00:40:1::/64"},
                          {"name": "guarded", "cidr": "10.40.2.0/24"},
                          {"name": "shared", "cidr": "10.40.3.0/24"},
                          {"name": "gates", "cidr": "10.40.9.0/24"}]},
                      {"name": "there", "cidr": "10.41.0.0/16", "subnets": [
                          {"name": "far", "cidr": "10.41.1.0/24", "cidr_v6": "fd00:41:1::/64"}]},
                      {"name": "beyond", "cidr": "10.42.0.0/16", "subnets": [
                          {"name": "farther", "cidr": "10.42.1.0/24"}]}],
                  "servers": [
                      {"name": "plain", "security_groups": ["open"], "nics": [{"subnet": "plain"}]},
                      {"name": "guarded", "security_groups": ["open"], "nics": [{"subnet": "guarded"}]},
                      {"name": "shared", "security_groups": ["open"], "nics": [{"subnet": "shared"}]},
                      {"name": "gate", "user_data": %1$s, "security_groups": ["open"],
                          "nics": [{"subnet": "gates", "address": "10.40.9.11", "check": false}]},
                      {"name": "spare", "user_data": %1$s, "security_groups": ["open"],
                          "nics": [{"subnet": "gates", "address": "10.40.9.12", "check": false}]},
                      {"name": "far", "security_groups": ["open"], "nics": [
                          {"subnet": "far", "address": "10.41.1.20", "address_v6": "fd00:41:1::20"}]},
                      {"name": "farther", "security_groups": ["open"], "nics": [
                          {"subnet": "farther", "address": "10.42.1.20"}]}],
                  "vips": [{"name": "gates", "subnet": "gates", "address": "10.40.9.100", "bind": ["gate", "spare"]},
                      {"name": "web", "subnet": "far", "address": "10.41.1.100", "bind": ["far"]}],
                  "peerings": [
                      {"name": "near", "vpc": "here", "peer_vpc": "there"},
                      {"name": "next", "vpc": "there", "peer_vpc": "beyond"}],
                  "route_tables": [
                      {"vpc": "here", "routes": [
                          {"destination": "10.41.0.0/16", "peering": "near"},
                          {"destination": "fd00:41:1::/64", "peering": "near"},
                          {"destination": "10.42.0.0/16", "peering": "near"}]},
                      {"vpc": "here", "name": "through-the-gate", "subnets": ["here/guarded"], "routes": [
                          {"destination": "10.41.0.0/16", "server": "gate"}]},
                      {"vpc": "here", "name": "through-a-holder", "subnets": ["here/shared"], "routes": [
                          {"destination": "10.41.0.0/16", "vip": "gates"}]},
                      {"vpc": "there", "routes": [
                          {"destination": "10.40.0.0/16", "peering": "near"},
                          {"destination": "fd00:40:1::/64", "peering": "near"},
                          {"destination": "10.42.0.0/16", "peering": "next"}]},
                      {"vpc": "beyond", "routes": [
                          {"destination": "10.41.0.0/16", "peering": "next"},
                          {"destination": "10.40.0.0/16", "peering": "next"}]}]
                }
                """.formatted(Topologies.json(FIREWALL)));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    @Order(1)
    void peeredVpcsReachEachOtherInBothFamiliesAndAVirtualIpAcross() {
        reaches("plain", FAR);
        reaches("plain", FAR6);
        lab.exec("far", "ip address add 10.41.1.100/24 dev eth0; arping -q -U -c 1 -I eth0 10.41.1.100")
                .ok();
        lab.awaitHolder("web", "far");
        reaches("plain", "10.41.1.100");
    }

    @Test
    @Order(2)
    void aPeeringLeadsNoFurtherThanThePeer() {
        reaches("far", "10.42.1.20");
        assertThat(lab.pings("plain", "10.42.1.20")).isFalse();
    }

    @Test
    @Order(3)
    void aFirewallInTheWaySeesThePacketsAndItsEndIsABlackHole() {
        long before = passed("gate");
        reaches("guarded", FAR);
        assertThat(passed("gate")).isGreaterThan(before);

        lab.api().post("/ops/v1/servers/gate/stop", "{\"mode\":\"power-off\"}").ok();
        lab.perch().converged();
        assertThat(routes("10.41.0.0/16")).contains("blackhole");
        assertThat(lab.pings("guarded", FAR)).isFalse();
        assertThat(lab.pings("plain", FAR)).as("who has other routes").isTrue();

        lab.api().post("/ops/v1/servers/gate/start", "").ok();
        lab.settled();
        assertThat(routes("10.41.0.0/16")).doesNotContain("blackhole");
        reaches("guarded", FAR);
    }

    @Test
    @Order(4)
    void aRouteToAVirtualIpFollowsItsHolder() {
        take("gate");
        long spare = passed("spare");
        reaches("shared", FAR);
        assertThat(passed("spare")).isEqualTo(spare);

        lab.exec("gate", "ip address delete " + GATE + "/24 dev eth0").ok();
        take("spare");
        long gate = passed("gate");
        reaches("shared", FAR);
        assertThat(passed("gate")).isEqualTo(gate);
        assertThat(passed("spare")).isGreaterThan(spare);
    }

    @Test
    @Order(5)
    void aKilledDaemonLosesNoneOfIt() {
        long event = lab.lastEvent();
        Netns plain = lab.kernel().serverNamespace("plain");
        lab.perch().kill();
        assertThat(plain.run("ping -n -c 1 -W 1 " + FAR).succeeded()).isTrue();
        lab.perch().start();
        lab.perch().converged();
        assertThat(lab.events(event, "fabric.adopted").getFirst().at("/data/steps"))
                .isEmpty();
        assertThat(lab.plan()).isEmpty();
    }

    @Test
    @Order(6)
    void aPeeringWithAnotherProjectsVpcLetsPacketsThroughOnceTheyAccepted() {
        ApiClient neighbour = lab.api().of(NEIGHBOUR);
        neighbour.post("/ops/v1/apply", """
                {
                  "security_groups": [{"name": "open", "rules": [
                      {"direction": "egress", "family": 4}, {"direction": "ingress", "family": 4},
                      {"direction": "egress", "family": 6}, {"direction": "ingress", "family": 6}]}],
                  "vpcs": [{"name": "theirs", "cidr": "10.43.0.0/16", "subnets": [
                      {"name": "theirs", "cidr": "10.43.1.0/24", "cidr_v6": "fd00:43:1::/64"}]}],
                  "servers": [{"name": "theirs", "security_groups": ["open"], "nics": [
                      {"subnet": "theirs", "address": "10.43.1.20", "address_v6": "fd00:43:1::20"}]}]
                }
                """).ok();
        until(
                "their server is ACTIVE",
                () -> state(neighbour, "servers/theirs", "state").equals("ACTIVE"));
        String vpc = neighbour.get("/ops/v1/vpcs/theirs").ok().get("id").asText();
        lab.api().post("/ops/v1/peerings", """
                        {"name": "abroad", "vpc": "here", "peer_vpc": "%s", "peer_project": "%s"}
                        """.formatted(vpc, NEIGHBOUR)).ok();
        assertThat(state(neighbour, "peerings/abroad", "status")).isEqualTo("PENDING_ACCEPTANCE");
        lead(lab.api(), "here", "10.43.0.0/16", "fd00:43:1::/64");
        lead(neighbour, "theirs", "10.40.0.0/16", "fd00:40:1::/64");
        lab.perch().converged();
        assertThat(lab.pings("plain", "10.43.1.20")).as("before they accepted").isFalse();
        assertThat(lab.pings("plain", "fd00:43:1::20"))
                .as("before they accepted")
                .isFalse();

        assertThat(lab.api().post("/ops/v1/peerings/abroad/accept", "{}").status())
                .as("by who asked")
                .isEqualTo(400);
        neighbour.post("/ops/v1/peerings/abroad/accept", "{}").ok();
        assertThat(state(lab.api(), "peerings/abroad", "status")).isEqualTo("ACTIVE");
        lab.perch().converged();
        assertThat(lab.pings("plain", "10.43.1.20")).isTrue();
        assertThat(lab.pings("plain", "fd00:43:1::20")).isTrue();

        neighbour.delete("/ops/v1/peerings/abroad").ok();
        lab.perch().converged();
        assertThat(lab.pings("plain", "10.43.1.20")).as("after they ended it").isFalse();
    }

    private static void lead(ApiClient client, String vpc, String... destinations) {
        for (String destination : destinations) {
            client.post(
                            "/ops/v1/route-tables/" + vpc + "/routes",
                            "{\"destination\": \"%s\", \"peering\": \"abroad\"}".formatted(destination))
                    .ok();
        }
    }

    private static String state(ApiClient client, String path, String field) {
        return client.get("/ops/v1/" + path).ok().path(field).asText();
    }

    private static void take(String server) {
        lab.exec(server, "ip address add " + GATE + "/24 dev eth0; arping -q -U -c 1 -I eth0 " + GATE)
                .ok();
        lab.awaitHolder("gates", server);
    }

    private static void reaches(String server, String address) {
        until(server + " reaches " + address, () -> lab.pings(server, address));
    }

    private static void until(String what, Supplier<Boolean> condition) {
        Await.until(what, SOON, condition);
    }

    private static long passed(String server) {
        String counter = lab.exec(server, "nft list counter ip firewall passed").ok();
        return Long.parseLong(counter.replaceAll("(?s).*packets (\\d+) .*", "$1"));
    }

    private static String routes(String destination) {
        Netns vpc = lab.kernel().vpcNamespace("here");
        return vpc.run("ip route show table all " + destination).ok();
    }
}
