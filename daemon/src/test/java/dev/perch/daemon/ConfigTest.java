package dev.perch.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.daemon.Config.Action;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    @Test
    void withoutOptionsItServesOnLoopback() {
        Config config = Config.parse(List.of()).orThrow();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.data()).isEqualTo(Path.of("/var/lib/perch"));
        assertThat(config.store()).isEmpty();
        assertThat(config.action()).isEqualTo(Action.SERVE);
    }

    @Test
    void everyOptionIsTaken() {
        Config config = Config.parse(List.of(
                        "--data", "/srv/p", "--listen", "[::1]:8080", "--store", "postgresql://db/perch", "--purge"))
                .orThrow();

        assertThat(config.data()).isEqualTo(Path.of("/srv/p"));
        assertThat(config.host()).isEqualTo("[::1]");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.store()).contains("postgresql://db/perch");
        assertThat(config.action()).isEqualTo(Action.PURGE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--listen 8080, '8080' is not HOST:PORT",
                "--listen host:port, 'host:port' is not HOST:PORT",
                "--listen host:70000, 'host:70000' is not HOST:PORT",
                "--data, needs a value",
                "--colour, '--colour' is unknown"
            })
    void whatCannotBeUsedIsNamedWithTheRule(String words, String rule) {
        Parsed<Config> parsed = Config.parse(List.of(words.split(" ")));

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        no -> assertThat(no.toString()).contains(rule).contains(words.split(" ")[0]));
    }
}
