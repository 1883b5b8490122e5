package dev.perch.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All processes of a server that runs. */
record ProcessTree(Running server) {
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration KILL_TIME = Duration.ofSeconds(10);

    /** The pids of its processes, as the host counts; none when it has ended, whoever has its pid then. */
    List<Long> pids() {
        List<Long> pids = Processes.inNamespaceOf(server.pid());
        return server.process().isPresent() ? pids : List.of();
    }

    /** Sends signals to every process but the first. The kernel does each in one step: no fork slips through. */
    void signal(String... signals) {
        Optional<String> namespace = Processes.namespace(server.pid());
        if (namespace.isEmpty() || server.process().isEmpty()) {
            return;
        }
        // Whoever has the pid by the time it is entered may be in the host's namespace, where everything would be
        // signalled.
        // The procfs is the host's. kill fails when there is nobody to signal.
        String script = "[ \"$(readlink /proc/self/ns/pid)\" = \"$1\" ] || exit 0; "
                + Stream.of(signals)
                        .map(signal -> "kill -s " + signal + " -- -1 2>/dev/null || :")
                        .collect(Collectors.joining("; "));
        String target = Long.toString(server.pid());
        try {
            Programs.run("nsenter", "--target", target, "--pid", "/bin/sh", "-c", script, "sh", namespace.get());
        } catch (ServerFault fault) {
            // A server that ends just now takes the messenger with it.
            if (!Deadline.await(
                    Duration.ofMillis(500), STEP, () -> server.process().isEmpty())) {
                throw fault;
            }
        }
    }

    /** Asks every process to end; returns whether all but those that keep the server up did in time. */
    boolean askToEnd(Duration timeout) {
        // A request must not come before there is anybody to hear it.
        Deadline.await(timeout, STEP, () -> pids().size() != 1);
        signal("TERM", "CONT");
        // The first process, and the one that keeps it waiting.
        return Deadline.await(timeout, Duration.ofMillis(15), () -> pids().size() <= 2);
    }

    /** Kills the first process, and with it the kernel kills all. Returns when none is left. */
    void kill() {
        server.process().ifPresent(ProcessHandle::destroyForcibly);
        if (!Deadline.await(KILL_TIME, STEP, () -> server.process().isEmpty())) {
            throw new ServerFault("server " + server.server() + " has processes that cannot be killed");
        }
    }

    /** Kills the processes of one program; returns how many there were. */
    int kill(String program) {
        String kept = program.substring(0, Math.min(program.length(), 15));
        List<String> found = pids().stream()
                .filter(pid -> Processes.command(pid).equals(kept))
                .map(String::valueOf)
                .toList();
        if (!found.isEmpty()) {
            // Stopped first, so that no parent restarts its child and no child says goodbye when its parent dies.
            List<String> command =
                    new ArrayList<>(List.of("/bin/sh", "-c", "kill -s STOP \"$@\"; kill -s KILL \"$@\"", "sh"));
            command.addAll(found);
            Programs.run(command.toArray(String[]::new));
        }
        return found.size();
    }

    /** Starts a program among them, as the server's root, in {@code /root}. */
    Process start(List<String> argv) {
        String target = Long.toString(server.pid());
        List<String> command = new ArrayList<>();
        command.addAll(List.of("nsenter", "--target", target, "--mount", "--uts", "--ipc", "--net", "--pid", "--"));
        command.addAll(List.of("setpriv", "--bounding-set=" + ServerDirectory.DROPPED, "--"));
        command.addAll(List.of("env", "-C", "/root", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb"));
        command.addAll(argv);
        try {
            return Programs.command(command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
