package dev.perch.bench;

import java.util.List;

/**
 * What a packet and a new route cost with a thousand routes through a peering against the same with one, run by run in turn.
 * Below the API: straight to the fabric.
 */
final class RouteBench {
    private static final int MANY = 1000;

    private final Turns turns;

    RouteBench(int rounds) {
        turns = new Turns(1, rounds);
    }

    void run(Table table) {
        try (Routed one = new Routed("be0001", 1);
                Routed many = new Routed("be03e8", MANY)) {
            List<Pair> pairs = List.of(one.pair(), many.pair());
            compare("packet rate (64-byte UDP) through a peering", Flow.PACKETS, pairs, table);
            compare("TCP throughput through a peering", Flow.THROUGHPUT, pairs, table);
            new Addition("one route more", " beside ", "us").compare(one, many, Routed::microsForOneMore, table);
        }
    }

    private void compare(String what, Flow flow, List<Pair> pairs, Table table) {
        List<Samples> both = turns.measure(pairs, flow::once);
        table.row(what + ", 1 route, " + flow.unit(), both.get(0));
        table.row(what + ", 1000 routes, " + flow.unit(), both.get(1));
        table.row(what + ", ratio", both.get(1).over(both.get(0)), Aim.PACKET);
    }
}
