package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProbeTimeline;
import dev.perch.fabric.linux.ProbeTimeline.Outage;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Subnet;
import dev.perch.net.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs drills: at most one at a time for each virtual IP. */
public final class Drill {
    private static final Logger LOG = Logger.getLogger(Drill.class.getName());

    /** How long after it was sent a probe may be answered. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** How long the virtual IP has to answer without a gap (500 ms at one probe each 2 ms) to count as there. */
    private static final int STEADY = 250;

    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(10);
    /** How long the virtual IP may take to answer again. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final int MOVES = 20;

    private final Control control;
    private final Namespaces namespaces;
    private final Breakage breakage;
    private final String namespacePrefix;
    private final Set<VipId> running = ConcurrentHashMap.newKeySet();

    public Drill(Control control, Namespaces namespaces, Breakage breakage) {
        this.control = control;
        this.namespaces = namespaces;
        this.breakage = breakage;
        this.namespacePrefix = "perch-" + control.tag() + "-d-";
    }

    /** Puts back what drills of a killed daemon have broken, and removes what they have left. */
    public void sweep() {
        Site.sweep(control, namespaces, namespacePrefix, broken -> {
            try {
                breakage.recover(broken.mode(), broken.server());
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, "a drill's server " + broken.server() + " could not be put back", fault);
            }
        });
    }

    /**
     * Makes the holder of a virtual IP fail, measures, and puts things back.
     *
     * @param settle   how long to go on measuring once the virtual IP answers steadily again
     * @param progress told what happens, a sentence a step
     * @throws DrillRefused when there is nobody to fail, or nobody to take over
     */
    public Report run(VipView vip, Mode mode, Duration settle, Consumer<String> progress) {
        Target target = target(vip);
        if (!running.add(vip.vip().id())) {
            throw new DrillRefused("drill-under-way", "a drill of this virtual IP is under way");
        }
        List<Site> sites = new ArrayList<>();
        try {
            Instant started = Instant.now();
            progress.accept("holder is " + target.name() + "; preparing vantage points");
            openSites(vip, sites);
            awaitAnswers(sites, progress);
            sites.getFirst().note(new Site.Broken(mode, target.server()));
            Instant failed = Instant.now();
            progress.accept("making " + target.name() + " fail: " + mode.word());
            try {
                breakage.breakIt(mode, target.server(), target.port());
                boolean ok = await(RECOVERY, () -> moved(vip, target.port()) && steady(sites));
                await(settle, () -> false);
                progress.accept(ok ? "answers again from every vantage point" : "does not answer again in time");
                return report(vip, mode, target, started, failed, sites, ok);
            } finally {
                progress.accept("putting " + target.name() + " back");
                breakage.mend(mode, target.server(), target.port());
            }
        } finally {
            sites.forEach(Site::close);
            running.remove(vip.vip().id());
        }
    }

    private record Target(PortId port, ServerId server, String name) {}

    private Target target(VipView vip) {
        VipView.Holder holder = vip.holders().getFirst();
        PortId port = holder.holding()
                .port()
                .orElseThrow(
                        () -> new DrillRefused("no-holder", "nobody holds the virtual IP, so there is nobody to fail"));
        if (holder.server().isEmpty()) {
            throw new DrillRefused("holder-not-a-server", "the holder, port " + port + ", is no server's NIC");
        }
        long others = vip.bindings().stream()
                .filter(bound ->
                        !bound.binding().port().equals(port) && !bound.binding().fenced())
                .count();
        if (others == 0) {
            throw new DrillRefused("no-standby", "the virtual IP is bound to no other server that could take over");
        }
        return new Target(
                port, holder.server().get().id(), holder.server().get().name());
    }

    private void openSites(VipView vip, List<Site> sites) {
        Caller caller = new Caller(vip.vip().meta().project(), "drill");
        Subnet home = vip.subnet();
        sites.add(Site.open("same subnet", caller, control.ports(), namespaces, namespacePrefix, home));
        Site.otherSubnet(caller, control.subnets(), home, vip.vip())
                .ifPresent(other -> sites.add(
                        Site.open("other subnet", caller, control.ports(), namespaces, namespacePrefix, other)));
        for (Site site : sites) {
            vip.vip().addresses().forEach(site::probe);
        }
    }

    private void awaitAnswers(List<Site> sites, Consumer<String> progress) {
        if (!await(FIRST_ANSWERS, () -> steady(sites))) {
            String silent = String.join(
                    " and ",
                    sites.stream()
                            .filter(site -> site.answeredInARow(PATIENCE) < STEADY)
                            .map(Site::name)
                            .toList());
            throw new DrillRefused(
                    "no-answer",
                    "the virtual IP does not answer steadily from " + silent + ", so an outage could not be measured");
        }
        progress.accept("answers steadily from " + sites.size() + " vantage point" + (sites.size() == 1 ? "" : "s"));
    }

    private static boolean steady(List<Site> sites) {
        return sites.stream().allMatch(site -> site.answeredInARow(PATIENCE) >= STEADY);
    }

    private boolean moved(VipView vip, PortId from) {
        return control.holders().of(vip.vip().id()).stream()
                .allMatch(holding ->
                        holding.port().filter(port -> !port.equals(from)).isPresent());
    }

    private Report report(
            VipView vip, Mode mode, Target target, Instant started, Instant failed, List<Site> sites, boolean ok) {
        VipId id = vip.vip().id();
        Map<PortId, String> names = new HashMap<>();
        vip.bindings()
                .forEach(bound -> names.put(
                        bound.port().id(),
                        bound.server().map(server -> server.name()).orElse("")));
        List<Report.Moment> timeline = new ArrayList<>();
        timeline.add(new Report.Moment(0, mode.word() + " of " + target.name()));
        List<Move> moves = control.holders().moves(id, MOVES).stream()
                .filter(move -> !move.at().isBefore(failed))
                .toList();
        moves.forEach(move -> timeline.add(new Report.Moment(millis(failed, move.at()), words(move, names))));
        List<Report.Vantage> vantages = new ArrayList<>();
        for (Site site : sites) {
            site.timelines(PATIENCE).forEach((family, seen) -> {
                Report.Vantage vantage = vantage(site.name(), family, seen.from(failed), failed);
                vantages.add(vantage);
                vantage.firstAnswerMillis()
                        .ifPresent(at -> timeline.add(
                                new Report.Moment(at, "first answer, " + site.name() + ", " + word(family))));
            });
        }
        timeline.sort(Comparator.comparingDouble(Report.Moment::atMillis));
        Optional<Report.Holder> after = control.holders().of(id).stream()
                .flatMap(holding -> holding.port().stream())
                .map(port -> new Report.Holder(port, names.getOrDefault(port, "")))
                .findFirst();
        return new Report(
                UUID.randomUUID(),
                vip.vip().meta().name(),
                mode,
                started,
                failed,
                Optional.of(new Report.Holder(target.port(), target.name())),
                after,
                timeline,
                vantages,
                ok,
                sites.size() == 1 ? "the VPC has no other subnet with the virtual IP's families to measure from" : "");
    }

    private static Report.Vantage vantage(String name, Family family, ProbeTimeline seen, Instant failed) {
        Optional<Outage> outage = seen.longestOutage();
        Optional<Double> length = outage.map(o -> o.length().toNanos() / 1e6)
                .or(() -> seen.lost() == 0 ? Optional.of(0.0) : Optional.empty());
        return new Report.Vantage(
                name,
                family,
                length,
                seen.sent().length,
                seen.lost(),
                outage.map(o -> millis(failed, o.lastAnswered())),
                outage.map(o -> millis(failed, o.answerAt())));
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

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private static boolean await(Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
