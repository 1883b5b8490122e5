package dev.perch.bench;

import dev.perch.net.Family;
import java.util.List;

/**
 * What the way through an EIP costs: against the same translation made by hand, and with a thousand EIPs against one, run by
 * run in turn. Below the API: straight to the fabric.
 */
final class EdgeBench {
    private static final int MANY = 1000;

    private final Turns turns;

    EdgeBench(int rounds) {
        turns = new Turns(1, rounds);
    }

    void run(Table table) {
        try (Pair hand = HandMade.pair();
                Edge one = new Edge("be1001", Family.IPV4, 1);
                Edge many = new Edge("be13e8", Family.IPV4, MANY)) {
            List<Pair> pairs = List.of(hand, one.pair(), many.pair());
            compare("TCP throughput through an EIP", Flow.THROUGHPUT, pairs, table);
            compare("packet rate (64-byte UDP) through an EIP", Flow.PACKETS, pairs, table);
            new Addition("one EIP (IPv4) more", " beside ", "us").compare(one, many, Edge::microsForOneMore, table);
        }
        try (Edge one = new Edge("be6001", Family.IPV6, 1);
                Edge many = new Edge("be63e8", Family.IPV6, MANY)) {
            new Addition("one EIP (IPv6) more", " beside ", "us").compare(one, many, Edge::microsForOneMore, table);
        }
        ProxyEntries.compare(table);
    }

    private void compare(String what, Flow flow, List<Pair> pairs, Table table) {
        List<Samples> all = turns.measure(pairs, pair -> flow.once(pair, Edge.EIP));
        table.row(what + ", by hand, " + flow.unit(), all.get(0));
        table.row(what + ", 1 EIP, " + flow.unit(), all.get(1));
        table.row(what + ", 1 EIP to by hand, ratio", all.get(1).over(all.get(0)), Aim.PACKET);
        table.row(what + ", 1000 EIPs to 1, ratio", all.get(2).over(all.get(1)), Aim.PACKET);
    }
}
