package dev.perch.bench;

import dev.perch.model.SecurityRule;
import dev.perch.testkit.PerchProcess;
import java.util.List;

/**
 * What a packet, a new flow and a new rule cost with a group of a thousand rules against one of a single rule, against ports without
 * groups, and against bare veths on a bare bridge, run by run in turn. Packets and flows straight through the fabric.
 */
final class GroupBench {
    private static final int MANY = 1000;

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
            SecurityRule more = Rules.one(MANY);
            addition("fabric", "us").compare(one, many, grouped -> grouped.microsForOneMore(more), table);
        }
    }

    private void compare(String what, Flow flow, List<Pair> pairs, Table table) {
        List<Samples> all = new Turns(1, rounds).measure(pairs, flow::once);
        table.row(what + ", bare bridge, " + flow.unit(), all.get(0));
        absolute(what, flow.unit(), all.subList(1, 4), table);
        table.row(what + ", without groups to bare", all.get(1).over(all.get(0)));
        relative(what, all.subList(1, 4), table);
    }

    private void newFlows(List<Grouped> grouped, Table table) {
        List<Samples> all = new Turns(1, 5 * rounds).measure(grouped, Grouped::thousandNewFlows);
        absolute("new flows (UDP)", "thousand/s of processor time", all, table);
        relative("new flows (UDP)", all, table);
    }

    /** Rows of what was measured without groups, with one rule and with a thousand. */
    private static void absolute(String what, String unit, List<Samples> grouped, Table table) {
        table.row(what + ", ports without groups, " + unit, grouped.get(0));
        table.row(what + ", group of 1 rule, " + unit, grouped.get(1));
        table.row(what + ", group of 1000 rules, " + unit, grouped.get(2));
    }

    /** Rows of each of the same against the one before. */
    private static void relative(String what, List<Samples> grouped, Table table) {
        table.row(what + ", 1 rule to without groups", grouped.get(1).over(grouped.get(0)));
        table.row(what + ", 1000 rules to 1, ratio", grouped.get(2).over(grouped.get(1)), Aim.PACKET);
    }

    /** From the request to the kernel, in a Perch of its own. */
    void throughApi(PerchProcess perch, Table table) {
        try (RuledPort one = new RuledPort(perch, "few", 1);
                RuledPort many = new RuledPort(perch, "many", MANY)) {
            addition("API", "ms").compare(one, many, port -> port.millisForOneMore(MANY), table);
        }
    }

    private static Addition addition(String where, String unit) {
        return new Addition("one rule more, " + where, ", beside ", unit);
    }
}
