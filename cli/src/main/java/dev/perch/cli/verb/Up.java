package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Endpoint.Running;
import dev.perch.cli.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** {@code perch up}: starts the daemon of a data directory, here or in the background. */
final class Up {
    private static final Option<String> LISTEN =
            Option.text("HOST:PORT", "where to listen (127.0.0.1:9696); port 0 takes any free one", "--listen");
    private static final Option<String> STORE =
            Option.text("URL", "a PostgreSQL database instead of SQLite in the data directory", "--store");
    private static final Option<String> PROVIDER = Option.text(
            "host|isolated|bridge:NAME",
            "where EIPs are reached from (host): this machine, servers alone, or an existing bridge of it",
            "--provider");
    private static final Option<String> POOL =
            Option.text("CIDR", "the block that EIPs are from (198.18.0.0/16)", "--eip-pool");
    private static final Option<String> GATEWAY =
            Option.text("ADDRESS", "the gateway of that block (its first address)", "--eip-gateway");
    private static final Option<String> POOL_V6 =
            Option.text("CIDR", "the block that IPv6 EIPs are from (2001:2::/64)", "--eip-pool-v6");
    private static final Option<String> GATEWAY_V6 =
            Option.text("ADDRESS", "the gateway of that block (its first address)", "--eip-gateway-v6");
    /** What the daemon takes by the same names. */
    private static final List<Option<String>> PASSED_ON =
            List.of(LISTEN, STORE, PROVIDER, POOL, GATEWAY, POOL_V6, GATEWAY_V6);

    private static final Option<Boolean> DETACH =
            Option.flag("in the background, logging to perch.log in the data directory", "-d", "--detach");

    static final Verb VERB = Command.answering("up", "start the daemon", Up::run)
            .with(LISTEN, STORE, PROVIDER, POOL, GATEWAY, POOL_V6, GATEWAY_V6, DETACH, Line.DATA, Line.TIMEOUT)
            .explain("Does nothing when it already runs. Servers and their network go on when it stops.");

    private Up() {}

    private static int run(Line line) throws IOException, InterruptedException {
        DaemonProcess.needRoot(line.host());
        Optional<Running> already = Ready.running(line);
        if (already.isPresent()) {
            tell(line, already.get(), "already running");
            warnOfUnused(line);
            return Exit.OK.code();
        }
        List<String> words = DaemonProcess.words(line);
        PASSED_ON.forEach(option -> line.get(option)
                .ifPresent(value -> words.addAll(List.of(option.names().getLast(), value))));
        if (line.is(DETACH)) {
            return detached(line, words);
        }
        return DaemonProcess.foreground(line.host(), words);
    }

    /** A daemon keeps what it was started with. */
    private static void warnOfUnused(Line line) {
        String unused = PASSED_ON.stream()
                .filter(option -> line.get(option).isPresent())
                .map(option -> option.names().getLast())
                .collect(Collectors.joining(", "));
        if (!unused.isEmpty()) {
            line.host()
                    .err()
                    .println("perch: it goes on as it was started, without " + unused + "; to change that:"
                            + " perch down, then perch up");
        }
    }

    private static int detached(Line line, List<String> words) throws IOException, InterruptedException {
        Files.createDirectories(line.data());
        Path log = line.data().resolve("perch.log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process process = DaemonProcess.detached(words, log);
        AtomicBoolean ready = new AtomicBoolean();
        // Ctrl-C or giving up must not leave a daemon behind that nobody was told of.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!ready.get()) {
                DaemonProcess.end(process);
            }
        }));
        Running running = Waiting.until(line, "the daemon is ready (log: " + log + ")", progress -> {
            Optional<Running> answering = Ready.running(line);
            if (answering.isEmpty() && !process.isAlive()) {
                throw Failure.of(
                        DaemonProcess.ending(process.exitValue()),
                        "the daemon ended at once:\n" + DaemonProcess.end(log, before));
            }
            return answering;
        });
        ready.set(true);
        tell(line, running, "running");
        return Exit.OK.code();
    }

    private static void tell(Line line, Running running, String how) {
        ObjectNode answer = Json.object();
        answer.put("status", how).put("url", running.url()).put("pid", running.pid());
        answer.put("data_dir", line.data().toString());
        line.output()
                .answer(
                        answer,
                        out -> out.say("Perch " + how + " at " + running.url() + " (process " + running.pid()
                                + ", data in " + line.data() + ")"));
    }
}
