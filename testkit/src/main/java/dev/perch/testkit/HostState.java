package dev.perch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one Perch instance has on the host outside its data directory. Other instances may run beside it. */
public final class HostState {
    private HostState() {}

    /**
     * Network namespaces, links, mounts and processes that carry an instance's mark, a line a thing.
     *
     * @param tag  the instance's six hexadecimal digits
     * @param data its data directory, under which servers mount their disks
     */
    public static Set<String> of(String tag, Path data) {
        Set<String> found = new TreeSet<>();
        names(Path.of("/run/netns"))
                .filter(name -> name.startsWith("perch-" + tag))
                .forEach(name -> found.add("network namespace " + name));
        names(Path.of("/sys/class/net"))
                .filter(link -> read(Path.of("/sys/class/net", link, "ifalias")).contains("perch:" + tag))
                .forEach(link -> found.add("link " + link));
        read(Path.of("/proc/self/mounts"))
                .lines()
                .map(line -> line.split(" ")[1])
                .filter(point -> point.contains("perch-" + tag) || point.startsWith(data.toString()))
                .forEach(point -> found.add("mount " + point));
        ProcessHandle.allProcesses()
                .filter(process ->
                        read(Path.of("/proc/" + process.pid() + "/environ")).contains("PERCH_SERVER=" + tag))
                .forEach(process -> found.add("process " + process.pid() + " "
                        + process.info().commandLine().orElse("?")));
        return found;
    }

    private static Stream<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file of the kernel; empty when it is gone, as the files of processes that end are. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
