package dev.perch.bench;

import dev.perch.testkit.PerchProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the benchmarks named by the arguments, all of them without any: {@code dataplane}, {@code latency}, {@code api},
 * {@code start}, {@code routes}, {@code edge}, {@code groups}. Needs root, iperf3 and the built distribution.
 */
public final class Main {
    private static final int ROUNDS = 7;

    private Main() {}

    public static void main(String[] names) throws IOException {
        List<String> wanted = names.length == 0
                ? List.of("dataplane", "latency", "api", "start", "routes", "edge", "groups")
                : List.of(names);
        Table table = new Table();
        if (wanted.contains("start")) {
            new StartBench(
                            Path.of(System.getProperty("perch.launcher", "./perch"))
                                    .toAbsolutePath(),
                            ROUNDS)
                    .run(table);
        }
        if (wanted.contains("groups")) {
            new GroupBench(ROUNDS).run(table);
        }
        if (wanted.contains("routes")) {
            new RouteBench(ROUNDS).run(table);
        }
        if (wanted.contains("edge")) {
            new EdgeBench(5 * ROUNDS).run(table);
        }
        if (wanted.stream().anyMatch(List.of("dataplane", "latency", "api", "groups")::contains)) {
            withPerch(wanted, table);
        }
        table.print();
    }

    private static void withPerch(List<String> wanted, Table table) throws IOException {
        Path data = Files.createTempDirectory(Path.of("/var/tmp"), "perch-bench-");
        try (PerchProcess perch = PerchProcess.start(data)) {
            Ports ports = Ports.in(perch);
            if (wanted.contains("dataplane")) {
                new DataPlaneBench(ROUNDS).run(ports, table);
            }
            if (wanted.contains("latency")) {
                new FirstPacketBench(5 * ROUNDS).run(ports, table);
            }
            if (wanted.contains("api")) {
                new CreationBench().run(perch, table);
                new RequestBench(perch).run(table);
            }
            if (wanted.contains("groups")) {
                new GroupBench(ROUNDS).throughApi(perch, table);
            }
        } finally {
            try (Stream<Path> all = Files.walk(data)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }
}
