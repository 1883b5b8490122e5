package dev.perch.bench;

import dev.perch.model.SecurityRule;
import dev.perch.testkit.PerchProcess;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a packet, a new flow and a new rule cost with a group of a thousand rules against one of a single rule, against ports without
 * groups, and against bare veths on a bare bridge, run by run in turn. Packets and flows straight through the fabric.
 */
final class GroupBench {
    private static final int MANY = 1000;
    private static final int ADDITIONS = 200;
    private static final double PACKET_AIM = 0.95;
    private static final double ADDITION_AIM = 1.1;

    private final int rounds;

    GroupBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Table table) {
        try (Pair bare = Pair.bare();
                Grouped none = new Grouped("be2000", List.of());
                Grouped one = new Grouped("be2001", Rules.group(1));
                Grouped many = new Grouped("be23e8", Rules.group(MANY))) {
            List<Pair> pairs = List.of(bare, none.pair(), one.pair(), many.pair());
            compare("packet rate (64-byte UDP)", Flow.PACKETS, pairs, table);
            compare("TCP throughput", Flow.THROUGHPUT, pairs, table);
            newFlows(List.of(none, one, many), table);
            additions(one, many, table);
        }
    }

    private void compare(String what, Flow flow, List<Pair> pairs, Table table) {
        List<Samples> all = inTurn(rounds, pairs, flow::once);
        String unit = ", " + flow.unit();
        table.row(what + ", bare bridge" + unit, all.get(0).toString());
        table.row(what + ", ports without groups" + unit, all.get(1).toString());
        table.row(what + ", group of 1 rule" + unit, all.get(2).toString());
        table.row(what + ", group of 1000 rules" + unit, all.get(3).toString());
        table.row(what + ", without groups to bare", all.get(1).over(all.get(0)).toString());
        table.row(
                what + ", 1 rule to without groups", all.get(2).over(all.get(1)).toString());
        thousand(what, all.get(3).over(all.get(2)), table);
    }

    private void newFlows(List<Grouped> grouped, Table table) {
        List<Samples> all = inTurn(5 * rounds, grouped, Grouped::thousandNewFlows);
        String what = "new flows (UDP)";
        String unit = ", thousand/s of processor time";
        table.row(what + ", ports without groups" + unit, all.get(0).toString());
        table.row(what + ", group of 1 rule" + unit, all.get(1).toString());
        table.row(what + ", group of 1000 rules" + unit, all.get(2).toString());
        table.row(
                what + ", 1 rule to without groups", all.get(1).over(all.get(0)).toString());
        thousand(what, all.get(2).over(all.get(1)), table);
    }

    private static void thousand(String what, Samples ratio, Table table) {
        table.row(
                what + ", 1000 rules to 1, ratio",
                ratio.toString(),
                aim("≥", PACKET_AIM),
                ratio.median() >= PACKET_AIM);
    }

    private static void additions(Grouped one, Grouped many, Table table) {
        SecurityRule more = Rules.one(MANY);
        List<Grouped> both = List.of(one, many);
        inTurn(ADDITIONS, both, grouped -> grouped.microsForOneMore(more));
        additions("one rule more, fabric", "us", inTurn(ADDITIONS, both, g -> g.microsForOneMore(more)), table);
    }

    /** From the request to the kernel, in a Perch of its own. */
    void throughApi(PerchProcess perch, Table table) {
        try (RuledPort one = new RuledPort(perch, "few", 1);
                RuledPort many = new RuledPort(perch, "many", MANY)) {
            List<RuledPort> both = List.of(one, many);
            inTurn(ADDITIONS, both, port -> port.millisForOneMore(MANY));
            additions("one rule more, API", "ms", inTurn(ADDITIONS, both, p -> p.millisForOneMore(MANY)), table);
        }
    }

    private static void additions(String what, String unit, List<Samples> both, Table table) {
        double ratio = both.get(1).median() / both.get(0).median();
        table.row(what + ", beside 1, " + unit, both.get(0).toString());
        table.row(what + ", beside 1000, " + unit, both.get(1).toString());
        table.row(
                what + ", ratio of the medians",
                String.format(Locale.ROOT, "%.3f", ratio),
                aim("≤", ADDITION_AIM),
                ratio <= ADDITION_AIM);
    }

    /** Measures all by turns, once more at first, which does not count. */
    private static <T> List<Samples> inTurn(int times, List<T> all, ToDoubleFunction<T> measure) {
        double[][] figures = new double[all.size()][times];
        for (int i = -1; i < times; i++) {
            for (int n = 0; n < all.size(); n++) {
                figures[n][Math.max(i, 0)] = measure.applyAsDouble(all.get(n));
            }
        }
        return List.of(figures).stream().map(Samples::new).toList();
    }

    private static String aim(String relation, double figure) {
        return String.format(Locale.ROOT, "%s %.2f", relation, figure);
    }
}
