package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.net.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProberTest {
    private static final Duration STEP = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @Test
    void anAddressThatAnswersIsSeenToForBothFamilies() throws InterruptedException {
        Namespaces namespaces = new Namespaces();
        namespaces.create("perch-test-prober");
        try {
            Path namespace = namespaces.path("perch-test-prober");
            for (String address : new String[] {"127.0.0.1", "::1"}) {
                try (Prober prober = Prober.start(namespace, IpAddress.of(address), STEP)) {
                    long deadline = System.nanoTime() + 5_000_000_000L;
                    while (prober.answeredInARow(PATIENCE) < 50 && System.nanoTime() < deadline) {
                        Thread.sleep(5);
                    }
                    assertThat(prober.answeredInARow(PATIENCE)).as(address).isGreaterThanOrEqualTo(50);
                    assertThat(prober.timeline(PATIENCE).lost()).isZero();
                }
            }
        } finally {
            namespaces.delete("perch-test-prober");
        }
    }

    @Test
    void theOutageIsFromTheLastAnsweredProbeToTheNextAnswer() {
        Instant anchor = Instant.parse("2026-01-01T00:00:00Z");
        ProbeTimeline timeline =
                new ProbeTimeline(anchor, 0, new long[] {0, 2_000_000, 4_000_000, 6_000_000, 8_000_000}, new long[] {
                    1, 2_000_001, 0, 0, 8_500_000
                });

        assertThat(timeline.longestOutage()).hasValueSatisfying(outage -> {
            assertThat(outage.length()).isEqualTo(Duration.ofNanos(6_500_000));
            assertThat(outage.lost()).isEqualTo(2);
            assertThat(outage.answerAt()).isEqualTo(anchor.plusNanos(8_500_000));
        });
        assertThat(timeline.lost()).isEqualTo(2);
    }

    @Test
    void whatWasLostBeforeTheFailureIsNoPartOfItsOutage() {
        ProbeTimeline timeline =
                new ProbeTimeline(Instant.EPOCH, 0, new long[] {1, 100, 200, 300, 400}, new long[] {2, 0, 201, 0, 401});

        ProbeTimeline after = timeline.from(Instant.EPOCH.plusNanos(250));

        assertThat(after.sent()).containsExactly(200, 300, 400);
        assertThat(after.longestOutage())
                .hasValueSatisfying(outage -> assertThat(outage.length()).isEqualTo(Duration.ofNanos(201)));
    }

    @Test
    void aProberThatSleptAtTheEndsOfAnOutageSaysSo() {
        ProbeTimeline awake = new ProbeTimeline(
                Instant.EPOCH, 0, new long[] {0, 100, 200, 900, 1000, 1100}, new long[] {1, 101, 0, 0, 1001, 1101});
        assertThat(awake.slept(Duration.ofNanos(100))).as("within the outage").isZero();

        ProbeTimeline before = new ProbeTimeline(
                Instant.EPOCH, 0, new long[] {0, 100, 900, 1000, 1100}, new long[] {1, 101, 0, 1001, 1101});
        assertThat(before.slept(Duration.ofNanos(100))).isEqualTo(Duration.ofNanos(700));

        ProbeTimeline after = new ProbeTimeline(
                Instant.EPOCH, 0, new long[] {0, 100, 200, 300, 600}, new long[] {1, 101, 0, 301, 601});
        assertThat(after.slept(Duration.ofNanos(100))).isEqualTo(Duration.ofNanos(200));

        ProbeTimeline without = new ProbeTimeline(Instant.EPOCH, 0, new long[] {0, 100, 900}, new long[] {1, 101, 901});
        assertThat(without.slept(Duration.ofNanos(100)))
                .as("it may have slept through it")
                .isEqualTo(Duration.ofNanos(700));
    }

    @Test
    void answersThatNeverComeBackAreNoOutageWithAnEnd() {
        ProbeTimeline timeline = new ProbeTimeline(Instant.EPOCH, 0, new long[] {0, 1, 2}, new long[] {1, 0, 0});

        assertThat(timeline.longestOutage()).isEmpty();
        assertThat(timeline.lost()).isEqualTo(2);
    }
}
