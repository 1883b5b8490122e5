package dev.perch.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A network namespace, looked into and meddled with from the host, past any daemon. */
public record Netns(String name) {

    /** Makes a namespace that is the test's own. */
    public static Netns create(String name) {
        run(List.of("ip", "netns", "add", name)).ok();
        return new Netns(name);
    }

    /** The names of all whose name begins so. */
    public static Set<String> all(String prefix) {
        Set<String> names = new TreeSet<>();
        run(List.of("ip", "netns", "list"))
                .ok()
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.startsWith(prefix))
                .forEach(names::add);
        return names;
    }

    /** Runs a shell command where no namespace is entered. */
    public static Ran onHost(String command) {
        return run(List.of("/bin/sh", "-ec", command));
    }

    /** Runs a shell command in it. */
    public Ran run(String command) {
        return run(List.of("ip", "netns", "exec", name, "/bin/sh", "-c", command));
    }

    public boolean exists() {
        return Files.exists(file());
    }

    public Path file() {
        return Path.of("/run/netns", name);
    }

    /** Removes its name, whatever is in it. Deleting a missing one succeeds. */
    public void delete() {
        if (exists()) {
            run(List.of("ip", "netns", "delete", name)).ok();
        }
    }

    private static Ran run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), out, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
