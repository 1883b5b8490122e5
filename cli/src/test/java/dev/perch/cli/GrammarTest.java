package dev.perch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class GrammarTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "vip shw, there is no command 'perch vip shw'; did you mean show",
                "stats, there is no command 'perch stats'; did you mean status",
                "status --outptu=json, Unknown option: '--outptu=json'; did you mean --output?",
                "status -o, Missing required parameter for option '--output' (table|wide|json|yaml)",
                "vip drill web --mode --settle 1, Expected parameter for option '--mode' but found '--settle'",
                "apply x --dry-run=no, option '--dry-run' should be specified without 'no' parameter",
                "vip create w --vrid 256, Invalid value for option '--vrid': '256' is not a whole number from 1 to 255",
                "vip show, Missing required parameter: 'VIP'",
                "vip show a b, Unmatched argument at index 3: 'b'"
            })
    void whatIsWrongIsSaidWithTheRule(String line, String message) {
        Ran ran = Ran.with(Map.of(), "", line.split(" "));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("perch: " + message).endsWith(" --help\n");
    }

    @Test
    void theHintIsAboutTheCommandThatIsWrong() {
        assertThat(Ran.with(Map.of(), "", "vip", "show").err()).endsWith("\nperch: see perch vip show --help\n");
    }

    @Test
    void optionsMayStandAnywhereBeforeTheDoubleDash() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon().on("GET vips", 200, "[]")) {
            for (String line : new String[] {"-o json get vips", "get -o json vips", "get vips --output=json"}) {
                assertThat(Ran.perch(daemon, line.split(" ")).out()).isEqualTo("[ ]\n");
            }
        }
    }

    @Test
    void theInnermostOfOptionsGivenTwiceCounts() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon().on("GET vips", 200, "[]")) {
            for (String line : new String[] {"-o yaml get vips -o json", "get vips -o yaml -o json"}) {
                assertThat(Ran.perch(daemon, line.split(" "))).isEqualTo(new Ran(0, "[ ]\n", ""));
            }
        }
    }

    @Test
    void helpMayBeAskedForBeforeTheCommandAndWithoutItsArguments() {
        String help = Ran.with(Map.of(), "", "vip", "show", "--help").out();
        assertThat(help).startsWith("Usage: perch vip show");
        for (String line : new String[] {"--help vip show", "vip -h show"}) {
            assertThat(Ran.with(Map.of(), "", line.split(" "))).isEqualTo(new Ran(0, help, ""));
        }
    }

    @Test
    void anUnfinishedCommandShowsWhatMayFollow() {
        Ran ran = Ran.with(Map.of(), "", "vip");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("move-log");
    }

    @Property(tries = 500)
    void anyWordsAreUnderstoodOrRefused(@ForAll List<String> words) {
        ParseResult parsed;
        try {
            parsed = Grammar.of(TREE, words::contains).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        assertThat(parsed.asCommandLineList()).isNotEmpty();
    }

    private static final Command.Group TREE = Command.group(
            "perch",
            "",
            () -> List.of(Command.verb("a", "", line -> {})
                    .with(Argument.many("X", ""))
                    .with(Line.TIMEOUT)));
}
