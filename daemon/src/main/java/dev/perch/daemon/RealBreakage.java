package dev.perch.daemon;

import dev.perch.api.ops.DrillRunner.Mode;
import dev.perch.compute.ServerRuntime;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.daemon.drill.Breakage;
import dev.perch.daemon.drill.DrillRefused;
import dev.perch.fabric.Fabric;
import dev.perch.fabric.Reconciler;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Server;
import dev.perch.model.Server.State;
import java.time.Duration;

/** Makes servers fail the way the user of a drill wants, through the same paths as a user or a real failure would. */
final class RealBreakage implements Breakage {
    private static final Duration BACK = Duration.ofSeconds(30);

    private final Control control;
    private final ServerRuntime runtime;
    private final Fabric fabric;
    private final Reconciler reconciler;
    private final Cables cables;

    RealBreakage(Control control, ServerRuntime runtime, Fabric fabric, Reconciler reconciler, Cables cables) {
        this.control = control;
        this.runtime = runtime;
        this.fabric = fabric;
        this.reconciler = reconciler;
        this.cables = cables;
    }

    @Override
    public void breakIt(Mode mode, ServerId server, PortId nic) {
        switch (mode) {
            case POWER_OFF -> control.servers().powerOff(caller(server), server).orThrow();
            case GRACEFUL -> control.servers().stop(caller(server), server).orThrow();
            case LINK_DOWN -> {
                cables.pull(nic);
                fabric.setLink(nic, false);
            }
            case PROCESS_KILL -> {
                if (runtime.kill(server, "keepalived") == 0) {
                    throw new DrillRefused("no-keepalived", "no process keepalived runs in the holder");
                }
            }
            case PAUSE -> runtime.pause(server);
        }
    }

    @Override
    public void mend(Mode mode, ServerId server, PortId nic) {
        switch (mode) {
            case POWER_OFF, GRACEFUL -> {
                control.servers().start(caller(server), server).orThrow();
                awaitActive(server);
            }
            case LINK_DOWN -> {
                cables.plugIn(nic);
                reconciler.changed(nic);
            }
            case PROCESS_KILL -> {
                control.servers().reboot(caller(server), server).orThrow();
                awaitActive(server);
            }
            case PAUSE -> runtime.resume(server);
        }
    }

    @Override
    public void recover(Mode mode, ServerId server) {
        switch (mode) {
            case POWER_OFF, GRACEFUL ->
                control.servers().start(caller(server), server).orThrow();
            case LINK_DOWN -> {} // that the cable was pulled was known to the killed daemon only
            case PROCESS_KILL ->
                control.servers().reboot(caller(server), server).orThrow();
            case PAUSE -> {
                if (runtime.running(server).isPresent()) {
                    runtime.resume(server);
                }
            }
        }
    }

    private Caller caller(ServerId server) {
        Server found = control.snapshots()
                .server(server)
                .orElseThrow(() -> new DrillRefused("server-gone", "the holder's server was deleted meanwhile"));
        return new Caller(found.meta().project(), "drill");
    }

    private void awaitActive(ServerId server) {
        long wanted = control.snapshots().server(server).map(Server::boot).orElse(0L);
        long end = System.nanoTime() + BACK.toNanos();
        while (System.nanoTime() < end) {
            boolean active = control.statuses()
                            .of(server)
                            .filter(status -> status.state() == State.ACTIVE)
                            .isPresent()
                    && runtime.running(server).filter(r -> r.boot() == wanted).isPresent();
            if (active) {
                return;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        throw new IllegalStateException("server " + server + " did not come back within " + BACK.toSeconds() + " s");
    }
}
