package dev.perch.bench;

import java.util.Locale;

/**
 * What the way through an EIP costs: against the same translation made by hand, and with a thousand EIPs against one, run by
 * run in turn. Below the API: straight to the fabric.
 */
final class EdgeBench {
    private static final int MANY = 1000;
    private static final int ADDITIONS = 200;
    private static final double PACKET_AIM = 0.95;
    private static final double ADDITION_AIM = 1.1;

    private final int rounds;

    EdgeBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Table table) {
        try (Pair hand = HandMade.pair();
                Edge one = new Edge("be1001", 1);
                Edge many = new Edge("be13e8", MANY)) {
            for (Flow flow : Flow.values()) {
                compare(flow, hand, one.pair(), many.pair(), table);
            }
            additions(one, many, table);
        }
    }

    private void compare(Flow flow, Pair hand, Pair one, Pair many, Table table) {
        double[] hands = new double[rounds];
        double[] ones = new double[rounds];
        double[] manys = new double[rounds];
        flow.once(hand, Edge.EIP);
        flow.once(one, Edge.EIP);
        for (int i = 0; i < rounds; i++) {
            hands[i] = flow.once(hand, Edge.EIP);
            ones[i] = flow.once(one, Edge.EIP);
            manys[i] = flow.once(many, Edge.EIP);
        }
        String what = switch (flow) {
            case THROUGHPUT -> "TCP throughput through an EIP";
            case PACKETS -> "packet rate (64-byte UDP) through an EIP";
        };
        table.row(what + ", by hand, " + flow.unit(), new Samples(hands).toString());
        table.row(what + ", 1 EIP, " + flow.unit(), new Samples(ones).toString());
        ratio(what + ", 1 EIP to by hand", new Samples(ones).over(new Samples(hands)), table);
        ratio(what + ", 1000 EIPs to 1", new Samples(manys).over(new Samples(ones)), table);
    }

    private static void ratio(String what, Samples ratio, Table table) {
        table.row(what + ", ratio", ratio.toString(), aim("≥", PACKET_AIM), ratio.median() >= PACKET_AIM);
    }

    private static void additions(Edge one, Edge many, Table table) {
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
        table.row("one EIP more beside 1, us", new Samples(ones).toString());
        table.row("one EIP more beside 1000, us", new Samples(manys).toString());
        table.row(
                "one EIP more, ratio of the medians",
                String.format(Locale.ROOT, "%.3f", ratio),
                aim("≤", ADDITION_AIM),
                ratio <= ADDITION_AIM);
    }

    private static String aim(String relation, double figure) {
        return String.format(Locale.ROOT, "%s %.2f", relation, figure);
    }
}
