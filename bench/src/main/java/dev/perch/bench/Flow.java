package dev.perch.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A measurement of two seconds by iperf3 from the left to the right of a pair. */
enum Flow {
    THROUGHPUT("Gbit/s", "-t 2") {
        @Override
        double of(JsonNode end) {
            return end.get("sum_received").get("bits_per_second").asDouble() / 1e9;
        }
    },
    /** The sender's own processor carries a packet up to the receiver's socket, so its rate is the path's. */
    PACKETS("thousand/s", "-t 2 -u -b 0 -l 64") {
        @Override
        double of(JsonNode end) {
            return end.get("sum").get("packets").asDouble()
                    / end.get("sum").get("seconds").asDouble()
                    / 1e3;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String unit;
    private final String options;

    Flow(String unit, String options) {
        this.unit = unit;
        this.options = options;
    }

    abstract double of(JsonNode end);

    String unit() {
        return unit;
    }

    double once(Pair pair) {
        return once(pair, Pair.RIGHT);
    }

    /**
     * @param target the address by which the right is reached
     */
    double once(Pair pair, String target) {
        pair.right().sh("iperf3 -s -1 -D -B " + Pair.RIGHT);
        // the server needs a moment until it listens; the client says so until then
        String out = pair.left().sh("""
                for i in $(seq 50); do
                    out=$(iperf3 -c %s -A 0,1 -J %s) && break
                    sleep 0.05
                done
                printf %%s "$out"
                """.formatted(target, options));
        try {
            return of(JSON.readTree(out).get("end"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(out, e);
        }
    }
}
