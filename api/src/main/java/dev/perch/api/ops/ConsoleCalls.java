package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/** {@code servers/{ref}/log} and {@code servers/{ref}/exec}. */
final class ConsoleCalls {
    private static final int USUAL_LINES = 200;
    private static final int MOST_LINES = 100_000;
    private static final int MOST_ARGUMENTS = 1024;
    private static final int USUAL_SECONDS = 3600;
    private static final int MOST_SECONDS = 86_400;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Control control;
    private final ServerConsole console;

    ConsoleCalls(Control control, ServerConsole console) {
        this.control = control;
        this.console = console;
    }

    void register(Ops ops) {
        ops.get("servers/{ref}/log", this::log).post("servers/{ref}/exec", this::exec);
    }

    private Answer log(Request request, Caller caller) {
        int lines = request.query().integer("tail", 0, MOST_LINES).orElse(USUAL_LINES);
        return request.answer(
                find(request, caller),
                server -> Answer.text(200, "text/plain; charset=utf-8", console.log(server, lines)));
    }

    private record Program(List<String> argv, byte[] stdin, Duration timeout) {
        static Program read(Fields body) {
            List<String> argv = body.texts("argv", MOST_ARGUMENTS).orElseThrow(() -> body.missing("argv"));
            if (argv.isEmpty() || argv.getFirst().isEmpty()) {
                throw body.broken("argv", "must begin with the program to run");
            }
            byte[] stdin;
            try {
                stdin = Base64.getDecoder().decode(body.text("stdin_base64").orElse(""));
            } catch (IllegalArgumentException e) {
                throw body.broken("stdin_base64", "must be base64");
            }
            return new Program(
                    argv,
                    stdin,
                    Duration.ofSeconds(
                            body.integer("timeout_seconds", 1, MOST_SECONDS).orElse(USUAL_SECONDS)));
        }
    }

    private record Stdout(String stdout) {}

    private record Stderr(String stderr) {}

    private record Exit(int exit) {}

    private Answer exec(Request request, Caller caller) {
        Program program = Ops.read(request, Program::read);
        return request.answer(find(request, caller), server -> {
            if (console.pid(server).isEmpty()) {
                return OpsEnvelope.no(409, "server-not-running", "", "the server does not run");
            }
            return LineStream.answer(new Stdout(""), HEARTBEAT, lines -> run(server, program, lines));
        });
    }

    private void run(ServerId server, Program program, LineStream lines) throws IOException, InterruptedException {
        lines.write(new Stdout("")); // the answer begins now, however long the program is silent
        OptionalInt exit;
        try {
            exit = console.exec(server, program.argv(), program.stdin(), program.timeout(), new Printed(lines));
        } catch (RuntimeException e) {
            lines.fail(409, "not-executed", e.getMessage() == null ? e.toString() : e.getMessage());
            return;
        }
        if (exit.isPresent()) {
            lines.write(new Exit(exit.getAsInt()));
        } else {
            lines.fail(
                    409,
                    "timed-out",
                    "the program was killed after " + program.timeout().toSeconds() + " s");
        }
    }

    /** What a program prints, in lines of base64. */
    private record Printed(LineStream lines) implements ServerConsole.Output {
        @Override
        public void stdout(byte[] bytes) throws IOException {
            lines.write(new Stdout(Base64.getEncoder().encodeToString(bytes)));
        }

        @Override
        public void stderr(byte[] bytes) throws IOException {
            lines.write(new Stderr(Base64.getEncoder().encodeToString(bytes)));
        }
    }

    private Outcome<ServerId> find(Request request, Caller caller) {
        return control.servers()
                .find(caller, request.parameter("ref"))
                .map(view -> view.server().id());
    }
}
