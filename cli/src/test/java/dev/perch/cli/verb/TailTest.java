package dev.perch.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TailTest {
    /** Lines that differ, of which both looks see the last ten. */
    @Property(tries = 200)
    void whatWasAddedBetweenTwoLooksIsSeenOnce(
            @ForAll @IntRange(min = 1, max = 30) int first, @ForAll @IntRange(max = 9) int more) {
        String before = Tail.lines(log(0, first), 10);
        String after = Tail.lines(log(0, first + more), 10);
        assertThat(Tail.added(before, after)).isEqualTo(log(first, first + more));
    }

    private static String log(int from, int to) {
        List<String> lines =
                IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").toList();
        return lines.stream().collect(Collectors.joining());
    }
}
