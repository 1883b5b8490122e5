package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Lab;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a security group comes to, in the daemon's own words. */
class ExplainTest {
    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {"security_groups": [
                     {"name": "web", "rules": [{"direction": "egress", "family": 4},
                         {"direction": "ingress", "protocol": "tcp", "ports": "80,443", "cidr": "10.0.0.0/8"},
                         {"direction": "ingress", "protocol": "icmp", "ports": "8"},
                         {"direction": "ingress", "protocol": "udp", "group": "web"},
                         {"direction": "ingress", "protocol": "tcp", "ports": "80", "cidr": "10.9.0.0/16",
                             "action": "deny"}]},
                     {"name": "idle", "rules": []}],
                 "vpcs": [{"name": "prod", "cidr": "10.0.0.0/8", "subnets": [
                     {"name": "front", "cidr": "10.0.0.0/24"}]}],
                 "servers": [{"name": "a", "security_groups": ["web"],
                     "nics": [{"subnet": "front", "address": "10.0.0.11"}]}]}
                """);
        lab.settled();
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void aGroupSaysWhatItsRulesHaveBecomeAndWhereTheyAreAsked() {
        assertThat(explained("security-group", "web", "desired").stream()
                        .filter(line -> line.startsWith("in VPC"))
                        .toList())
                .containsExactly(
                        "in VPC prod: ports in web may not be reached by 10.9.0.0/16: IPv4, tcp port 80",
                        "in VPC prod: ports in web may be reached by 0.0.0.0/0: IPv4, icmp type 8",
                        "in VPC prod: ports in web may be reached by 10.0.0.0/8: IPv4, tcp port 443",
                        "in VPC prod: ports in web may be reached by 10.0.0.0/8: IPv4, tcp port 80",
                        "in VPC prod: ports in web may be reached by ports in web: IPv4, udp",
                        "in VPC prod: ports in web may reach 0.0.0.0/0: IPv4, every protocol");
        assertThat(explained("security-group", "web", "notes"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("judged at port ")
                .endsWith(" of server a, 10.0.0.11 in subnet front");
        assertThat(explained("security-group", "idle", "notes")).containsExactly("no port is in it");
        assertThat(explained("security-group", "idle", "desired")).isEmpty();
    }

    @Test
    void objectsAreCalledByTheirNames() {
        assertThat(explained("vpc", "prod", "desired"))
                .containsExactly("vpc 'prod': a network namespace with a router");
        assertThat(explained("subnet", "front", "desired"))
                .singleElement()
                .asString()
                .startsWith("subnet 'front': router ");
        assertThat(explained("server", "a", "desired"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("port of the server 'a': own [10.0.0.11], pairs [], check on"));
    }

    @Test
    void whatAPortsRulesHaveDroppedIsTold() {
        lab.exec("a", "ip address add 10.0.0.77/24 dev eth0; arping -q -U -c 1 -I eth0 10.0.0.77")
                .ok();
        assertThat(explained("server", "a", "observed"))
                .anySatisfy(line ->
                        assertThat(line).matches("port of the server 'a': dropped .*[1-9][0-9]* foreign-claim.*"));
    }

    private static List<String> explained(String kind, String name, String part) {
        String id = lab.list(kind + "s").stream()
                .filter(object -> object.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        return lab.api()
                .get("/ops/v1/explain/" + kind + "/" + id)
                .ok()
                .get(part)
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }
}
