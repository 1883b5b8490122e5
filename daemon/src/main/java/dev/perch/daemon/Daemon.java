package dev.perch.daemon;

import dev.perch.api.Api;
import dev.perch.api.http.ApiServer;
import dev.perch.api.http.Route;
import dev.perch.api.ops.Parts;
import dev.perch.compute.ServerRuntime;
import dev.perch.control.Control;
import dev.perch.daemon.drill.Drill;
import dev.perch.fabric.Evidence;
import dev.perch.fabric.Evidence.Watcher;
import dev.perch.fabric.Reconciler;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProcessWatch;
import dev.perch.model.Change;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Everything that runs, wired together. Closing it leaves servers and packets as they are. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Daemon.class.getName());

    /** How often everything is compared, in case a notice of the kernel was lost. */
    private static final Duration FULL_PASS = Duration.ofMinutes(2);

    /** How often servers behind a virtual IP are asked whether they forward; a program is run for each. */
    private static final Duration FORWARDING = Duration.ofSeconds(5);

    /** How often the subnet is asked for a virtual IP that nobody is known to hold. */
    private static final Duration ASK = Duration.ofSeconds(2);

    /** How often it is checked that the addresses of a virtual IP are held by one port. */
    private static final Duration FAMILIES = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final DataDirectory data;
    private volatile boolean purgeWanted;

    private Daemon(DataDirectory data) {
        this.data = data;
    }

    /** Starts everything; what was already started is closed again when something fails. */
    static Daemon start(Config config, DataDirectory data, Runnable end) throws IOException {
        Daemon daemon = new Daemon(data);
        try {
            daemon.wire(config, end);
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void wire(Config config, Runnable end) throws IOException {
        Clock clock = Clock.systemUTC();
        Control control = opened(Control.open(
                data.path(),
                config.store(),
                clock,
                Optional.of(config.provider().pools())));
        String tag = control.tag();
        Namespaces namespaces = new Namespaces();
        LinuxFabric fabric = opened(new LinuxFabric(tag, config.provider().network()));
        ProcessWatch processes = opened(new ProcessWatch());
        WrittenLedger ledger = opened(new WrittenLedger(control, fabric));
        HolderWatch holders = opened(new HolderWatch(fabric, ledger, clock));
        Later<ServerKeeper> keeper = new Later<>();
        ServerRuntime runtime = opened(new ServerRuntime(
                data.path(),
                tag,
                new ServerNamespaces(),
                processes::watch,
                (ended, at) -> keeper.tell(k -> k.ended(ended, at))));
        Cables cables = new Cables();
        Intents intents = new Intents(
                control.snapshots(),
                cables,
                server -> runtime.presentNamespace(server).map(Path::toString));
        EventJournal journal = new EventJournal(control.events(), control.names());
        Reconciler reconciler = opened(new Reconciler(fabric, intents, journal));
        ServerKeeper servers = opened(new ServerKeeper(
                control.snapshots(), control.statuses(), runtime, fabric, holders, reconciler::changed, clock));
        keeper.set(servers);
        Drill drill = new Drill(
                control,
                namespaces,
                fabric::plugOutside,
                new RealBreakage(control, runtime, fabric, reconciler, cables));
        Changes changes = opened(new Changes(change -> {
            if (change instanceof ServerId server) {
                servers.changed(server);
            }
            reconciler.changed(change);
            holders.changed(change);
        }));
        control.subscribe(list -> changes.add(list.stream().map(Change::object).toList()));
        fabric.watch(new Watcher() {
            @Override
            public void seen(Evidence evidence) {
                holders.seen(evidence);
            }

            @Override
            public void disturbed(ObjectId object, String what) {
                LOG.fine(() -> journal.fabric(object) + " was disturbed: " + what);
                reconciler.disturbed(object);
            }
        });

        fabric.providerObstacle()
                .ifPresent(obstacle -> control.events().append("provider.unconnected", "", "", obstacle, "{}"));
        drill.sweep();
        Vitals vitals = new Vitals(data.path(), clock.instant(), reconciler, servers, changes, journal);
        Parts parts = new Parts(
                new Explanations(control, reconciler, fabric, runtime),
                new Console(runtime),
                new KeptDrills(control, drill),
                new PortStates(fabric),
                vitals);
        Route shutdown = ShutdownCall.route(purge -> {
            purgeWanted = purge;
            end.run();
        });
        ApiServer api =
                opened(Api.start(config.host(), config.port(), data.token(), control, parts, List.of(shutdown)));
        adopt(control, reconciler);
        holders.start(port -> isAlive(control, runtime, port));
        servers.start();
        holders.askForUnheld();
        holders.countUnheld();
        vitals.adopted();
        every(FULL_PASS, reconciler::sweep);
        every(ASK, holders::askForUnheld);
        every(ASK, holders::countUnheld);
        every(FAMILIES, () -> control.families().review(clock.instant()));
        every(FORWARDING, servers::lookForForwarding);
        data.announce("""
                {"pid":%d,"url":"http://%s:%d","started":"%s","instance":"%s"}""".formatted(ProcessHandle.current().pid(), config.host(), api.port(), clock.instant(), tag));
        LOG.info(() -> "ready on http://" + config.host() + ":" + api.port());
    }

    /** Takes over what is there; an empty plan means that nothing had to be touched. */
    private static void adopt(Control control, Reconciler reconciler) {
        List<String> steps = reconciler.resync().lines();
        LOG.info(() -> "the fabric needed " + steps.size() + " steps to be as it should");
        control.events()
                .append(
                        "fabric.adopted",
                        "",
                        "",
                        "the fabric needed " + steps.size() + " steps to be as it should",
                        "{\"steps\":" + EventJournal.list(steps) + "}");
    }

    /** Whether a shutdown asked for everything to be removed. */
    boolean purgeWanted() {
        return purgeWanted;
    }

    private static boolean isAlive(Control control, ServerRuntime runtime, PortId port) {
        return control.snapshots()
                .port(port)
                .filter(facts -> facts.port()
                        .server()
                        .map(server -> runtime.running(server).isPresent())
                        .orElse(facts.port().attachment().isPresent()))
                .isPresent();
    }

    private void every(Duration period, Runnable task) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("periodic").factory());
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException fault) {
                        LOG.log(Level.WARNING, "a periodic look failed", fault);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
        opened(timer::shutdownNow);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Closes what was opened, last first. */
    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>(open);
        open.clear();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "while closing", e);
            }
        }
        try {
            data.withdraw();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "while closing", e);
        }
    }
}
