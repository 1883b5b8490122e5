package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs servers as process trees in namespaces of their own.
 *
 * <p>The life of one: {@link #prepare} makes its network namespace, the data plane plugs NICs in, {@link #boot} starts its
 * first process. When that process ends, for whatever reason and whether or not Perch runs then, the network namespace
 * goes with it; the next boot begins with a new one. The disk stays until {@link #delete}.
 *
 * <p>Calls about different servers may run at the same time; those about one server may not, {@link #exec}, {@link #log}
 * and {@link #forwards} excepted. All of them block. Expect {@link ServerFault} from every one.
 */
public final class ServerRuntime implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration BOOT_TIME = Duration.ofSeconds(20);
    private static final Duration UNMOUNT_TIME = Duration.ofSeconds(60);
    private static final Duration CLEANING_TIME = Duration.ofSeconds(2);

    private final Path data;
    private final String instance;
    private final NetworkNamespaces namespaces;
    private final ExitWatch exits;
    private final BiConsumer<Running, Instant> whenEnded;
    private final Map<ServerId, Running> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Finds the servers of this instance that run already.
     *
     * @param data      Perch's data directory, on a file system that can carry an overlay's upper layer
     * @param instance  the instance's tag, 6 hex digits
     * @param whenEnded told on a thread of its own that a server has ended, and when, asked to or not, also about those found
     */
    public ServerRuntime(
            Path data,
            String instance,
            NetworkNamespaces namespaces,
            ExitWatch exits,
            BiConsumer<Running, Instant> whenEnded) {
        try {
            this.data = data.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.instance = instance;
        this.namespaces = namespaces;
        this.exits = exits;
        this.whenEnded = whenEnded;
        Processes.servers(instance).forEach(this::adopt);
    }

    /** The name of a server's network namespace. */
    public String namespaceName(ServerId server) {
        return network(server).name();
    }

    /** The file of a server's network namespace, into which its NICs are plugged. */
    public Path networkNamespace(ServerId server) {
        return network(server).path();
    }

    /**
     * The same while there is one. From under a server that runs somebody may have removed the name, without which its NICs would
     * be taken for gone: it is made anew.
     */
    public Optional<Path> presentNamespace(ServerId server) {
        ServerNetwork network = network(server);
        if (!network.exists()) {
            running(server).ifPresent(found -> network.nameAgain(found.pid()));
        }
        return network.exists() ? Optional.of(network.path()) : Optional.empty();
    }

    /** The servers that run. */
    public Collection<Running> running() {
        return List.copyOf(running.values());
    }

    /** The server, if it runs. */
    public Optional<Running> running(ServerId server) {
        return Optional.ofNullable(running.get(server))
                .filter(it -> it.process().isPresent());
    }

    /**
     * Makes the server's directories and network namespace. Does nothing to what a running server has; replaces a
     * namespace that an earlier boot has left, whose kernel may still hold addresses.
     */
    public void prepare(ServerId server) {
        ServerDirectory directory = directory(server);
        directory.create();
        if (running(server).isPresent()) {
            return;
        }
        ServerNetwork network = network(server);
        if (directory.used()) {
            awaitUnmount(server);
            network.delete();
            directory.reset();
        }
        if (!network.exists()) {
            network.create();
        }
    }

    /**
     * Starts a prepared server; returns when its root is complete and its boot script about to run. Does nothing but say
     * so when the server runs already.
     */
    public Running boot(Boot boot) {
        ServerId server = boot.server();
        Optional<Running> already = running(server);
        if (already.isPresent()) {
            return already.get();
        }
        Programs.demandAll();
        ServerDirectory directory = directory(server);
        Mark mark = new Mark(instance, server, boot.number());
        directory.arm(boot, mark);
        launch(directory, mark);
        boolean decided =
                Deadline.await(BOOT_TIME, STEP, () -> directory.bootedPid().isPresent() || directory.ended());
        Optional<Running> booted = directory
                .bootedPid()
                .flatMap(pid -> ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().startInstant())
                        .map(since -> new Running(server, boot.number(), pid, since)));
        if (booted.isEmpty()) {
            killTree(server);
            cleanNamespace(server);
            throw new ServerFault("server " + boot.name() + " did not boot"
                    + (decided ? ": " : " within " + BOOT_TIME.toSeconds() + " s: ")
                    + directory.log(5).strip().replace('\n', ' '));
        }
        adopt(booted.get());
        return booted.get();
    }

    private void launch(ServerDirectory directory, Mark mark) {
        try {
            ProcessBuilder builder = Programs.command(List.of(
                    "setsid",
                    "--fork",
                    "/bin/sh",
                    "./host.sh",
                    networkNamespace(mark.server()).toString(),
                    Long.toString(ServerLog.LIMIT / 512)));
            builder.environment().put(Mark.VARIABLE, mark.toString());
            builder.directory(directory.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void adopt(Running server) {
        running.put(server.server(), server);
        exits.watch(server.pid(), () -> ended(server));
        // The pid may have been somebody else's by the time the watch began.
        if (server.process().isEmpty()) {
            ended(server);
        }
    }

    private void ended(Running server) {
        if (running.remove(server.server(), server) && !closed) {
            Instant at = Instant.now();
            Thread.ofVirtual().name("server ended").start(() -> whenEnded.accept(server, at));
        }
    }

    /**
     * Stops a server in order: every process is asked to end (SIGTERM), and killed when the time is over. Stopping a
     * server that does not run succeeds.
     *
     * @return whether all processes ended by themselves
     */
    public boolean stop(ServerId server, Duration timeout) {
        boolean inOrder = running(server)
                .map(found -> new ProcessTree(found).askToEnd(timeout))
                .orElse(true);
        powerOff(server);
        return inOrder;
    }

    /**
     * Kills a server at once. Returns when no process of it and no network namespace is left; also to be called about a server
     * that has ended by itself, to wait for the latter.
     */
    public void powerOff(ServerId server) {
        running(server).ifPresent(found -> {
            new ProcessTree(found).kill();
            ended(found);
        });
        cleanNamespace(server);
    }

    /** The namespace is removed from outside Perch when a server ends; this is for the case that that was killed too. */
    private void cleanNamespace(ServerId server) {
        ServerDirectory directory = directory(server);
        if (directory.used() && !directory.ended()) {
            boolean removed =
                    Processes.served(instance, server) && Deadline.await(CLEANING_TIME, STEP, directory::ended);
            if (!removed) {
                network(server).delete();
            }
        }
    }

    /** A disk must not be mounted, or removed, while the last boot's mount is being synchronised. */
    private void awaitUnmount(ServerId server) {
        if (!Deadline.await(UNMOUNT_TIME, Duration.ofMillis(5), () -> !Processes.served(instance, server))) {
            throw new ServerFault("the disk of server " + server + " is still being written from its last boot");
        }
    }

    /** Kills what runs of a server, known to have booted or not. */
    private void killTree(ServerId server) {
        Processes.servers(instance).stream()
                .filter(found -> found.server().equals(server))
                .forEach(found -> new ProcessTree(found).kill());
    }

    /**
     * Freezes a running server, as if its host had lost its processor: no process runs and no packet passes, so that
     * not even the kernel answers for it. NICs that are plugged in later are not covered.
     */
    public void pause(ServerId server) {
        Running found = demand(server);
        network(server).shut();
        new ProcessTree(found).signal("STOP");
    }

    /** Lets a paused server go on. */
    public void resume(ServerId server) {
        Running found = demand(server);
        network(server).open();
        new ProcessTree(found).signal("CONT");
    }

    /**
     * Kills (SIGKILL) the processes of a running server whose program has the given name, e.g. {@code keepalived}.
     *
     * @return how many there were
     */
    public int kill(ServerId server, String program) {
        return new ProcessTree(demand(server)).kill(program);
    }

    /** Whether the server forwards IPv4 packets between its NICs. False when it has no network namespace. */
    public boolean forwards(ServerId server) {
        return network(server).forwards();
    }

    /**
     * Runs a program in a running server, as its root, in {@code /root}.
     *
     * @param stdin read to its end and closed by nobody here
     * @param sink  called from two threads, one call at a time
     * @return the exit status; 127 when there is no such program, 128 + n when signal n killed it; empty when the time was
     *     over and it was killed
     */
    public OptionalInt exec(
            ServerId server, List<String> argv, InputStream stdin, Duration timeout, Consumer<Output> sink) {
        return new Execution(new ProcessTree(demand(server)).start(argv), sink).run(stdin, timeout);
    }

    /** The last lines that the server's boot script and its children printed, also of earlier boots. */
    public String log(ServerId server, int lines) {
        return directory(server).log(lines);
    }

    /** The number of the server's last successful boot, whether or not it runs still; empty when it never booted. */
    public OptionalLong lastBoot(ServerId server) {
        return directory(server).lastBoot();
    }

    /** Whether the host was started anew since the server was last booted, so that it ended with the host. */
    public boolean hostRestarted(ServerId server) {
        return directory(server).hostRestarted();
    }

    /** Kills the server if it runs and removes all that there is of it. Deleting a missing one succeeds. */
    public void delete(ServerId server) {
        killTree(server);
        powerOff(server);
        awaitUnmount(server);
        network(server).delete();
        directory(server).delete();
    }

    /**
     * Deletes servers of this instance that are not among {@code known}, and stray network namespaces. Only to be called
     * with the complete set.
     *
     * @return what was removed: ids of servers and names of namespaces
     */
    public Set<String> prune(Set<ServerId> known) {
        Set<String> removed = new TreeSet<>();
        Set<ServerId> present = new HashSet<>(ServerDirectory.all(data));
        Processes.servers(instance).forEach(found -> present.add(found.server()));
        present.removeAll(known);
        for (ServerId server : present) {
            delete(server);
            removed.add(server.toString());
        }
        Set<String> names = new HashSet<>();
        known.forEach(server -> names.add(namespaceName(server)));
        for (String name : namespaces.list(ServerNetwork.prefix(instance))) {
            if (!names.contains(name)) {
                namespaces.delete(name);
                removed.add(name);
            }
        }
        return removed;
    }

    private Running demand(ServerId server) {
        return running(server).orElseThrow(() -> new ServerFault("server " + server + " is not running"));
    }

    private ServerNetwork network(ServerId server) {
        return new ServerNetwork(namespaces, instance, server);
    }

    private ServerDirectory directory(ServerId server) {
        return new ServerDirectory(data, server);
    }

    /** Lets go of the servers, which run on. {@code whenEnded} is not called any more. */
    @Override
    public void close() {
        closed = true;
    }
}
