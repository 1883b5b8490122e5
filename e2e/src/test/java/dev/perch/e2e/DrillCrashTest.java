package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.Await;
import dev.perch.testkit.HaPair;
import dev.perch.testkit.Lab;
import dev.perch.testkit.Netns;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon is killed in the middle of a drill: the next one removes the vantage points and puts back what the drill broke. */
class DrillCrashTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** More than it takes to kill the daemon once the virtual IP has moved. */
    private static final int SETTLE_SECONDS = 60;

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
    @ValueSource(strings = {"power-off", "graceful", "link-down", "process-kill", "pause"})
    void whatTheDrillBrokeIsPutBack(String mode) {
        long event = lab.lastEvent();
        Thread drill = begin(mode);
        lab.awaitHolder("web", "second");
        assertThat(plugged()).as("vantage points").isNotEmpty();
        restart(drill);

        assertNothingIsLeft();
        assertThat(lab.events(event, "drill.interrupted"))
                .extracting(told -> told.get("message").asText())
                .containsExactly("a drill of vip 'web' (" + mode
                        + ") ended with Perch; server 'first', which it had made fail, was put back");
        lab.awaitHolder("web", "first");
        Await.until("it answers", SOON, () -> lab.pings("second", HaPair.VIP));
    }

    @Test
    void vantagePointsThatHaveBrokenNothingYetAreRemoved() {
        long event = lab.lastEvent();
        Thread drill = begin("power-off");
        Await.until("there is an EIP of a drill", SOON, () -> plugged().contains("eips"));
        restart(drill);

        assertNothingIsLeft();
        assertThat(lab.events(event, "drill.interrupted")).isEmpty();
        assertThat(lab.holder("web")).isEqualTo("first");
    }

    private static Thread begin(String mode) {
        lab.awaitHolder("web", "first");
        lab.settled();
        return Thread.ofVirtual().start(() -> {
            try (Stream<JsonNode> lines = lab.api().stream(
                    "/ops/v1/vips/web/drills",
                    "{\"mode\": \"%s\", \"settle_seconds\": %d}".formatted(mode, SETTLE_SECONDS))) {
                lines.forEach(line -> {});
            } catch (UncheckedIOException died) {
                // the point of the test
            }
        });
    }

    private static void restart(Thread drill) {
        lab.perch().kill();
        try {
            drill.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        lab.perch().start();
        lab.settled();
    }

    /** The kinds of objects of which a drill has some. */
    private static List<String> plugged() {
        Predicate<JsonNode> ofDrill = object -> object.get("name").asText().startsWith("drill-");
        return Stream.of("ports", "eips")
                .filter(kind -> lab.list(kind).stream().anyMatch(ofDrill))
                .toList();
    }

    private static void assertNothingIsLeft() {
        assertThat(plugged()).isEmpty();
        assertThat(Netns.all("perch-" + lab.tag() + "-d-")).isEmpty();
        assertThat(lab.plan()).isEmpty();
        assertThat(lab.list("eips")).hasSize(1);
    }
}
