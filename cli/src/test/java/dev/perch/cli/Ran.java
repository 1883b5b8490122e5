package dev.perch.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A command line that was run in this process, and what came of it. */
public record Ran(int exit, String out, String err) {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    public static Ran perch(FakeDaemon daemon, String... words) {
        return with(Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN), "", words);
    }

    public static Ran fed(FakeDaemon daemon, String stdin, String... words) {
        return with(Map.of("PERCH_URL", daemon.url(), "PERCH_TOKEN", FakeDaemon.TOKEN), stdin, words);
    }

    public static Ran with(Map<String, String> environment, String stdin, String... words) {
        return as(0, environment, stdin, false, words);
    }

    public static Ran onTerminal(Map<String, String> environment, String... words) {
        return as(0, environment, "", true, words);
    }

    public static Ran as(int uid, Map<String, String> environment, String stdin, boolean terminal, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host = new Host(
                environment,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal,
                terminal,
                uid,
                CLOCK);
        int exit = Main.run(host, words);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
