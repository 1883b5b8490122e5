package dev.perch.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures several by turns, forwards and backwards, so that whatever else the machine does meets all of them alike.
 *
 * @param before how many rounds do not count
 * @param rounds how many do, after those
 */
record Turns(int before, int rounds) {

    /** The figures of each, in the order given; run i of one was made next to run i of the others. */
    <T> List<Samples> measure(List<T> all, ToDoubleFunction<T> measure) {
        double[][] figures = new double[all.size()][rounds];
        for (int i = -before; i < rounds; i++) {
            for (int turn = 0; turn < all.size(); turn++) {
                int n = i % 2 == 0 ? turn : all.size() - 1 - turn;
                figures[n][Math.max(i, 0)] = measure.applyAsDouble(all.get(n));
            }
        }
        return List.of(figures).stream().map(Samples::new).toList();
    }
}
