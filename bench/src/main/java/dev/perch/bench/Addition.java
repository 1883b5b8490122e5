package dev.perch.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one object more costs beside a thousand against beside one.
 *
 * @param what   is added
 * @param beside what leads from that to "1" and "1000" in the rows
 * @param unit   of the measurement
 */
record Addition(String what, String beside, String unit) {
    private static final Turns TURNS = new Turns(200, 200);
    private static final Aim AIM = Aim.atMost(1.1);

    <T> void compare(T one, T many, ToDoubleFunction<T> measure, Table table) {
        List<Samples> both = TURNS.measure(List.of(one, many), measure);
        double ratio = both.get(1).median() / both.get(0).median();
        table.row(what + beside + "1, " + unit, both.get(0));
        table.row(what + beside + "1000, " + unit, both.get(1));
        table.row(
                what + ", ratio of the medians",
                String.format(Locale.ROOT, "%.3f", ratio),
                AIM.toString(),
                AIM.met(ratio));
    }
}
