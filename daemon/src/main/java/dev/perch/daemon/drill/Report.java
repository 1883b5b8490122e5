package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.Family;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a drill found.
 *
 * @param failedAt when the holder was made to fail
 * @param timeline what was seen, in order; times are milliseconds after the failure
 * @param leftOut  the vantage points that could not measure
 * @param ok       whether the virtual IP answered again from every vantage point before the deadline
 * @param note     what a reader should know besides; may be empty
 */
public record Report(
        UUID id,
        String vip,
        Mode mode,
        Instant startedAt,
        Instant failedAt,
        Optional<Holder> before,
        Optional<Holder> after,
        List<Moment> timeline,
        List<Vantage> vantagePoints,
        List<LeftOut> leftOut,
        boolean ok,
        String note) {

    public Report {
        timeline = List.copyOf(timeline);
        vantagePoints = List.copyOf(vantagePoints);
        leftOut = List.copyOf(leftOut);
    }

    /** Who held the virtual IP. */
    public record Holder(PortId port, String server) {}

    /**
     * A vantage point from which the virtual IP did not answer before anything was broken.
     *
     * @param reason what is probably in the way
     */
    public record LeftOut(String name, String reason) {}

    /** Something that happened. */
    public record Moment(double atMillis, String what) {}

    /**
     * What one prober saw.
     *
     * @param name              where it is: {@code same subnet}, {@code other subnet}, {@code peered VPC} or {@code EIP}
     * @param outageMillis      from when the last answered probe was sent until the next answer came; empty when none came
     * @param lost              probes without an answer
     * @param lastAnswerMillis  when the last answered probe before the outage was sent, after the failure (may be negative)
     * @param firstAnswerMillis when the first answer after the outage came, after the failure
     * @param sleptMillis       how late the prober itself was at the ends of the outage, which is known no better than that
     */
    public record Vantage(
            String name,
            Family family,
            Optional<Double> outageMillis,
            int sent,
            int lost,
            Optional<Double> lastAnswerMillis,
            Optional<Double> firstAnswerMillis,
            double sleptMillis) {

        /** Two and a half probes; more, and the machine had no time to measure. */
        private static final double MOST_SLEPT_MILLIS = 5;

        public boolean isDisturbed() {
            return sleptMillis > MOST_SLEPT_MILLIS;
        }
    }

    /** Whether what it measured is as much the machine's doing as the network's. */
    public boolean isDisturbed() {
        return vantagePoints.stream().anyMatch(Vantage::isDisturbed);
    }
}
