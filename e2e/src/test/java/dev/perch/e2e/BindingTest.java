package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Answer;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What binding means for packets, and what the virtual IP says about it (V9 to V13). */
class BindingTest {
    private static final String VIP = "10.32.1.100";

    private static Lab lab;

    private String vip;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "vpcs": [{"name": "bindings", "cidr": "10.32.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.32.1.0/24"},
                      {"name": "clients", "cidr": "10.32.2.0/24"}]}],
                  "servers": [
                      {"name": "one", "user_data": %1$s, "nics": [{"subnet": "front"}]},
                      {"name": "two", "nics": [{"subnet": "front"}]},
                      {"name": "double", "nics": [{"subnet": "front"}, {"subnet": "front"}]},
                      {"name": "neighbour", "nics": [{"subnet": "front"}]},
                      {"name": "client", "nics": [{"subnet": "clients"}]}]
                }
                """.formatted(Topologies.json(Topologies.adds(VIP + "/24"))));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @BeforeEach
    void allocate() {
        vip = lab.api()
                .post("/ops/v1/vips", "{\"subnet\":\"front\",\"name\":\"web\",\"address\":\"" + VIP + "\"}")
                .ok()
                .get("id")
                .asText();
    }

    @AfterEach
    void release() {
        for (JsonNode bound : lab.vip("web").get("bindings")) {
            pairs(bound.get("port_id").asText(), "[]").ok();
        }
        pairs(vip, "[]").ok();
        lab.api().delete("/ops/v1/vips/web").ok();
        for (String server : List.of("neighbour", "client")) {
            lab.exec(server, "ip neigh flush all").ok();
        }
    }

    @Test
    void boundThroughTheCloudApiWithTheCheckOnPacketsPassOnlyOnceTheCheckIsSwitchedOff() {
        String nic = lab.nic("one").get("id").asText();
        assertThat(answersBoth()).as("unbound").isFalse();

        pairs(vip, pair(lab.nic("one").get("addresses").get(0).asText())).ok();
        lab.perch().converged();
        assertThat(answers()).as("check on").isFalse();
        JsonNode bound = lab.vip("web").get("bindings").get(0);
        assertThat(bound.get("made").asText()).isEqualTo("on_vip");
        assertThat(bound.get("check").asBoolean()).isTrue();
        assertThat(bound.get("passes").asBoolean()).isFalse();
        assertThat(bound.get("why_not").asText()).contains("check is on").contains(VIP);
        assertThat(warnings()).contains("check-on");

        pairs(nic, pair("1.1.1.1/0")).ok();
        lab.perch().converged();
        assertThat(answersBoth()).as("check off").isTrue();
        bound = lab.vip("web").get("bindings").get(0);
        assertThat(bound.get("passes").asBoolean()).isTrue();
        assertThat(bound.get("why_not").asText()).isEmpty();
        assertThat(warnings()).doesNotContain("check-on");

        pairs(nic, "[]").ok();
        lab.perch().converged();
        assertThat(answers()).as("check on again").isFalse();
    }

    @Test
    void boundByTheOperatorPacketsPassAtOnceAndUnboundNoMore() {
        lab.api().post("/ops/v1/vips/web/bind", "{\"server\":\"one\"}").ok();
        Await.until("the first answer", Duration.ofMillis(1500), BindingTest::answersBoth);
        assertThat(lab.nic("one").get("check").asBoolean()).isFalse();
        assertThat(lab.vip("web").get("bindings").get(0).get("passes").asBoolean())
                .isTrue();
        assertThat(warnings()).isEmpty();

        lab.api().post("/ops/v1/vips/web/unbind", "{\"server\":\"one\"}").ok();
        lab.perch().converged();
        assertThat(answers()).as("unbound").isFalse();
        assertThat(lab.vip("web").get("bindings")).isEmpty();
        Await.until("nobody holds it", Duration.ofSeconds(5), () -> lab.holder("web"), String::isEmpty);
        assertThat(lab.moves("web").getFirst().get("cause").asText()).isEqualTo("unbound");
    }

    /** The call of ECS adds the address to the NIC's own pairs, and what is among the pairs passes. */
    @Test
    void theNicCallOfEcsBindsByAPairAndUnbindsAll() {
        String nic = lab.nic("one").get("id").asText();
        String subnet = lab.vip("web").get("subnet_id").asText();

        nicCall(nic, "{\"nic\":{\"subnet_id\":\"" + subnet + "\",\"ip_address\":\"" + VIP + "\"}}")
                .ok();
        lab.perch().converged();
        JsonNode bound = lab.vip("web").get("bindings").get(0);
        assertThat(bound.get("made").asText()).isEqualTo("by_pair");
        assertThat(bound.get("passes").asBoolean()).isTrue();
        assertThat(answersBoth()).isTrue();

        nicCall(nic, "{\"nic\":{\"subnet_id\":\"\",\"ip_address\":\"\"}}").ok();
        lab.perch().converged();
        assertThat(answers()).isFalse();
        assertThat(lab.vip("web").get("bindings")).isEmpty();
    }

    @Test
    void aServerOfAnotherSubnetIsRefusedWithBothSubnetsNamed() {
        Answer operator = lab.api().post("/ops/v1/vips/web/bind", "{\"server\":\"client\"}");
        assertThat(operator.status()).isEqualTo(400);
        assertThat(operator.body().at("/error/message").asText())
                .contains("'front' (10.32.1.0/24)")
                .contains("'clients' (10.32.2.0/24)");

        String nic = lab.nic("client").get("id").asText();
        String front = lab.vip("web").get("subnet_id").asText();
        Answer ecs = nicCall(nic, "{\"nic\":{\"subnet_id\":\"" + front + "\",\"ip_address\":\"" + VIP + "\"}}");
        assertThat(ecs.status()).isEqualTo(400);
        assertThat(ecs.body().toString()).contains("front").contains("clients");

        Answer ports = pairs(vip, pair(lab.nic("client").get("addresses").get(0).asText()));
        assertThat(ports.status()).isEqualTo(400);
        assertThat(lab.vip("web").get("bindings")).isEmpty();
    }

    @Test
    void severalNicsOfOneServerInTheSubnetAreWarnedAbout() {
        for (JsonNode nic : lab.api().get("/ops/v1/servers/double").ok().get("nics")) {
            lab.api()
                    .post(
                            "/ops/v1/vips/web/bind",
                            "{\"port\":\"" + nic.get("id").asText() + "\"}")
                    .ok();
        }
        assertThat(lab.vip("web").get("bindings")).hasSize(2);
        assertThat(warnings()).containsOnlyOnce("several-nics");
    }

    @Test
    void aStandbyThatForwardsIsReportedUntilItStops() {
        lab.api().post("/ops/v1/vips/web/bind", "{\"server\":\"one\"}").ok();
        lab.api().post("/ops/v1/vips/web/bind", "{\"server\":\"two\"}").ok();
        lab.perch().converged();
        assertThat(answersBoth()).isTrue();
        lab.awaitHolder("web", "one");

        lab.exec("two", "sysctl -w net.ipv4.ip_forward=1").ok();
        JsonNode shown = Await.until(
                "the standby is reported",
                Duration.ofSeconds(15),
                () -> lab.vip("web"),
                seen -> codes(seen).contains("standby-forwards"));
        assertThat(shown.get("warnings").toString()).contains("'two'").doesNotContain("'one'");

        lab.exec("two", "sysctl -w net.ipv4.ip_forward=0").ok();
        Await.until("no longer", Duration.ofSeconds(15), () -> !warnings().contains("standby-forwards"));
    }

    @Test
    void aBoundVipIsNotReleasedUntilItIsUnbound() {
        lab.api().post("/ops/v1/vips/web/bind", "{\"server\":\"one\"}").ok();

        for (String path : List.of(
                "/ops/v1/vips/web",
                "/v1/" + lab.project() + "/ports/" + vip,
                "/v1/" + lab.project() + "/privateips/" + vip)) {
            assertThat(lab.api().delete(path).status()).as(path).isEqualTo(409);
        }
        assertThat(lab.vip("web").get("bindings")).hasSize(1);

        lab.api().post("/ops/v1/vips/web/unbind", "{\"server\":\"one\"}").ok();
        assertThat(lab.api().delete("/v1/" + lab.project() + "/ports/" + vip).status())
                .isEqualTo(204);
        assertThat(lab.api().get("/ops/v1/vips/web").status()).isEqualTo(404);
        allocate(); // for release()
    }

    /** Whether the address answers somebody of its subnet. */
    private static boolean answers() {
        return lab.pings("neighbour", VIP);
    }

    private static boolean answersBoth() {
        return answers() && lab.pings("client", VIP);
    }

    private static List<String> warnings() {
        return codes(lab.vip("web"));
    }

    private static List<String> codes(JsonNode shown) {
        return shown.get("warnings")
                .valueStream()
                .map(w -> w.get("code").asText())
                .toList();
    }

    private static Answer pairs(String port, String pairs) {
        return lab.api()
                .put(
                        "/v1/" + lab.project() + "/ports/" + port,
                        "{\"port\":{\"security_groups\":null,\"allowed_address_pairs\":" + pairs
                                + ",\"extra_dhcp_opts\":null}}");
    }

    private static String pair(String address) {
        return "[{\"ip_address\":\"" + address + "\"}]";
    }

    private static Answer nicCall(String nic, String body) {
        return lab.api().put("/v1/" + lab.project() + "/cloudservers/nics/" + nic, body);
    }
}
