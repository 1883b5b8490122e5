package dev.perch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it, passed in so that tests can be the surroundings.
 *
 * @param uid who runs it; 0 is root
 */
public record Host(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int uid,
        Clock clock) {

    /** This process. */
    public static Host current() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        // The launcher says where it is by a property; the variable is for those who start this another way.
        Optional.ofNullable(System.getProperty("perch.launcher"))
                .ifPresent(launcher -> environment.putIfAbsent("PERCH_LAUNCHER", launcher));
        return new Host(
                Map.copyOf(environment),
                System.in,
                new PrintStream(
                        new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                ownUid(),
                Clock.systemUTC());
    }

    /** An environment variable; one that is set to nothing counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }

    /** Whether to colour what goes to standard output (see no-color.org). */
    public boolean colours() {
        return outIsTerminal
                && variable("NO_COLOR").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Asks /proc, because System.console() answers for standard input and output together and is slow to load. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }
}
