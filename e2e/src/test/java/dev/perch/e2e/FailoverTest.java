package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HA pair of unmodified Keepalived, failed in every way a drill knows. */
class FailoverTest {
    /** What the network may add to Keepalived's own time. */
    private static final double NETWORK_SHARE_MILLIS = 50;

    private static Lab lab;

    @BeforeAll
    static void up() {
        lab = Lab.open();
        lab.apply(HaPair.topology());
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void afterPowerOffTheVipAnswersAgainWithinKeepalivedsOwnTimeFromBothSubnets() {
        JsonNode result = drill("power-off");

        assertThat(result.get("holder_before").get("server_name").asText()).isEqualTo("first");
        assertThat(result.get("holder_after").get("server_name").asText()).isEqualTo("second");
        assertThat(names(result)).containsExactlyInAnyOrder("same subnet", "other subnet");
        double tookOver = tookOver(result);
        for (JsonNode vantage : result.get("vantage_points")) {
            assertThat(vantage.get("outage_ms").asDouble())
                    .as(vantage.toString())
                    .isBetween(1000.0, HaPair.ACTIVE_DOWN_MILLIS + NETWORK_SHARE_MILLIS);
            assertThat(vantage.get("first_answer_ms").asDouble() - tookOver)
                    .as("after the standby spoke up, from %s", vantage)
                    .isLessThan(NETWORK_SHARE_MILLIS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"graceful", "link-down", "process-kill", "pause"})
    void everyModeMovesTheVipAndPutsThingsBack(String mode) {
        JsonNode result = drill(mode);

        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.get("holder_after").get("server_name").asText()).isEqualTo("second");
        lab.awaitHolder("web", "first"); // the higher priority takes it back
        assertThat(lab.exec("client", "ping -c 3 -i 0.2 -W 1 " + HaPair.VIP).ok())
                .contains(" 0% packet loss");
    }

    @Test
    void theStandbyTakesOverFromAHolderThatIsFenced() {
        lab.awaitHolder("web", "first");
        lab.api().post("/ops/v1/vips/web/fence", "{\"server\":\"first\"}").ok();
        lab.awaitHolder("web", "second");
        assertThat(lab.pings("client", HaPair.VIP)).isTrue();

        lab.api().post("/ops/v1/vips/web/unfence", "{\"server\":\"first\"}").ok();
        lab.awaitHolder("web", "first");
        assertThat(lab.pings("client", HaPair.VIP)).isTrue();
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

    private static List<String> names(JsonNode result) {
        List<String> names = new ArrayList<>();
        result.get("vantage_points")
                .forEach(vantage -> names.add(vantage.get("name").asText()));
        return names;
    }

    /** When the standby was first seen to hold the address, in milliseconds after the failure. */
    private static double tookOver(JsonNode result) {
        for (JsonNode moment : result.get("timeline")) {
            if (moment.get("what").asText().contains("held by second")) {
                return moment.get("at_ms").asDouble();
            }
        }
        throw new AssertionError("no takeover in " + result);
    }
}
