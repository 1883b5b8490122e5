package dev.perch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is on the host outside any one process: network namespaces, links, mounts and the processes of servers. */
public record HostState(Set<String> namespaces, Set<String> links, Set<String> mounts, Set<String> servers) {

    /** A look at the host now. */
    public static HostState now() {
        return new HostState(
                names(Path.of("/run/netns")), names(Path.of("/sys/class/net")), perchMounts(), serverProcesses());
    }

    /** What is here now and was not {@code before}, a line a thing. */
    public Set<String> beyond(HostState before) {
        Set<String> extra = new TreeSet<>();
        add(extra, "network namespace ", namespaces, before.namespaces);
        add(extra, "link ", links, before.links);
        add(extra, "mount ", mounts, before.mounts);
        add(extra, "server process ", servers, before.servers);
        return extra;
    }

    private static void add(Set<String> extra, String what, Set<String> now, Set<String> before) {
        now.stream()
                .filter(name -> !before.contains(name))
                .map(name -> what + name)
                .forEach(extra::add);
    }

    private static Set<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> perchMounts() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.map(line -> line.split(" ")[1])
                    .filter(point -> point.contains("perch"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processes that carry a server's mark in their environment. */
    private static Set<String> serverProcesses() {
        return ProcessHandle.allProcesses()
                .filter(process -> marked(process.pid()))
                .map(process -> process.pid() + " " + process.info().command().orElse("?"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean marked(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains("PERCH_SERVER=");
        } catch (IOException | UncheckedIOException e) {
            return false; // it ended meanwhile
        }
    }
}
