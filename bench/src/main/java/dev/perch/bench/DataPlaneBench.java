package dev.perch.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/** TCP throughput and small-packet rate between two ports against bare veths on a bare bridge, run by run in turn. */
final class DataPlaneBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double AIM = 0.97;

    private final int rounds;

    DataPlaneBench(int rounds) {
        this.rounds = rounds;
    }

    void run(Ports ports, Table table) {
        try (Pair bare = Pair.bare();
                Pair hooked = Pair.hooked();
                Pair fabric = Pair.fabric(ports)) {
            compare(
                    "TCP throughput, Gbit/s",
                    table,
                    bare,
                    hooked,
                    fabric,
                    "-t 2",
                    end -> end.get("sum_received").get("bits_per_second").asDouble() / 1e9);
            // The sender's own processor carries a packet up to the receiver's socket, so its rate is the path's.
            compare(
                    "packet rate (64-byte UDP), thousand/s",
                    table,
                    bare,
                    hooked,
                    fabric,
                    "-t 2 -u -b 0 -l 64",
                    end -> end.get("sum").get("packets").asDouble()
                            / end.get("sum").get("seconds").asDouble()
                            / 1e3);
        }
    }

    private interface Figure {
        double of(JsonNode end);
    }

    private void compare(String what, Table table, Pair bare, Pair hooked, Pair fabric, String options, Figure figure) {
        double[] bares = new double[rounds];
        double[] hookeds = new double[rounds];
        double[] fabrics = new double[rounds];
        once(bare, options, figure);
        once(fabric, options, figure);
        for (int i = 0; i < rounds; i++) {
            bares[i] = once(bare, options, figure);
            fabrics[i] = once(fabric, options, figure);
            hookeds[i] = once(hooked, options, figure);
        }
        Samples least = new Samples(hookeds).over(new Samples(bares));
        Samples ratio = new Samples(fabrics).over(new Samples(bares));
        table.row(what + ", bare bridge", new Samples(bares).toString());
        table.row(what + ", chains that accept all, ratio", least.toString());
        table.row(what + ", fabric", new Samples(fabrics).toString());
        table.row(what + ", ratio", ratio.toString(), String.format(Locale.ROOT, "≥ %.2f", AIM), ratio.median() >= AIM);
    }

    private static double once(Pair pair, String options, Figure figure) {
        pair.right().sh("iperf3 -s -1 -D -B " + Pair.RIGHT);
        // the server needs a moment until it listens; the client says so until then
        String out = pair.left().sh("""
                for i in $(seq 50); do
                    out=$(iperf3 -c %s -A 0,1 -J %s) && break
                    sleep 0.05
                done
                printf %%s "$out"
                """.formatted(Pair.RIGHT, options));
        try {
            return figure.of(JSON.readTree(out).get("end"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(out, e);
        }
    }
}
