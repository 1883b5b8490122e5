package dev.perch.cli.verb;

import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Host;
import dev.perch.cli.Line;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The daemon as a process, started by the launcher that started this command. */
final class DaemonProcess {
    private static final int LOG_LINES = 20;

    /** What both programs begin a message with. */
    private static final String SELF = "perch: ";

    private static final Duration END = Duration.ofSeconds(10);

    private DaemonProcess() {}

    static void needRoot(Host host) {
        if (host.uid() != 0) {
            throw Failure.of(
                    Exit.NOT_ALLOWED, "the daemon makes network namespaces and needs root; try again with sudo");
        }
    }

    /** The words that start it for a line's data directory. */
    static List<String> words(Line line, String... more) {
        String launcher = line.host()
                .variable("PERCH_LAUNCHER")
                .orElseThrow(() -> Failure.of(
                        Exit.FAILED, "PERCH_LAUNCHER is not set: start this command by its launcher, ./perch"));
        List<String> words = new ArrayList<>(List.of(
                launcher, "__daemon", "--data", line.data().toAbsolutePath().toString()));
        words.addAll(List.of(more));
        return words;
    }

    /** In a session of its own, so that no terminal's hang-up or Ctrl-C reaches it. */
    static Process detached(List<String> words, Path log) throws IOException {
        List<String> session = new ArrayList<>(words);
        session.addFirst("setsid");
        return new ProcessBuilder(session)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /**
     * On this terminal, until it ends; signals to this process go on to it.
     *
     * @return its exit code, or 0 when it ended because it was asked to
     */
    static int foreground(Host host, List<String> words) throws IOException, InterruptedException {
        host.out().flush();
        Process process = new ProcessBuilder(words).inheritIO().start();
        AtomicBoolean asked = new AtomicBoolean();
        // A signal runs the hook while this thread goes on waiting; whoever is first ends this process alike.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (process.isAlive()) {
                asked.set(true);
                process.destroy();
                int exit = process.onExit().join().exitValue();
                Runtime.getRuntime().halt(code(exit, true));
            }
        }));
        int exit = process.waitFor();
        return code(exit, asked.get());
    }

    private static int code(int exit, boolean asked) {
        return asked && exit > 128 ? Exit.OK.code() : exit;
    }

    /** What the end of a daemon that could not start comes to here. */
    static Exit ending(int code) {
        return code == Exit.USAGE.code() ? Exit.USAGE : Exit.FAILED;
    }

    /** Asks it to end and waits until it has, but not for ever. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last lines that it wrote to its log, after the bytes that were there {@code before}. */
    static String end(Path log, long before) {
        try (FileChannel channel = FileChannel.open(log)) {
            channel.position(before);
            List<String> lines = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.startsWith(SELF) ? line.substring(SELF.length()) : line)
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
