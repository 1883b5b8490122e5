package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies about when the daemon starts: its own leftovers go, what is somebody else's stays. */
class LeftoversTest {
    private static final String OTHER = "perch-ffffff-v-cafecafecafe";

    private Lab lab;

    @BeforeEach
    void up() {
        lab = Lab.open();
        lab.apply("""
                {"vpcs": [{"name": "left", "cidr": "10.37.0.0/16", "subnets": [
                    {"name": "front", "cidr": "10.37.1.0/24"}]}],
                 "servers": [{"name": "one", "nics": [{"subnet": "front"}]},
                             {"name": "two", "nics": [{"subnet": "front"}]}]}
                """);
    }

    @AfterEach
    void down() {
        new Netns(OTHER).delete();
        lab.close();
    }

    @Test
    void leftoversArePrunedAndForeignObjectsKept() {
        Netns vpc = lab.kernel().vpcNamespace("left");
        lab.perch().kill();
        Netns stray = Netns.create("perch-" + lab.tag() + "-v-0123456789ab");
        Netns strayServer = Netns.create("perch-" + lab.tag() + "-s-0123456789ab");
        Netns other = Netns.create(OTHER);
        String alias = "perch:" + lab.tag() + ":%s:01234567-89ab-4000-8000-000000000000";
        vpc.run("""
                ip link add p-0123456789ab type veth peer name stray
                ip link set p-0123456789ab alias '%s eth0'
                ip link add b-0123456789ab type bridge
                ip link set b-0123456789ab alias '%s'
                ip link add stranger type bridge
                nft add element bridge perch vips4 '{ 0x0a250199 }'
                """.formatted(alias.formatted("port"), alias.formatted("subnet")))
                .ok();

        lab.perch().start();
        lab.perch().converged();

        assertThat(vpc.run("ip -o link show").ok())
                .doesNotContain("p-0123456789ab", "b-0123456789ab")
                .contains("stranger:");
        assertThat(vpc.run("nft list set bridge perch vips4").ok()).doesNotContain("0xa250199");
        assertThat(stray.exists()).isFalse();
        assertThat(strayServer.exists()).isFalse();
        assertThat(other.exists()).isTrue();
        List<JsonNode> adopted = lab.events(0, "fabric.adopted");
        assertThat(adopted.getLast().at("/data/steps")).as("what was pruned").isNotEmpty();
        assertThat(lab.plan()).isEmpty();
        assertThat(lab.pings("one", lab.nic("two").get("addresses").get(0).asText()))
                .isTrue();
    }
}
