package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.fabric.linux.ProbeTimeline;
import dev.perch.fabric.linux.ProbeTimeline.Outage;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts together what a drill found.
 *
 * @param holder whom it made fail
 * @param failed when it did
 */
record Findings(Control control, VipView vip, Mode mode, Report.Holder holder, Instant started, Instant failed) {
    private static final int MOVES = 20;

    Report report(Lookout lookout, boolean ok) {
        Map<PortId, String> names = names();
        List<Report.Moment> timeline = new ArrayList<>();
        timeline.add(new Report.Moment(0, mode.word() + " of " + holder.server()));
        control.holders().moves(vip.vip().id(), MOVES).stream()
                .filter(move -> !move.at().isBefore(failed))
                .forEach(move -> timeline.add(new Report.Moment(millis(move.at()), words(move, names))));
        List<Report.Vantage> vantages = new ArrayList<>();
        for (Site site : lookout.measuring()) {
            site.timelines(Lookout.PATIENCE).forEach((family, seen) -> {
                Report.Vantage vantage = vantage(site.place().name(), family, seen.from(failed));
                vantages.add(vantage);
                vantage.firstAnswerMillis()
                        .ifPresent(at -> timeline.add(
                                new Report.Moment(at, "first answer, " + vantage.name() + ", " + word(family))));
            });
        }
        timeline.sort(Comparator.comparingDouble(Report.Moment::atMillis));
        return new Report(
                UUID.randomUUID(),
                vip.vip().meta().name(),
                mode,
                started,
                failed,
                Optional.of(holder),
                after(names),
                timeline,
                vantages,
                lookout.leftOut(),
                ok,
                note(vantages, lookout.measuring().size()));
    }

    private static String note(List<Report.Vantage> vantages, int places) {
        List<String> notes = new ArrayList<>();
        if (places == 1) {
            notes.add("measured from one vantage point only");
        }
        vantages.stream()
                .filter(Report.Vantage::isDisturbed)
                .forEach(vantage -> notes.add("disturbed: the prober of " + vantage.name() + ", "
                        + word(vantage.family()) + ", slept " + Math.round(vantage.sleptMillis()) + " ms"));
        return String.join("; ", notes);
    }

    private Map<PortId, String> names() {
        Map<PortId, String> names = new HashMap<>();
        vip.bindings()
                .forEach(bound -> names.put(
                        bound.port().id(),
                        bound.server().map(server -> server.name()).orElse("")));
        return names;
    }

    private Optional<Report.Holder> after(Map<PortId, String> names) {
        return control.holders().of(vip.vip().id()).stream()
                .flatMap(holding -> holding.port().stream())
                .map(port -> new Report.Holder(port, names.getOrDefault(port, "")))
                .findFirst();
    }

    private Report.Vantage vantage(String name, Family family, ProbeTimeline seen) {
        Optional<Outage> outage = seen.longestOutage();
        Optional<Double> length = outage.map(o -> o.length().toNanos() / 1e6)
                .or(() -> seen.lost() == 0 ? Optional.of(0.0) : Optional.empty());
        return new Report.Vantage(
                name,
                family,
                length,
                seen.sent().length,
                seen.lost(),
                outage.map(o -> millis(o.lastAnswered())),
                outage.map(o -> millis(o.answerAt())),
                seen.slept(Site.INTERVAL).toNanos() / 1e6);
    }

    private static String words(Move move, Map<PortId, String> names) {
        String who = move.to()
                .map(port -> "held by " + names.getOrDefault(port, port.toString()))
                .orElse("held by nobody");
        return who + " (" + word(move.family()) + ", " + move.evidence() + ")";
    }

    private static String word(Family family) {
        return switch (family) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }

    private double millis(Instant at) {
        return Duration.between(failed, at).toNanos() / 1e6;
    }
}
