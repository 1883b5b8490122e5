package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.testkit.Await;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A pair of Keepalived whose security group lets nothing through at first. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GroupsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        rules("");
        lab.apply(HaPair.topology());
        for (String server : new String[] {"first", "second"}) {
            lab.api()
                    .put("/ops/v1/ports/" + lab.nic(server).get("id").asText(), "{\"security_groups\": [\"closed\"]}")
                    .ok();
        }
        lab.perch().converged();
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    @Order(1)
    void vrrpPassesBetweenThePairThoughTheGroupsRefuseEverything() {
        lab.awaitHolder("web", "first");
        refused("neighbour");
        refused("client");
        lab.exec("first", "pkill keepalived").ok();
        lab.awaitHolder("web", "second");
        int moves = lab.moves("web").size();
        lab.exec(
                        "first",
                        "while pgrep keepalived; do sleep 0.1; done;"
                                + " setsid keepalived --dont-fork --log-console --vrrp >/dev/null 2>&1 </dev/null &")
                .ok();
        lab.awaitHolder("web", "first");
        assertThat(lab.moves("web").size()).as("no fight in between").isLessThanOrEqualTo(moves + 2);
    }

    @Test
    @Order(2)
    void aRuleForABlockOfAddressesLetsThoseIn() {
        rules("{\"direction\": \"ingress\", \"protocol\": \"icmp\", \"cidr\": \"10.20.2.0/24\"}");
        answered("client");
        refused("neighbour");
    }

    @Test
    @Order(3)
    void aRuleForAGroupLetsItsMembersIn() {
        rules("{\"direction\": \"ingress\", \"protocol\": \"icmp\", \"group\": \"default\"}");
        answered("client");
        answered("neighbour");
        rules("{\"direction\": \"ingress\", \"protocol\": \"icmp\", \"group\": \"closed\"}");
        refused("client");
        refused("neighbour");
    }

    private static void rules(String rule) {
        lab.apply("{\"security_groups\": [{\"name\": \"closed\", \"rules\": [%s]}]}".formatted(rule));
    }

    private static void answered(String client) {
        Await.until(client + " is answered", SOON, () -> lab.pings(client, HaPair.VIP));
    }

    private static void refused(String client) {
        assertThat(lab.pings(client, HaPair.VIP)).as(client + " is refused").isFalse();
    }
}
