package dev.perch.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code perch} command as a process of its own, with one data directory. */
public final class Command implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_SECONDS = 120;

    private final Path launcher;
    private final Path data;
    private final boolean own;

    private Command(Path launcher, Path data, boolean own) {
        this.launcher = launcher;
        this.data = data;
        this.own = own;
    }

    /** The classes under test, through a launcher as the distribution's. */
    public static Command of(Path data) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String script = """
                #!/bin/sh
                main=dev.perch.cli.Main
                [ "$1" = __daemon ] && shift && main=dev.perch.daemon.Main
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx160m --enable-native-access=ALL-UNNAMED \\
                    -Dorg.sqlite.tmpdir='%s' -Dperch.launcher="$0" -cp '%s' $main "$@"
                """.formatted(java, data, classPath);
        try {
            Path launcher = Files.createTempFile(
                    "perch-launcher-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(launcher, script);
            return new Command(launcher, data, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A launcher that is there already. */
    public static Command of(Path launcher, Path data) {
        return new Command(launcher, data, false);
    }

    /** Runs {@code perch WORDS...} to its end. */
    public Ran run(String... words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put("PERCH_DATA", data.toString());
        builder.environment().keySet().removeIf(name -> name.matches("PERCH_(URL|TOKEN|PROJECT|LAUNCHER)"));
        try {
            Path err = Files.createTempFile("perch-stderr-", "");
            try {
                Process process = builder.redirectError(err.toFile()).start();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("does not end: perch " + String.join(" ", words));
                }
                return new Ran(process.exitValue(), out, Files.readString(err));
            } finally {
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Runs with {@code -o json} and parses what it prints; {@link AssertionError} unless it ends with 0. */
    public JsonNode json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "json"));
        String out = run(all.toArray(String[]::new)).ok();
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + out, e);
        }
    }

    @Override
    public void close() {
        if (own) {
            launcher.toFile().delete();
        }
    }
}
