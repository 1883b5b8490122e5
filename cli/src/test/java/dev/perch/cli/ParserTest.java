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

class ParserTest {
    @ParameterizedTest
    @CsvSource({
        "vip shw, 'there is no command ''perch vip shw''; did you mean show?'",
        "stats, 'there is no command ''perch stats''; did you mean status?'",
        "status --otput json, 'there is no option --otput; did you mean --output?'",
        "status -o, '-o needs a value: table|wide|json|yaml'",
        "vip drill web --mode --settle 1, '--mode needs a value: power-off|link-down|process-kill|graceful|pause'",
        "apply x --dry-run=no, --dry-run takes no value",
        "vip create w --vrid 256, '--vrid is a whole number from 1 to 255, not ''256'''",
        "vip show, 'VIP is missing: the virtual IP, by its id or unique name'",
        "vip show a b, '''b'' is one word too many'"
    })
    void whatIsWrongIsSaidWithTheRule(String line, String message) {
        assertThat(Ran.with(Map.of(), "", line.split(" ")).err().lines().findFirst())
                .contains("perch: " + message);
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
    void anUnfinishedCommandShowsWhatMayFollow() {
        Ran ran = Ran.with(Map.of(), "", "vip");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("move-log");
    }

    @Property(tries = 500)
    void anyWordsAreUnderstoodOrRefused(@ForAll List<String> words) {
        Understood meaning = Parser.parse(Host.current(), TREE, words);
        assertThat(meaning).isNotNull();
    }

    private static final Command.Group TREE = Command.group(
            "perch",
            "",
            () -> List.of(Command.verb("a", "", line -> {})
                    .with(Argument.many("X", ""))
                    .with(Line.TIMEOUT)));
}
