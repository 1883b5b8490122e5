package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Command;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in {@code examples/}, as a user applies it. */
class ExamplesTest {
    private static final Duration ELECTED = Duration.ofSeconds(15);

    private static Lab lab;
    private static Command perch;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        perch = Command.of(lab.perch().data());
    }

    @AfterAll
    static void down() {
        perch.close();
        lab.close();
    }

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThanOrEqualTo(7);
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleDoesWhatItSaysAndApplyingItAgainChangesNothing(String name) {
        String file = folder().resolve(name).toString();
        Ran first = perch.run("apply", "--wait", file);
        try {
            assertThat(first.exit()).as(first.toString()).isZero();
            String revision = revision();
            JsonNode again = perch.json("apply", file);
            assertThat(again.get("changes").findValuesAsText("action"))
                    .isNotEmpty()
                    .containsOnly("unchanged");
            assertThat(revision()).isEqualTo(revision);

            switch (name) {
                case "eip.yaml" -> anEipFollowsTheHolder();
                case "peering.yaml" -> theOfficeReachesTheShop(file);
                case "firewall.yaml" -> theFirewallsAreTheWayOut();
                default -> theVipIsServed();
            }
        } finally {
            assertThat(perch.run("delete", file).exit()).isZero();
        }
        for (String kind : List.of("vpcs", "subnets", "ports", "servers", "vips", "eips", "peerings", "route-tables")) {
            assertThat(lab.list(kind)).as(kind).isEmpty();
        }
        assertThat(lab.list("security-groups"))
                .extracting(g -> g.get("name").asText())
                .containsExactly("default");
        lab.perch().converged();
    }

    private static void theVipIsServed() {
        String address = lab.vip("web").get("addresses").get(0).asText();
        Await.until("web-1 serves", ELECTED, () -> answer("client", address), "web-1\n"::equals);
        assertThat(answer("neighbour", address)).isEqualTo("web-1\n");
        lab.awaitHolder("web", "web-1");
        assertThat(lab.vip("web").get("warnings")).isEmpty();
    }

    private static void anEipFollowsTheHolder() {
        Await.until("web-1 serves", ELECTED, () -> answer("visitor", "198.18.0.100"), "web-1\n"::equals);
        lab.awaitHolder("web", "web-1");
        JsonNode eips = perch.json("get", "eips").get("eips");
        JsonNode web = eips.get(0).get("address").asText().equals("198.18.0.100") ? eips.get(0) : eips.get(1);
        assertThat(web.get("status").asText()).isEqualTo("ACTIVE");
        assertThat(web.at("/bound/name").asText()).isEqualTo("web");
        assertThat(web.at("/holder/server").asText()).isEqualTo("web-1");
        assertThat(perch.run("vip", "show", "web").ok()).contains("198.18.0.100 ACTIVE");
        assertThat(seenAs("web-1")).isEqualTo("you are 198.18.0.100\n");
        assertThat(lab.exec("web-1", "ping -n -c 1 -W 1 198.18.0.200").succeeded())
                .as("without the virtual IP as its source a server has no way out")
                .isFalse();

        assertThat(perch.run("server", "stop", "web-1", "--mode", "power-off").exit())
                .isZero();

        Await.until("web-2 serves", ELECTED, () -> answer("visitor", "198.18.0.100"), "web-2\n"::equals);
        assertThat(seenAs("web-2")).isEqualTo("you are 198.18.0.100\n");
    }

    private static String seenAs(String server) {
        return lab.exec(server, "curl -s -m 2 --interface 10.24.1.100 http://198.18.0.200/")
                .out();
    }

    private static void theOfficeReachesTheShop(String file) {
        Await.until("web-1 serves", ELECTED, () -> answer("client", "10.25.1.100"), "web-1\n"::equals);
        assertThat(lab.pings("client", "10.25.1.100")).as("from the office").isFalse();
        assertThat(lab.pings("neighbour", "10.25.1.100")).as("from the shop").isTrue();
        assertThat(perch.json("explain", "peering", "shop-office").get("plan")).isEmpty();

        assertThat(perch.run("route", "delete", "demo-shop", "10.125.0.0/16").ok())
                .isEqualTo("route 10.125.0.0/16 deleted\n");
        lab.perch().converged();
        assertThat(answer("client", "10.25.1.100")).isEmpty();
        assertThat(perch.run("apply", "--wait", file).ok()).contains("update", "rtb-demo-shop");
        assertThat(answer("client", "10.25.1.100")).isEqualTo("web-1\n");
    }

    private static void theFirewallsAreTheWayOut() {
        String site = "198.18.0.201";
        String seen = "you are 198.18.0.101\n";
        Await.until("fw-1 lets the client out", ELECTED, () -> answer("client", site), seen::equals);
        assertThat(answer("client", site + ":81")).isEmpty();
        assertThat(lab.exec("fw-1", "nft list chain inet wall forward").out())
                .containsPattern("dport \\{ 80, 443 } counter packets [1-9]");
        assertThat(perch.run("route-table", "show", "clients").ok())
                .containsPattern("0.0.0.0/0 +vip firewalls +ACTIVE +through the firewalls");

        assertThat(perch.run("server", "stop", "fw-1", "--mode", "power-off").exit())
                .isZero();

        Await.until("fw-2 lets the client out", ELECTED, () -> answer("client", site), seen::equals);
        assertThat(perch.json("explain", "route-table", "clients").get("plan")).isEmpty();
    }

    @Test
    void bothAddressesOfADualStackVipMoveTogether() {
        String file = folder().resolve("dual-stack.yaml").toString();
        assertThat(perch.run("apply", "--wait", file).exit()).isZero();
        try {
            List<String> addresses = lab.vip("web")
                    .get("addresses")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            assertThat(addresses).hasSize(2);
            Await.until("web-1 has both", ELECTED, ExamplesTest::holders, List.of("web-1", "web-1")::equals);

            lab.api()
                    .post("/ops/v1/servers/web-1/stop", "{\"mode\":\"power-off\"}")
                    .ok();

            Await.until("web-2 has both", ELECTED, ExamplesTest::holders, List.of("web-2", "web-2")::equals);
            for (String address : addresses) {
                assertThat(answer("client", address)).as("client, " + address).isEqualTo("web-2\n");
                assertThat(answer("neighbour", address))
                        .as("neighbour, " + address)
                        .isEqualTo("web-2\n");
            }
            assertThat(lab.moves("web").stream()
                            .filter(m -> m.at("/to/server_name").asText().equals("web-2"))
                            .map(m -> m.get("family").asText()))
                    .containsExactlyInAnyOrder("ipv4", "ipv6");
        } finally {
            perch.run("delete", file);
        }
    }

    private static List<String> holders() {
        return lab.vip("web")
                .get("holders")
                .valueStream()
                .map(h -> h.path("server_name").asText(""))
                .toList();
    }

    private static String answer(String from, String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return lab.exec(from, "curl -s -m 2 'http://" + host + "/'").out();
    }

    private static String revision() {
        return Stream.of("vips", "servers", "subnets", "vpcs", "eips", "peerings", "route-tables", "security-groups")
                .map(kind -> kind
                        + lab.list(kind).stream()
                                .map(object -> object.get("revision").asText())
                                .toList())
                .collect(Collectors.joining());
    }

    private static Path folder() {
        return Path.of(System.getProperty("perch.root"), "examples");
    }
}
