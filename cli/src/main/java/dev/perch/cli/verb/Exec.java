package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Host;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code perch exec SERVER -- COMMAND…}. */
final class Exec {
    private static final Argument SERVER = Argument.one("SERVER", "the server, by its id or unique name");
    private static final Argument COMMAND = Argument.many("COMMAND", "what to run, after --");
    private static final Option<Boolean> NO_STDIN = Option.flag("give it no standard input", "-n", "--no-stdin");
    private static final Option<Integer> LIMIT =
            Option.number(1, 86_400, "seconds after which the command is killed", "--timeout");
    private static final int NO_EXIT = -1;

    static final Verb VERB = Command.answering("exec", "run a command inside a server", Exec::run)
            .with(SERVER)
            .with(COMMAND)
            .with(NO_STDIN, LIMIT)
            .explain(
                    "Standard input is passed on when it is not a terminal. Ends with the command's exit code.",
                    "Example:  perch exec web-a -- ip -brief address");

    private Exec() {}

    private static int run(Line line) throws IOException {
        ObjectNode body = Json.object();
        line.all(COMMAND).forEach(body.putArray("argv")::add);
        Host host = line.host();
        if (!host.inIsTerminal() && !line.is(NO_STDIN)) {
            body.put(
                    "stdin_base64", Base64.getEncoder().encodeToString(host.in().readAllBytes()));
        }
        line.get(LIMIT).ifPresent(seconds -> body.put("timeout_seconds", seconds));
        AtomicInteger exit = new AtomicInteger(NO_EXIT);
        String path = Objects.path(Kind.SERVERS, line.get(SERVER)) + "/exec";
        line.daemon().stream(path, body, Duration.ZERO, part -> {
            pass(part, "stdout", host.out());
            pass(part, "stderr", host.err());
            if (part.has("exit")) {
                exit.set(part.path("exit").asInt());
            }
            Streams.refuseErrors(part);
        });
        if (exit.get() == NO_EXIT) {
            throw Failure.of(Exit.FAILED, "the daemon's answer ended before the command did");
        }
        return exit.get();
    }

    private static void pass(JsonNode part, String name, PrintStream to) {
        if (part.has(name)) {
            byte[] bytes = Base64.getDecoder().decode(part.path(name).asText());
            to.write(bytes, 0, bytes.length);
            to.flush();
        }
    }
}
