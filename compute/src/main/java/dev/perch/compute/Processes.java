package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What procfs says about processes. They come and go meanwhile: one that has gone is left out. */
final class Processes {
    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /**
     * The servers of an instance that run. A server's first process is number 1 of a pid namespace exactly one level
     * below ours, so that nothing inside a server can pass for one by copying the mark: its own pid namespaces would be
     * two levels below.
     */
    static List<Running> servers(String instance) {
        int depth = depth(self());
        List<Running> found = new ArrayList<>();
        for (Path process : all()) {
            List<String> pids = pidsByNamespace(process);
            if (pids.size() == depth + 1 && pids.getLast().equals("1")) {
                mark(process)
                        .filter(mark -> mark.instance().equals(instance))
                        .ifPresent(mark -> running(process, mark).ifPresent(found::add));
            }
        }
        return found;
    }

    /** Whether a process outside of servers still works for a server that has run. */
    static boolean served(String instance, ServerId server) {
        int depth = depth(self());
        return all().stream()
                .filter(process -> mark(process)
                        .filter(mark -> mark.instance().equals(instance)
                                && mark.server().equals(server))
                        .isPresent())
                .anyMatch(process -> depth(process) == depth);
    }

    private static Optional<Running> running(Path process, Mark mark) {
        long pid = Long.parseLong(process.getFileName().toString());
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(since -> new Running(mark.server(), mark.boot(), pid, since));
    }

    /** The pid namespace that a process is in, as the kernel names it; empty when there is no such process. */
    static Optional<String> namespace(long pid) {
        return namespace(PROC.resolve(Long.toString(pid)));
    }

    /** The pids, as the host counts, of all processes in the pid namespace that {@code pid} is the first of. */
    static List<Long> inNamespaceOf(long pid) {
        Optional<String> namespace = namespace(pid);
        if (namespace.isEmpty()) {
            return List.of();
        }
        List<Long> pids = new ArrayList<>();
        for (Path process : all()) {
            if (namespace.equals(namespace(process))) {
                pids.add(Long.parseLong(process.getFileName().toString()));
            }
        }
        return pids;
    }

    /** The name of a process's program, cut to 15 characters as the kernel keeps it; empty when it has gone. */
    static String command(long pid) {
        return read(PROC.resolve(pid + "/comm")).map(String::strip).orElse("");
    }

    private static Path self() {
        return PROC.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    private static int depth(Path process) {
        return pidsByNamespace(process).size();
    }

    private static List<String> pidsByNamespace(Path process) {
        return read(process.resolve("status"))
                .flatMap(status ->
                        status.lines().filter(line -> line.startsWith("NSpid:")).findFirst())
                .map(line -> List.of(line.substring("NSpid:".length()).strip().split("\\s+")))
                .orElse(List.of());
    }

    private static Optional<Mark> mark(Path process) {
        String variable = Mark.VARIABLE + "=";
        return read(process.resolve("environ"))
                .flatMap(environment -> List.of(environment.split("\0")).stream()
                        .filter(entry -> entry.startsWith(variable))
                        .findFirst())
                .flatMap(entry -> Mark.parse(entry.substring(variable.length())));
    }

    private static Optional<String> namespace(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("ns/pid")).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static List<Path> all() {
        List<Path> processes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(processes::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return processes;
    }
}
