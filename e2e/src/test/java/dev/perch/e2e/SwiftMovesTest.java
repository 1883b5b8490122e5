package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** Moves that follow one another faster than anything settles. */
class SwiftMovesTest {
    private static final String VIP = "10.35.1.100";

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        String script = Topologies.json(Topologies.answering("#!/bin/sh\n"));
        lab.apply("""
                {
                  "vpcs": [{"name": "swift", "cidr": "10.35.0.0/16", "subnets": [
                      {"name": "front", "cidr": "10.35.1.0/24"}, {"name": "clients", "cidr": "10.35.2.0/24"}]}],
                  "servers": [
                      {"name": "one", "user_data": %1$s, "nics": [{"subnet": "front"}]},
                      {"name": "two", "user_data": %1$s, "nics": [{"subnet": "front"}]},
                      {"name": "neighbour", "nics": [{"subnet": "front"}]},
                      {"name": "client", "nics": [{"subnet": "clients"}]}],
                  "vips": [{"name": "web", "subnet": "front", "address": "10.35.1.100", "bind": ["one", "two"]}]
                }
                """.formatted(script));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @RepeatedTest(3)
    void twoMovesWithinASecondBothLand() {
        Netns one = lab.kernel().serverNamespace("one");
        Netns two = lab.kernel().serverNamespace("two");
        release(two);
        take(one);
        lab.awaitHolder("web", "one");
        assertEverybodyReaches("one");
        long epoch = lab.moves("web").getFirst().get("epoch").asLong();

        // From the host, because this is about what the network does in a second and not about how fast the API is.
        release(one);
        take(two);
        lab.awaitHolder("web", "two");
        release(two);
        take(one);

        Await.until(
                "both moves are in the log",
                Duration.ofSeconds(5),
                () -> since(epoch).size() >= 2);
        List<JsonNode> moves = since(epoch);
        assertThat(moves).extracting(m -> m.at("/to/server_name").asText()).containsExactly("one", "two");
        assertThat(Duration.between(at(moves.getLast()), at(moves.getFirst()))).isLessThan(Duration.ofSeconds(1));
        assertThat(lab.holder("web")).isEqualTo("one");
        assertEverybodyReaches("one");

        release(one);
        take(two);
        lab.awaitHolder("web", "two");
        assertEverybodyReaches("two");
    }

    private static void release(Netns server) {
        server.run("ip address delete " + VIP + "/24 dev eth0").out();
    }

    /** Announces the address once; arping itself would stay for a second to listen. */
    private static void take(Netns server) {
        server.run("ip address add " + VIP + "/24 dev eth0; arping -q -U -c 1 -I eth0 " + VIP + " >/dev/null 2>&1 &");
    }

    private static void assertEverybodyReaches(String server) {
        for (String from : List.of("client", "neighbour")) {
            assertThat(lab.exec(from, "curl -s -m 1 http://" + VIP + "/").out())
                    .as(from)
                    .isEqualTo(server + "\n");
        }
        assertThat(lab.kernel().neighbour("neighbour", VIP)).isEqualTo(lab.mac(server));
        assertThat(lab.kernel().routerNeighbour("swift", "front", VIP)).isEqualTo(lab.mac(server));
    }

    private static List<JsonNode> since(long epoch) {
        return lab.moves("web").stream()
                .filter(move -> move.get("epoch").asLong() > epoch)
                .toList();
    }

    private static Instant at(JsonNode move) {
        return Instant.parse(move.get("at").asText());
    }
}
