package dev.perch.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Programs of the host that servers are made with. */
final class Programs {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Each program and the Debian package that has it. */
    private static final Map<String, String> PACKAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("unshare", "util-linux"),
            Map.entry("nsenter", "util-linux"),
            Map.entry("setpriv", "util-linux"),
            Map.entry("setsid", "util-linux"),
            Map.entry("pivot_root", "util-linux"),
            Map.entry("mount", "mount"),
            Map.entry("umount", "mount"),
            Map.entry("cat", "coreutils"),
            Map.entry("mknod", "coreutils"),
            Map.entry("ip", "iproute2"),
            Map.entry("nft", "nftables"),
            Map.entry("tini", "tini")));

    private Programs() {}

    /** Faults, naming the packages, unless all programs are there. */
    static void demandAll() {
        demandAll(PATH);
    }

    static void demandAll(String path) {
        List<String> missing = PACKAGES.keySet().stream()
                .filter(program -> Stream.of(path.split(":"))
                        .noneMatch(directory -> Files.isExecutable(Path.of(directory, program))))
                .map(program -> program + " (package " + PACKAGES.get(program) + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new ServerFault("servers cannot be run without " + String.join(", ", missing));
        }
    }

    /** A builder with nothing of our own environment but the search path. */
    static ProcessBuilder command(List<String> argv) {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        return builder;
    }

    /** Runs a short program to its end. Returns what it printed; faults, with what it printed, unless it ends with 0. */
    static String run(String... argv) {
        try {
            Process process = command(List.of(argv)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0) {
                throw new ServerFault(argv[0] + " ended with status " + status + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFault("interrupted while running " + argv[0], e);
        }
    }
}
