package dev.perch.daemon.drill;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs drills: at most one at a time for each virtual IP. */
public final class Drill {
    private static final Logger LOG = Logger.getLogger(Drill.class.getName());

    /** How long the virtual IP may take to answer again. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final Control control;
    private final Namespaces namespaces;
    private final ProviderSide provider;
    private final Breakage breakage;
    private final Places places;
    private final String namespacePrefix;
    private final Set<VipId> running = ConcurrentHashMap.newKeySet();

    public Drill(Control control, Namespaces namespaces, ProviderSide provider, Breakage breakage) {
        this.control = control;
        this.namespaces = namespaces;
        this.provider = provider;
        this.breakage = breakage;
        this.places = new Places(control);
        this.namespacePrefix = "perch-" + control.tag() + "-d-";
    }

    /** Puts back what drills of a killed daemon have broken, and removes what they have left. */
    public void sweep() {
        new Remains(control, namespaces, namespacePrefix).sweep(broken -> {
            String server = "server " + control.names().of(broken.server());
            try {
                breakage.recover(broken.mode(), broken.server());
                interrupted(broken, server + ", which it had made fail, was put back");
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, "a drill's " + server + " could not be put back", fault);
                interrupted(broken, server + ", which it had made fail, could not be put back: " + fault.getMessage());
            }
        });
    }

    private void interrupted(Remains.Broken broken, String outcome) {
        control.events()
                .append(
                        "drill.interrupted",
                        broken.vip().kind().word(),
                        broken.vip().toString(),
                        "a drill of vip " + control.names().of(broken.vip()) + " ("
                                + broken.mode().word() + ") ended with Perch; " + outcome,
                        "{\"mode\":\"" + broken.mode().word() + "\",\"server\":\"" + broken.server() + "\"}");
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
        Instant started = Instant.now();
        try (Lookout lookout = Lookout.open(places.of(vip), control, namespaces, provider, namespacePrefix)) {
            progress.accept("holder is " + target.name() + "; preparing vantage points");
            lookout.awaitAnswers(progress);
            lookout.note(new Remains.Broken(mode, target.server(), vip.vip().id()));
            Findings findings = new Findings(
                    control, vip, mode, new Report.Holder(target.port(), target.name()), started, Instant.now());
            progress.accept("making " + target.name() + " fail: " + mode.word());
            try {
                breakage.breakIt(mode, target.server(), target.port());
                boolean ok = Await.until(RECOVERY, () -> moved(vip, target.port()) && lookout.isSteady());
                Await.until(settle, () -> false);
                progress.accept(ok ? "answers again from every vantage point" : "does not answer again in time");
                return findings.report(lookout, ok);
            } finally {
                progress.accept("putting " + target.name() + " back");
                breakage.mend(mode, target.server(), target.port());
            }
        } finally {
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

    private boolean moved(VipView vip, PortId from) {
        return control.holders().of(vip.vip().id()).stream()
                .allMatch(holding ->
                        holding.port().filter(port -> !port.equals(from)).isPresent());
    }
}
