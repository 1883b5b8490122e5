package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GetTest {
    @Test
    void theLastEventsAreAskedFor() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET events?last=2", 200, events(10_000, 10_001));
            assertThat(Ran.perch(daemon, "get", "events", "--limit", "2")
                            .out()
                            .lines()
                            .skip(1))
                    .extracting(line -> line.split(" ")[0])
                    .containsExactly("10000", "10001");
        }
    }

    @Test
    void eventsAfterANumberAreAskedForAsSaid() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            daemon.on("GET events?after=5&limit=100", 200, events(6, 7));
            assertThat(Ran.perch(daemon, "get", "events", "--after", "5").out().lines())
                    .hasSize(3);
        }
    }

    private static String events(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(n -> "{\"sequence\":" + n + ",\"type\":\"t\",\"message\":\"m\"}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }
}
