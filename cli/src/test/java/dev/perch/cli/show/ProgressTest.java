package dev.perch.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.cli.FakeDaemon;
import dev.perch.cli.Ran;
import dev.perch.cli.Samples;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void whatTakesLongerThanASecondIsToldOnStandardError() throws IOException {
        try (FakeDaemon daemon = slow()) {
            Ran ran = Ran.perch(daemon, "server", "stop", "web-a", "--timeout", "2");
            assertThat(ran.err())
                    .startsWith("waiting until server web-a is SHUTOFF; it is ACTIVE … (1s)\n")
                    .doesNotContain("\r");
        }
    }

    @Test
    void aTerminalGetsASpinnerThatIsWipedInTheEnd() throws IOException {
        try (FakeDaemon daemon = slow()) {
            Map<String, String> here = Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN);
            Ran ran = Ran.onTerminal(here, "server", "stop", "web-a", "--timeout", "2");
            assertThat(ran.err()).startsWith("\r\u001b[K| waiting").contains("\r\u001b[Kperch: gave up");
        }
    }

    @Test
    void whatIsQuickIsNotTold() throws IOException {
        try (FakeDaemon daemon = slow()) {
            daemon.on("GET servers/web-a", 200, Samples.SERVER.replace("ACTIVE", "SHUTOFF"));
            assertThat(Ran.perch(daemon, "server", "stop", "web-a").err()).isEmpty();
        }
    }

    private static FakeDaemon slow() throws IOException {
        return new FakeDaemon()
                .on("POST servers/web-a/stop", 200, Samples.SERVER)
                .on("GET servers/web-a", 200, Samples.SERVER);
    }
}
