package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Endpoint.Running;
import dev.perch.cli.http.Json;
import java.io.IOException;
import java.util.Optional;

/** {@code perch down}: stops the daemon; servers and their network stay, unless everything is purged. */
final class Down {
    private static final Option<Boolean> PURGE =
            Option.flag("also remove all servers, namespaces and links it made on this machine", "--purge");

    static final Verb VERB = Command.answering("down", "stop the daemon; servers and network stay", Down::run)
            .with(PURGE, Line.DATA, Line.TIMEOUT);

    private Down() {}

    private static int run(Line line) throws IOException, InterruptedException {
        Optional<Running> running = Ready.running(line);
        if (running.isPresent()) {
            line.daemon(Ready.here(line)).post("shutdown", Json.object().put("purge", line.is(PURGE)));
            String what = line.is(PURGE) ? "the daemon has removed everything and ended" : "the daemon has ended";
            Waiting.until(line, what, progress -> running.filter(daemon -> !daemon.alive()));
            tell(line, line.is(PURGE) ? "purged" : "stopped");
            return Exit.OK.code();
        }
        if (line.is(PURGE)) {
            DaemonProcess.needRoot(line.host());
            int exit = DaemonProcess.foreground(line.host(), DaemonProcess.words(line, "--purge"));
            if (exit == 0) {
                tell(line, "purged");
            }
            return exit == 0 ? Exit.OK.code() : Exit.FAILED.code();
        }
        tell(line, "not running");
        return Exit.OK.code();
    }

    private static void tell(Line line, String how) {
        ObjectNode answer = Json.object().put("status", how);
        answer.put("data_dir", line.data().toString());
        line.output().answer(answer, out -> out.say("Perch " + how + " (data in " + line.data() + ")"));
    }
}
