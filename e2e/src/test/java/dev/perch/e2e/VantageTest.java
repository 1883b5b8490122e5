package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A virtual IP is gone for the same time wherever one looks from: its subnet, another one, a peered VPC, outside. */
class VantageTest {
    /** Between the shortest and the longest outage that vantage points measure of one failover. */
    private static final double SPREAD_MILLIS = 20;

    private static final int MOST_RUNS = 5;

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply(HaPair.reachableFromEverywhere());
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"power-off", "link-down", "power-off", "link-down"})
    void everyVantagePointSeesTheSameOutage(String mode) {
        JsonNode result = undisturbed(mode);

        assertThat(result.get("left_out")).as(result.toString()).isEmpty();
        assertThat(result.get("vantage_points"))
                .extracting(vantage -> vantage.get("name").asText())
                .containsExactlyInAnyOrder("same subnet", "other subnet", "peered VPC", "EIP");
        List<Double> outages = result.get("vantage_points")
                .valueStream()
                .map(vantage -> vantage.get("outage_ms").asDouble())
                .sorted()
                .toList();
        assertThat(outages.getLast() - outages.getFirst())
                .as("spread in %s", result.get("vantage_points"))
                .isLessThanOrEqualTo(SPREAD_MILLIS);
        assertThat(result.get("ok").asBoolean()).isTrue();
    }

    @Test
    void aVantagePointThatTheGroupsKeepOutIsNamedAndLeftOut() {
        rules("[{'direction': 'egress'}, {'direction': 'ingress', 'protocol': 'icmp', 'group': 'pair'},"
                + " {'direction': 'ingress', 'protocol': 'icmp', 'cidr': '10.21.0.0/16'}]");
        try {
            JsonNode result = drill("link-down");

            assertThat(result.get("left_out")).as(result.toString()).hasSize(1);
            assertThat(result.at("/left_out/0/name").asText()).isEqualTo("EIP");
            assertThat(result.at("/left_out/0/reason").asText()).contains("security groups");
            assertThat(result.get("vantage_points")).hasSize(3);
            assertThat(result.get("ok").asBoolean()).isTrue();
        } finally {
            lab.apply(HaPair.reachableFromEverywhere());
        }
    }

    private static void rules(String rules) {
        lab.apply("{\"security_groups\": [{\"name\": \"pair\", \"rules\": %s}]}".formatted(rules.replace('\'', '"')));
    }

    /** A run in which a prober was not given the time to measure says nothing; whatever another run says, counts. */
    private static JsonNode undisturbed(String mode) {
        for (int i = 0; i < MOST_RUNS; i++) {
            JsonNode result = drill(mode);
            if (!result.get("disturbed").asBoolean()) {
                return result;
            }
            assertThat(result.get("note").asText()).contains("slept");
        }
        return Assumptions.abort("a processor for the probers: " + MOST_RUNS + " drills in a row were disturbed");
    }

    private static JsonNode drill(String mode) {
        lab.awaitHolder("web", "first");
        List<JsonNode> results = new ArrayList<>();
        try (Stream<JsonNode> lines = lab.api().stream("/ops/v1/vips/web/drills", "{\"mode\":\"" + mode + "\"}")) {
            lines.filter(line -> line.has("result")).forEach(line -> results.add(line.get("result")));
        }
        assertThat(results)
                .as("result of the drill; log: %s", lab.perch().tail())
                .hasSize(1);
        lab.settled();
        return results.getFirst();
    }
}
