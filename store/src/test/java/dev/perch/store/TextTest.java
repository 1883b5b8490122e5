package dev.perch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void timesSortAsTextAsTheyFollowEachOther() {
        List<Instant> times = List.of(
                Instant.parse("2026-11-23T14:00:00Z"),
                Instant.parse("2026-11-23T14:00:00.5Z"),
                Instant.parse("2026-11-23T14:00:00.500001Z"),
                Instant.parse("2026-11-23T14:00:00.500001001Z"));

        assertThat(times.stream().map(Text::of).sorted().map(Instant::parse).toList())
                .isEqualTo(times);
    }
}
