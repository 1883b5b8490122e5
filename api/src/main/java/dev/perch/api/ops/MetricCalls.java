package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Figures;
import dev.perch.api.http.Request;
import dev.perch.api.http.RouteFigures;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Snapshots.EipFacts;
import dev.perch.model.Eip;
import dev.perch.model.Holding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code metrics}. */
final class MetricCalls {
    private final Control control;
    private final FabricView fabric;
    private final HealthView health;
    private final Figures figures;

    MetricCalls(Control control, FabricView fabric, HealthView health, Figures figures) {
        this.control = control;
        this.fabric = fabric;
        this.health = health;
        this.figures = figures;
    }

    void register(Ops ops) {
        ops.get("metrics", this::metrics);
    }

    private Answer metrics(Request request, Caller caller) {
        Exposition out = new Exposition();
        process(out);
        holders(out);
        drops(out);
        withoutHolder(out);
        refusals(out);
        routes(out);
        return Answer.text(200, Exposition.TYPE, out.toString());
    }

    private void process(Exposition out) {
        HealthView.Health now = health.now();
        Runtime runtime = Runtime.getRuntime();
        out.figure("perch_info", "gauge", "What this is.")
                .sample("perch_info", 1, "version", now.version(), "instance", control.tag(), "store", control.store())
                .figure("perch_uptime_seconds", "gauge", "Time since the start.")
                .sample(
                        "perch_uptime_seconds",
                        Duration.between(now.started(), Instant.now()).toMillis() / 1e3)
                .figure("perch_store_revision", "counter", "The last committed revision.")
                .sample("perch_store_revision", control.revision().value())
                .figure("perch_reconciler_pending", "gauge", "Objects that the reconciler has yet to look at.")
                .sample("perch_reconciler_pending", now.pending())
                .figure("perch_reconciler_failing", "gauge", "Objects whose last step failed.")
                .sample("perch_reconciler_failing", now.failures().size())
                .figure("perch_reconciler_applied_total", "counter", "Steps applied since the start.")
                .sample("perch_reconciler_applied_total", now.applied())
                .figure("perch_heap_used_bytes", "gauge", "Java heap in use.")
                .sample("perch_heap_used_bytes", runtime.totalMemory() - runtime.freeMemory())
                .figure("process_resident_memory_bytes", "gauge", "Memory of the process as the kernel counts it.")
                .sample("process_resident_memory_bytes", residentBytes());
    }

    /** Resident memory from /proc (proc_pid_statm(5): the second number, in pages); 0 where there is none. */
    private static long residentBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
            return Long.parseLong(pages[1]) * 4096;
        } catch (IOException e) {
            return 0;
        }
    }

    private void holders(Exposition out) {
        List<Holding> holdings = control.holders().all();
        out.figure(
                "perch_vip_held", "gauge", "Whether somebody answers for the virtual IP; absent until its first move.");
        for (Holding holding : holdings) {
            out.sample("perch_vip_held", holding.port().isPresent() ? 1 : 0, labels(holding));
        }
        // the epoch is the number of the last move, so it is their count
        out.figure("perch_vip_moves_total", "counter", "Changes of holder.");
        for (Holding holding : holdings) {
            out.sample("perch_vip_moves_total", holding.epoch(), labels(holding));
        }
    }

    private static String[] labels(Holding holding) {
        return new String[] {"vip", holding.vip().toString(), "family", Shapes.family(holding.family())};
    }

    private void drops(Exposition out) {
        Map<String, Long> byReason = new TreeMap<>();
        fabric.ports()
                .values()
                .forEach(port -> port.drops().forEach((reason, n) -> byReason.merge(reason, n, Long::sum)));
        out.figure("perch_port_drops", "gauge", "Packets dropped by the rules of the ports that there are, by reason.");
        byReason.forEach((reason, count) -> out.sample("perch_port_drops", count, "reason", reason));
    }

    private void withoutHolder(Exposition out) {
        out.figure(
                "perch_eip_no_holder_drops",
                "gauge",
                "Packets from outside for a virtual IP's EIP while nobody held the virtual IP.");
        FabricView.NoHolderDrops drops = fabric.noHolderDrops();
        for (EipFacts facts : control.snapshots().eips()) {
            if (facts.eip().target().filter(Eip.OfVip.class::isInstance).isPresent()) {
                facts.inside()
                        .ifPresent(inside -> out.sample(
                                "perch_eip_no_holder_drops",
                                drops.of(inside.subnet().vpc(), inside.address()),
                                "eip",
                                facts.eip().id().toString(),
                                "address",
                                facts.eip().address().toString()));
            }
        }
    }

    private void refusals(Exposition out) {
        out.figure("perch_refusals_total", "counter", "Requests refused by a rule of the domain, by code.");
        figures.refusals().forEach((code, count) -> out.sample("perch_refusals_total", count, "code", code));
    }

    private void routes(Exposition out) {
        List<RouteFigures> used =
                figures.routes().stream().filter(route -> count(route) > 0).toList();
        out.figure("perch_http_requests_total", "counter", "Answers by call and class of status.");
        for (RouteFigures route : used) {
            for (int i = 0; i <= 5; i++) {
                if (route.answers(i) > 0) {
                    out.sample(
                            "perch_http_requests_total",
                            route.answers(i),
                            "method",
                            route.method(),
                            "route",
                            route.template(),
                            "status",
                            i + "xx");
                }
            }
        }
        out.figure("perch_http_request_seconds", "histogram", "Time to answer, by call.");
        used.forEach(route -> histogram(out, route));
    }

    private static void histogram(Exposition out, RouteFigures route) {
        long sum = 0;
        for (int i = 0; i < RouteFigures.BOUNDS_MICROS.length; i++) {
            sum += route.bucket(i);
            bucket(out, route, Double.toString(RouteFigures.BOUNDS_MICROS[i] / 1e6), sum);
        }
        sum += route.bucket(RouteFigures.BOUNDS_MICROS.length);
        bucket(out, route, "+Inf", sum);
        out.sample(
                        "perch_http_request_seconds_sum",
                        route.nanos() / 1e9,
                        "method",
                        route.method(),
                        "route",
                        route.template())
                .sample("perch_http_request_seconds_count", sum, "method", route.method(), "route", route.template());
    }

    private static void bucket(Exposition out, RouteFigures route, String bound, long count) {
        out.sample(
                "perch_http_request_seconds_bucket",
                count,
                "method",
                route.method(),
                "route",
                route.template(),
                "le",
                bound);
    }

    private static long count(RouteFigures route) {
        long all = 0;
        for (int i = 0; i <= 5; i++) {
            all += route.answers(i);
        }
        return all;
    }
}
