package dev.perch.bench;

import java.util.Arrays;
import java.util.Locale;

/** Figures of several runs. */
record Samples(double... values) {

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double quantile(double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
    }

    /** The ratios pair by pair: run i of this against run i of the other, which ran next to it. */
    Samples over(Samples other) {
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / other.values[i];
        }
        return new Samples(ratios);
    }

    /** Median, and the least and the greatest. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.4g (%.4g to %.4g, n=%d)", median(), quantile(0), quantile(1), values.length);
    }
}
