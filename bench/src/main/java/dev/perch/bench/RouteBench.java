package dev.perch.bench;

import java.util.Locale;

/**
 * What a packet and a new route cost with a thousand routes through a peering against the same with one, run by run in turn.
 * Below the API: straight to the fabric.
 */
final class RouteBench {
    private static final int MANY = 1000;
    private static final int ADDITIONS = 200;
    private static final double PACKET_AIM = 0.95;
    private static final double ADDITION_AIM = 1.1;

    private final int rounds;

    RouteBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Table table) {
        try (Routed one = new Routed("be0001", 1);
                Routed many = new Routed("be03e8", MANY)) {
            compare("packet rate (64-byte UDP) through a peering", Flow.PACKETS, one, many, table);
            compare("TCP throughput through a peering", Flow.THROUGHPUT, one, many, table);
            additions(one, many, table);
        }
    }

    private void compare(String what, Flow flow, Routed one, Routed many, Table table) {
        double[] ones = new double[rounds];
        double[] manys = new double[rounds];
        flow.once(one.pair());
        flow.once(many.pair());
        for (int i = 0; i < rounds; i++) {
            ones[i] = flow.once(one.pair());
            manys[i] = flow.once(many.pair());
        }
        Samples ratio = new Samples(manys).over(new Samples(ones));
        table.row(what + ", 1 route, " + flow.unit(), new Samples(ones).toString());
        table.row(what + ", 1000 routes, " + flow.unit(), new Samples(manys).toString());
        table.row(what + ", ratio", ratio.toString(), aim("≥", PACKET_AIM), ratio.median() >= PACKET_AIM);
    }

    private static void additions(Routed one, Routed many, Table table) {
        double[] ones = new double[ADDITIONS];
        double[] manys = new double[ADDITIONS];
        for (int i = 0; i < ADDITIONS; i++) {
            one.microsForOneMore();
            many.microsForOneMore();
        }
        for (int i = 0; i < ADDITIONS; i++) {
            ones[i] = one.microsForOneMore();
            manys[i] = many.microsForOneMore();
        }
        double ratio = new Samples(manys).median() / new Samples(ones).median();
        table.row("one route more beside 1, us", new Samples(ones).toString());
        table.row("one route more beside 1000, us", new Samples(manys).toString());
        table.row(
                "one route more, ratio of the medians",
                String.format(Locale.ROOT, "%.3f", ratio),
                aim("≤", ADDITION_AIM),
                ratio <= ADDITION_AIM);
    }

    private static String aim(String relation, double figure) {
        return String.format(Locale.ROOT, "%s %.2f", relation, figure);
    }
}
