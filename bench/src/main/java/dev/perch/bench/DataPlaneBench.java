package dev.perch.bench;

import java.util.List;

/** TCP throughput and small-packet rate between two ports against bare veths on a bare bridge, run by run in turn. */
final class DataPlaneBench {
    private static final Aim AIM = Aim.atLeast(0.97);

    private final Turns turns;

    DataPlaneBench(int rounds) {
        turns = new Turns(1, rounds);
    }

    void run(Ports ports, Table table) {
        try (Pair bare = Pair.bare();
                Pair hooked = Pair.hooked();
                Pair fabric = Pair.fabric(ports)) {
            List<Pair> pairs = List.of(bare, fabric, hooked);
            compare("TCP throughput, Gbit/s", Flow.THROUGHPUT, pairs, table);
            compare("packet rate (64-byte UDP), thousand/s", Flow.PACKETS, pairs, table);
        }
    }

    private void compare(String what, Flow flow, List<Pair> pairs, Table table) {
        List<Samples> all = turns.measure(pairs, flow::once);
        table.row(what + ", bare bridge", all.get(0));
        table.row(what + ", chains that accept all, ratio", all.get(2).over(all.get(0)));
        table.row(what + ", fabric", all.get(1));
        table.row(what + ", ratio", all.get(1).over(all.get(0)), AIM);
    }
}
