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
            assertThat(names).hasSizeGreaterThanOrEqualTo(4);
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleServesItsVipAndApplyingItAgainChangesNothing(String name) {
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

            String address = lab.vip("web").get("addresses").get(0).asText();
            Await.until("web-1 serves", ELECTED, () -> answer("client", address), "web-1\n"::equals);
            assertThat(answer("neighbour", address)).isEqualTo("web-1\n");
            lab.awaitHolder("web", "web-1");
            assertThat(lab.vip("web").get("warnings")).isEmpty();
        } finally {
            assertThat(perch.run("delete", file).exit()).isZero();
        }
        for (String kind : List.of("vpcs", "subnets", "ports", "servers", "vips")) {
            assertThat(lab.list(kind)).as(kind).isEmpty();
        }
        lab.perch().converged();
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
        return lab.list("vips").toString() + lab.list("subnets") + lab.list("vpcs");
    }

    private static Path folder() {
        return Path.of(System.getProperty("perch.root"), "examples");
    }
}
