package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody meddles with what Perch made in the kernel: it is put right, told, and what is not Perch's stays. */
class DriftTest {
    /** From the damage to traffic that flows again. */
    private static final Duration REPAIRED = Duration.ofSeconds(3);

    private static Lab lab;

    private Netns vpc;
    private long event;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply("""
                {
                  "vpcs": [{"name": "drift", "cidr": "10.36.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.36.1.0/24"}, {"name": "clients", "cidr": "10.36.2.0/24"}]}],
                  "servers": [
                      {"name": "one", "user_data": %s, "nics": [{"subnet": "front", "address": "10.36.1.11"}]},
                      {"name": "intruder", "nics": [{"subnet": "front", "address": "10.36.1.12"}]},
                      {"name": "neighbour", "nics": [{"subnet": "front", "address": "10.36.1.20"}]},
                      {"name": "client", "nics": [{"subnet": "clients", "address": "10.36.2.20"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.36.1.100", "bind": ["one"]}]
                }
                """.formatted(Topologies.json(Topologies.adds("10.36.1.100/24"))));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    /** Everything answers, and the namespace has foreign objects that look much like Perch's own. */
    @BeforeEach
    void strangersMoveIn() {
        lab.settled();
        vpc = lab.kernel().vpcNamespace("drift");
        vpc.run("""
                ip link add stranger type veth peer name p-cafecafecafe
                ip link set stranger alias perch:ffffff:port:00000000-0000-0000-0000-000000000000
                ip link add b-cafecafecafe type bridge
                ip address add 192.0.2.1/24 dev stranger
                nft add table bridge stranger
                nft add table ip perch
                """).ok();
        everythingFlows();
        event = lab.lastEvent();
    }

    @AfterEach
    void strangersMoveOut() {
        vpc.run("ip link delete stranger; ip link delete b-cafecafecafe;"
                        + " nft delete table bridge stranger; nft delete table ip perch")
                .out();
    }

    @Test
    void aDeletedPortIsPluggedInAgain() {
        String nic = lab.nic("neighbour").get("id").asText();
        vpc.run("ip link delete " + lab.kernel().link("neighbour")).ok();

        flowsAgain();
        assertRepaired(nic);
        strangersAreThere();
    }

    @Test
    void aPortThatIsPutDownOrTakenOffItsBridgeIsPutBack() {
        String nic = lab.nic("neighbour").get("id").asText();
        vpc.run("ip link set " + lab.kernel().link("neighbour") + " down").ok();
        flowsAgain();
        assertRepaired(nic);

        event = lab.lastEvent();
        vpc.run("ip link set " + lab.kernel().link("neighbour") + " nomaster").ok();
        flowsAgain();
        assertRepaired(nic);
        strangersAreThere();
    }

    @Test
    void aServerThatLosesTheNameOfItsNamespaceKeepsItsNetwork() {
        Netns one = lab.kernel().serverNamespace("one");
        one.delete();

        assertThat(lab.plan()).as("what is left to do").isEmpty();
        assertThat(one.exists()).isTrue();
        everythingFlows();
        assertThat(lab.events(event, "fabric.repaired")).isEmpty();
    }

    @Test
    void aRouterThatForwardsNoMoreIsPutRight() {
        for (String setting : List.of("ipv4/ip_forward", "ipv6/conf/all/forwarding")) {
            event = lab.lastEvent();
            vpc.run("echo 0 >/proc/sys/net/" + setting).ok();
            flowsAgain();
            assertRepaired(lab.api().get("/ops/v1/vpcs/drift").ok().get("id").asText());
        }
    }

    @Test
    void aDeletedBridgeComesBackWithItsPortsAndGateway() {
        vpc.run("ip link delete " + lab.kernel().bridge("front")).ok();

        flowsAgain();
        assertRepaired(lab.api().get("/ops/v1/subnets/front").ok().get("id").asText());
        strangersAreThere();
    }

    @Test
    void aDeletedGatewayAddressComesBack() {
        vpc.run("ip address flush dev " + lab.kernel().bridge("clients")).ok();

        flowsAgain();
        assertRepaired(lab.api().get("/ops/v1/subnets/clients").ok().get("id").asText());
        strangersAreThere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set claims4", "set macs", "map source4", "map destination4", "map groups"})
    void aDeletedElementOfARuleSetComesBack(String set) {
        String nic = lab.nic("one").get("id").asText();
        String listed = list(set);
        String element = listed.lines()
                .filter(line -> line.contains(lab.kernel().link("one")))
                .findFirst()
                .orElseThrow()
                .replace("elements = {", "")
                .replace("}", "")
                .strip()
                .replaceAll(",$", "");
        vpc.run("nft delete element bridge perch " + set.split(" ")[1] + " '{ " + element + " }'")
                .ok();

        flowsAgain();
        assertRepaired(nic);
        assertThat(list(set)).contains(element.split(",")[0].strip());
        strangersAreThere();
    }

    @Test
    void anAddedElementThatOpensAGuardIsRemoved() {
        String element = "\"" + lab.kernel().link("intruder") + "\" . 0x0a240164"; // 10.36.1.100
        vpc.run("nft add element bridge perch claims4 '{ " + element + " }'").ok();

        Await.until(
                "the element is gone",
                REPAIRED,
                () -> !vpc.run("nft list set bridge perch claims4")
                        .ok()
                        .matches("(?s).*" + lab.kernel().link("intruder") + "\" \\. 0xa240164.*"));
        assertRepaired(lab.nic("intruder").get("id").asText());
        assertThat(lab.events(event, "fabric.repaired"))
                .extracting(told -> told.get("message").asText())
                .contains("somebody changed the fabric of port of the server 'intruder'; put right in 1 step");
        everythingFlows();
        strangersAreThere();
    }

    @Test
    void theDeletedRuleSetComesBackWhole() {
        String before = rules();
        vpc.run("nft delete table bridge perch").ok();

        Await.until("the rules are back", REPAIRED, this::rules, before::equals);
        flowsAgain();
        assertThat(lab.events(event, "fabric.repaired")).isNotEmpty();
        assertThat(lab.plan()).isEmpty();
        strangersAreThere();
    }

    @Test
    void theDeletedNamespaceOfTheVpcComesBackWithEverythingInIt() {
        vpc.delete();

        flowsAgain();
        assertRepaired(lab.api().get("/ops/v1/vpcs/drift").ok().get("id").asText());
    }

    private void everythingFlows() {
        // One's own configuration goes with its NIC when the whole VPC goes; the server's owner would see to it.
        lab.exec(
                        "one",
                        "ip address add 10.36.1.100/24 dev eth0 2>/dev/null; arping -q -U -c 1 -w 1 -I eth0 10.36.1.100")
                .out();
        flowsAgain();
        Await.until("the virtual IP answers", REPAIRED, () -> lab.pings("client", "10.36.1.100"));
    }

    private void flowsAgain() {
        Await.until(
                "traffic flows",
                REPAIRED,
                () -> lab.pings("neighbour", "10.36.1.11")
                        && lab.pings("client", "10.36.1.11")
                        && lab.pings("client", "10.36.1.20"));
    }

    private void assertRepaired(String subject) {
        List<JsonNode> repaired = Await.until(
                "the repair is told",
                REPAIRED,
                () -> lab.events(event, "fabric.repaired"),
                told -> told.stream().anyMatch(e -> e.get("subject").asText().equals(subject)));
        assertThat(repaired).allSatisfy(e -> assertThat(e.at("/data/steps")).isNotEmpty());
        lab.perch().converged();
        assertThat(lab.plan()).isEmpty();
    }

    private void strangersAreThere() {
        assertThat(vpc.run("ip -o link show; ip -o address show; nft list tables")
                        .ok())
                .contains("stranger@", "p-cafecafecafe@", "b-cafecafecafe:", "192.0.2.1/24")
                .contains("table bridge stranger", "table ip perch");
    }

    /** The rules without what counts or changes by itself. */
    private String list(String set) {
        return vpc.run("nft list " + set.replace(" ", " bridge perch ")).ok();
    }

    /** Without what packets make: drops and flows. */
    private String rules() {
        return vpc.run("nft -s list table bridge perch 2>/dev/null")
                .out()
                .replaceAll("(?s)\tset (drop_|opening|asked|met|tcp|closing|udp|echo|other|ends).*?\n\t}\n", "");
    }
}
