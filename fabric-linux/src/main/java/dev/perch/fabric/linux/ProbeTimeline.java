package dev.perch.fabric.linux;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a {@link Prober} saw: when each probe was sent and when it was answered. Times are of {@link System#nanoTime()};
 * {@code answered} is 0 where no answer came. Probes are in the order in which they were sent.
 *
 * @param anchor      a moment by the wall clock
 * @param anchorNanos the same moment by {@code nanoTime}
 */
public record ProbeTimeline(Instant anchor, long anchorNanos, long[] sent, long[] answered) {

    /**
     * A stretch without answers.
     *
     * @param lastAnswered  when the last probe before it that was answered had been sent
     * @param firstAnswered when the first probe after it that was answered had been sent
     * @param answerAt      when that answer came
     * @param lost          how many probes in between were not answered
     */
    public record Outage(Instant lastAnswered, Instant firstAnswered, Instant answerAt, int lost) {
        /** From when the last probe that got through was sent until the next answer came. */
        public Duration length() {
            return Duration.between(lastAnswered, answerAt);
        }
    }

    /** The part from the last probe that was sent before {@code moment} and answered; all of it when there is none. */
    public ProbeTimeline from(Instant moment) {
        int first = 0;
        for (int i = 0; i < sent.length && at(sent[i]).isBefore(moment); i++) {
            first = answered[i] == 0 ? first : i;
        }
        return new ProbeTimeline(
                anchor,
                anchorNanos,
                Arrays.copyOfRange(sent, first, sent.length),
                Arrays.copyOfRange(answered, first, answered.length));
    }

    /** How many probes were not answered. */
    public int lost() {
        int lost = 0;
        for (long answer : answered) {
            lost += answer == 0 ? 1 : 0;
        }
        return lost;
    }

    /**
     * The longest stretch between two answered probes, when at least one probe in it was lost. Empty when nothing was lost, or
     * when the answers did not come back.
     */
    public Optional<Outage> longestOutage() {
        return longest()
                .map(edge ->
                        new Outage(at(sent[edge[0]]), at(sent[edge[1]]), at(answered[edge[1]]), edge[1] - edge[0] - 1));
    }

    /** Its last answered probe before, and its first after. */
    private Optional<int[]> longest() {
        int from = -1;
        int bestFrom = -1;
        int bestTo = -1;
        for (int i = 0; i < sent.length; i++) {
            if (answered[i] != 0) {
                boolean gap = from >= 0 && i > from + 1;
                if (gap && (bestFrom < 0 || sent[i] - sent[from] > sent[bestTo] - sent[bestFrom])) {
                    bestFrom = from;
                    bestTo = i;
                }
                from = i;
            }
        }
        return bestFrom < 0 ? Optional.empty() : Optional.of(new int[] {bestFrom, bestTo});
    }

    /**
     * For how long the prober itself slept, where that counts: the most that a probe at the beginning or the end of the longest
     * outage, or any probe when there was none, left later than it should have. An outage is known no better than that.
     *
     * @param interval between two probes
     */
    public Duration slept(Duration interval) {
        Optional<int[]> longest = longest();
        long most = 0;
        for (int i = 1; i < sent.length; i++) {
            int probe = i;
            boolean counts = longest.map(edge -> probe == edge[0] + 1 || probe == edge[1] || probe == edge[1] + 1)
                    .orElse(true);
            most = counts ? Math.max(most, sent[i] - sent[i - 1] - interval.toNanos()) : most;
        }
        return Duration.ofNanos(most);
    }

    /** A {@code nanoTime} by the wall clock. */
    public Instant at(long nanos) {
        return anchor.plusNanos(nanos - anchorNanos);
    }
}
