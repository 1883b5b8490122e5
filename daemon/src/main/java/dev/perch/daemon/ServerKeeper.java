package dev.perch.daemon;

import dev.perch.compute.Boot;
import dev.perch.compute.Running;
import dev.perch.compute.ServerRuntime;
import dev.perch.control.Snapshots;
import dev.perch.control.Statuses;
import dev.perch.fabric.Fabric;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Port;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.Server;
import dev.perch.model.Server.State;
import dev.perch.model.Server.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes servers what their users want them to be: looks at what is wanted and what runs, and does the one thing that brings
 * them together. Each server has a lane of its own, so servers start and stop beside each other but never two things happen to
 * one.
 */
final class ServerKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServerKeeper.class.getName());

    /** How long a server's processes may take to end in order. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Snapshots snapshots;
    private final Statuses statuses;
    private final ServerRuntime runtime;
    private final Fabric fabric;
    private final HolderWatch holders;
    private final Consumer<ServerId> replug;
    private final InstantSource clock;
    private final Map<ServerId, Boolean> lanes = new HashMap<>();
    private final Map<ServerId, Integer> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("server-timer").factory());
    private volatile boolean closed;

    /** @param replug told of a server whose network namespace came or went, so that its ports are looked at */
    ServerKeeper(
            Snapshots snapshots,
            Statuses statuses,
            ServerRuntime runtime,
            Fabric fabric,
            HolderWatch holders,
            Consumer<ServerId> replug,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.statuses = statuses;
        this.runtime = runtime;
        this.fabric = fabric;
        this.holders = holders;
        this.replug = replug;
        this.clock = clock;
    }

    /** Removes servers that nobody knows and looks at all that are known. */
    void start() {
        Set<ServerId> known =
                snapshots.everything().servers().stream().map(Server::id).collect(Collectors.toSet());
        runtime.prune(known).forEach(gone -> LOG.info("removed what was left of server " + gone));
        known.forEach(this::changed);
    }

    /** Looks at a server: now, or again when it is being looked at. */
    void changed(ServerId server) {
        synchronized (lanes) {
            if (closed) {
                return;
            }
            Boolean before = lanes.put(server, true);
            if (before == null) {
                Thread.ofVirtual().name("server " + server).start(() -> work(server));
            }
        }
    }

    /** Looks which servers that a virtual IP is bound to forward packets (V12). */
    void lookForForwarding() {
        Set<ServerId> bound = snapshots.vips().stream()
                .flatMap(vip -> snapshots.portsOf(vip.id()).stream())
                .flatMap(port -> snapshots.port(port).stream())
                .flatMap(facts -> facts.port().server().stream())
                .collect(Collectors.toSet());
        for (Running server : runtime.running()) {
            if (bound.contains(server.server())) {
                statuses.recordForwarding(server.server(), runtime.forwards(server.server()));
            }
        }
    }

    /** How many servers are being looked at. */
    int pending() {
        synchronized (lanes) {
            return lanes.size() + failures.size();
        }
    }

    /** A server's process tree has ended, asked to or not. */
    void ended(Running server, Instant at) {
        holders.serverStopped(nics(server.server()), "the server's process tree ended", at);
        changed(server.server());
    }

    @Override
    public void close() {
        synchronized (lanes) {
            closed = true;
        }
        timer.shutdownNow();
    }

    private void work(ServerId server) {
        while (again(server)) {
            try {
                keep(server);
                failures.remove(server);
            } catch (RuntimeException fault) {
                failed(server, fault);
            }
        }
    }

    /** Whether there is a reason to look; ends the lane when there is none. */
    private boolean again(ServerId server) {
        synchronized (lanes) {
            if (closed || !lanes.get(server)) {
                lanes.remove(server);
                return false;
            }
            lanes.put(server, false);
            return true;
        }
    }

    private void failed(ServerId server, RuntimeException fault) {
        int attempt = failures.merge(server, 1, Integer::sum);
        LOG.log(attempt == 1 ? Level.WARNING : Level.FINE, "server " + server, fault);
        record(server, State.ERROR, String.valueOf(fault.getMessage()));
        long delay = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(attempt - 1, 16));
        synchronized (lanes) {
            if (!closed) {
                timer.schedule(() -> changed(server), delay, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void keep(ServerId id) {
        Optional<Server> wanted = snapshots.server(id);
        if (wanted.isEmpty()) {
            cutOff(id, "the server is deleted");
            runtime.delete(id);
            replug.accept(id);
            return;
        }
        Server server = wanted.get();
        switch (server.power()) {
            case RUNNING -> keepRunning(server);
            case STOPPED -> {
                runtime.stop(id, GRACE);
                stopped(id, "");
            }
            case OFF -> {
                cutOff(id, "power off");
                runtime.powerOff(id);
                stopped(id, "");
            }
        }
    }

    private void keepRunning(Server server) {
        ServerId id = server.id();
        Optional<Running> running = runtime.running(id);
        if (running.isPresent() && running.get().boot() != server.boot()) {
            runtime.stop(id, GRACE);
            running = Optional.empty();
        }
        if (running.isEmpty()) {
            if (runtime.lastBoot(id).equals(OptionalLong.of(server.boot())) && !runtime.hostRestarted(id)) {
                // Its network namespace may be on its way out still.
                runtime.powerOff(id);
                stopped(id, "its process tree ended");
                return;
            }
            record(id, State.BUILD, "");
            runtime.prepare(id);
            replug.accept(id);
            List<String> interfaces = nicIndexes(id).map(index -> "eth" + index).toList();
            runtime.boot(new Boot(id, server.meta().name(), server.userData(), interfaces, server.boot()));
        }
        record(id, State.ACTIVE, "");
    }

    /** As pulling the plug: the neighbours lose the link before the processes know. */
    private void cutOff(ServerId id, String words) {
        if (runtime.running(id).isPresent()) {
            List<PortId> nics = nics(id);
            holders.serverStopped(nics, words, clock.instant());
            nics.forEach(nic -> fabric.setLink(nic, false));
        }
    }

    private void stopped(ServerId id, String detail) {
        replug.accept(id);
        record(id, State.SHUTOFF, detail);
    }

    private void record(ServerId id, State state, String detail) {
        statuses.record(new Status(id, state, detail, clock.instant()));
    }

    private List<PortId> nics(ServerId id) {
        return snapshots.portsOf(id).stream().map(Port::id).toList();
    }

    private Stream<Integer> nicIndexes(ServerId id) {
        return snapshots.portsOf(id).stream()
                .flatMap(port -> port.attachment().stream())
                .flatMap(attachment -> attachment instanceof ServerNic nic ? Stream.of(nic.index()) : Stream.empty())
                .sorted();
    }
}
