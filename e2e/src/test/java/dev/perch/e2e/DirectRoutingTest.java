package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * LVS direct routing: a director has the virtual IP and passes requests on at layer 2 with the address untouched; a back end
 * has the address on its loopback and answers clients directly. IPVS is not in every kernel; nft's {@code dup} makes the same
 * packets out of what arrives, and the original is dropped. Both are in a security group that lets in requests and nothing
 * else: neither of them sees both directions of a connection.
 */
class DirectRoutingTest {
    private static final String VIP = "10.33.1.100";

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        String director = Topologies.adds(VIP + "/24") + """
                nft -f - <<END
                table ip director {
                    chain requests {
                        type filter hook prerouting priority -300
                        ip daddr 10.33.1.100 dup to 10.33.1.12 device eth0 drop
                    }
                }
                END
                """;
        // No sysctl: arp_ignore and arp_announce are as the kernel has them.
        String backEnd = Topologies.answering("#!/bin/sh\nip address add 10.33.1.100/32 dev lo\n");
        lab.apply("""
                {
                  "security_groups": [{"name": "lvs", "rules": [
                      {"direction": "egress"}, {"direction": "ingress", "protocol": "tcp", "ports": "80"}]}],
                  "vpcs": [{"name": "routing", "cidr": "10.33.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.33.1.0/24"},
                      {"name": "clients", "cidr": "10.33.2.0/24"}]}],
                  "servers": [
                      {"name": "director", "user_data": %s, "security_groups": ["lvs"], "nics": [{"subnet": "front", "address": "10.33.1.11"}]},
                      {"name": "back", "user_data": %s, "security_groups": ["lvs"],
                          "nics": [{"subnet": "front", "address": "10.33.1.12", "check": false}]},
                      {"name": "neighbour", "nics": [{"subnet": "front", "address": "10.33.1.20"}]},
                      {"name": "client", "nics": [{"subnet": "clients", "address": "10.33.2.20"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.33.1.100", "bind": ["director"]}]
                }
                """.formatted(Topologies.json(director), Topologies.json(backEnd)));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void theBackEndAnswersFromTheVipAndNeverTakesItOver() {
        for (String who : new String[] {"neighbour", "client"}) {
            Await.until(
                    who + " is answered through the director",
                    Duration.ofSeconds(5),
                    () -> lab.exec(who, "curl -s -m 1 http://" + VIP + "/").out(),
                    "back\n"::equals);
        }
        lab.awaitHolder("web", "director");
        int moves = lab.moves("web").size();
        long refused = lab.drops("back", "foreign-claim");

        // Everybody forgets and asks again, and so does the back end, whose questions name the VIP as their sender.
        for (int round = 0; round < 5; round++) {
            lab.exec("neighbour", "ip neigh flush all").ok();
            lab.exec("back", "ip neigh flush all").ok();
            lab.kernel()
                    .vpcNamespace("routing")
                    .run("ip neigh flush dev " + lab.kernel().bridge("front"))
                    .ok();
            assertThat(lab.exec("neighbour", "curl -s -m 3 http://" + VIP + "/").out())
                    .isEqualTo("back\n");
            assertThat(lab.exec("client", "curl -s -m 3 http://" + VIP + "/").out())
                    .isEqualTo("back\n");
            assertThat(lab.kernel().neighbour("neighbour", VIP)).isEqualTo(lab.mac("director"));
            assertThat(lab.kernel().routerNeighbour("routing", "front", VIP)).isEqualTo(lab.mac("director"));
        }

        assertThat(lab.holder("web")).isEqualTo("director");
        assertThat(lab.moves("web")).hasSize(moves);
        assertThat(lab.drops("back", "foreign-claim"))
                .as("the kernel's answers for the address")
                .isGreaterThan(refused);
    }
}
