package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Style;
import dev.perch.cli.verb.Commands;
import java.io.IOException;
import java.util.List;

/** The entry point of the {@code perch} command. */
public final class Main {
    private static final Group ROOT =
            Command.group("perch", "Virtual IPs for servers on your own machines.", Commands::all);

    private Main() {}

    public static void main(String[] words) {
        Host host = Host.current();
        int exit = words.length == 1 && words[0].equals("__train") ? Training.run(host) : run(host, words);
        host.out().flush();
        host.err().flush();
        System.exit(exit);
    }

    /** Runs one command line; the result is the exit code. */
    public static int run(Host host, String... words) {
        int exit = switch (Parser.parse(host, ROOT, List.of(words))) {
            case Understood.Act(Verb verb, Line line) -> act(host, verb, line);
            case Understood.Help(List<String> path, Command command) -> {
                host.out().print(Help.of(path, command, Style.of(host)));
                yield Exit.OK.code();
            }
            case Understood.Unfinished(List<String> path, Command command) -> {
                host.err().print(Help.of(path, command, Style.PLAIN));
                yield Exit.USAGE.code();
            }
            case Understood.Misuse(List<String> path, String message) -> {
                host.err().println("perch: " + message);
                host.err().println("perch: see " + String.join(" ", path) + " --help");
                yield Exit.USAGE.code();
            }
        };
        host.out().flush();
        return exit;
    }

    /** A script that completes every command in bash. */
    public static String completion() {
        return BashCompletion.of(ROOT);
    }

    private static int act(Host host, Verb verb, Line line) {
        try {
            return verb.action().run(line);
        } catch (Failure failure) {
            return tell(host, line, failure);
        } catch (IOException e) {
            return tell(host, line, Failure.of(Exit.FAILED, e.getMessage() == null ? e.toString() : e.getMessage(), e));
        } catch (InterruptedException e) {
            return tell(host, line, Failure.of(Exit.FAILED, "interrupted", e));
        }
    }

    private static int tell(Host host, Line line, Failure failure) {
        host.out().flush();
        if (line.get(Line.OUTPUT).filter("json"::equals).isPresent()) {
            host.err().println(Json.error(failure));
        } else {
            failure.getMessage().lines().forEach(text -> host.err().println("perch: " + text));
        }
        return failure.exit().code();
    }
}
