package dev.perch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Start-up and memory of the daemon as the launcher starts it, and of the command line. */
final class StartBench {
    private static final double AIM_SECONDS = 1.5;
    private static final double AIM_MEGABYTES = 200;

    private final Path launcher;
    private final int rounds;

    StartBench(Path launcher, int rounds) {
        this.launcher = launcher;
        this.rounds = rounds;
    }

    void run(Table table) {
        double[] starts = new double[rounds];
        double[] memory = new double[rounds];
        double[] status = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            try {
                Path data = Files.createTempDirectory(Path.of("/var/tmp"), "perch-bench-");
                try {
                    measure(data, starts, memory, status, i);
                } finally {
                    Shell.run(launcher.toString(), "down", "--data", data.toString(), "--purge");
                    delete(data);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Samples start = new Samples(starts);
        Samples resident = new Samples(memory);
        table.row("daemon start until it answers, s", start.toString(), "< 1.5 s", start.median() < AIM_SECONDS);
        table.row(
                "daemon memory (resident) after start, MB",
                resident.toString(),
                "< 200 MB",
                resident.median() < AIM_MEGABYTES);
        table.row("perch status, s", new Samples(status));
    }

    private void measure(Path data, double[] starts, double[] memory, double[] status, int i) throws IOException {
        long begin = System.nanoTime();
        Process daemon = new ProcessBuilder(
                        launcher.toString(), "__daemon", "--data", data.toString(), "--listen", "127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
        while (!Files.exists(data.resolve("daemon.json"))) {
            if (!daemon.isAlive()) {
                throw new IllegalStateException(Files.readString(data.resolve("log")));
            }
            Thread.onSpinWait();
        }
        starts[i] = (System.nanoTime() - begin) / 1e9;
        long before = System.nanoTime();
        Shell.run(launcher.toString(), "status", "--data", data.toString());
        status[i] = (System.nanoTime() - before) / 1e9;
        memory[i] = residentMegabytes(daemon.pid());
    }

    static double residentMegabytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
