package dev.perch.bench;

import java.util.Locale;

/** TCP throughput and small-packet rate between two ports against bare veths on a bare bridge, run by run in turn. */
final class DataPlaneBench {
    private static final double AIM = 0.97;

    private final int rounds;

    DataPlaneBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Ports ports, Table table) {
        try (Pair bare = Pair.bare();
                Pair hooked = Pair.hooked();
                Pair fabric = Pair.fabric(ports)) {
            compare("TCP throughput, Gbit/s", table, bare, hooked, fabric, Flow.THROUGHPUT);
            compare("packet rate (64-byte UDP), thousand/s", table, bare, hooked, fabric, Flow.PACKETS);
        }
    }

    private void compare(String what, Table table, Pair bare, Pair hooked, Pair fabric, Flow flow) {
        double[] bares = new double[rounds];
        double[] hookeds = new double[rounds];
        double[] fabrics = new double[rounds];
        flow.once(bare);
        flow.once(fabric);
        for (int i = 0; i < rounds; i++) {
            bares[i] = flow.once(bare);
            fabrics[i] = flow.once(fabric);
            hookeds[i] = flow.once(hooked);
        }
        Samples least = new Samples(hookeds).over(new Samples(bares));
        Samples ratio = new Samples(fabrics).over(new Samples(bares));
        table.row(what + ", bare bridge", new Samples(bares).toString());
        table.row(what + ", chains that accept all, ratio", least.toString());
        table.row(what + ", fabric", new Samples(fabrics).toString());
        table.row(what + ", ratio", ratio.toString(), String.format(Locale.ROOT, "≥ %.2f", AIM), ratio.median() >= AIM);
    }
}
