package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.http.Json;
import dev.perch.cli.verb.Commands;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
        Set<String> said = new HashSet<>(List.of(words));
        ParseResult parsed;
        try {
            parsed = Grammar.of(ROOT, said::contains).parseArgs(words);
        } catch (ParameterException e) {
            return misuse(host, e);
        }
        int exit = understood(host, parsed);
        host.out().flush();
        return exit;
    }

    /** A script that completes every command in bash. */
    public static String completion() {
        return AutoComplete.bash("perch", Grammar.of(ROOT, command -> true));
    }

    private static int understood(Host host, ParseResult parsed) {
        List<CommandLine> path = parsed.asCommandLineList();
        CommandLine command = path.getLast();
        if (path.stream().anyMatch(CommandLine::isUsageHelpRequested)) {
            host.out().print(command.getUsageMessage(host.colours() ? Ansi.ON : Ansi.OFF));
            return Exit.OK.code();
        }
        if (command.getCommandSpec().userObject() instanceof Verb verb) {
            try (Line line = Grammar.line(host, verb, parsed)) {
                return act(host, verb, line);
            }
        }
        host.err().print(command.getUsageMessage(Ansi.OFF)); // only words of groups: the command is unfinished
        return Exit.USAGE.code();
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

    private static int misuse(Host host, ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String path = command.qualifiedName();
        String message = e.getMessage();
        String meant = "";
        if (e instanceof UnmatchedArgumentException unmatched) {
            if (!unmatched.isUnknownOption() && !command.subcommands().isEmpty()) {
                String word = unmatched.getUnmatched().getFirst();
                message = "there is no command '" + path + " " + word + "'";
            }
            List<String> near = unmatched.getSuggestions();
            meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        }
        host.err().println("perch: " + message + meant);
        host.err().println("perch: see " + path + " --help");
        return Exit.USAGE.code();
    }
}
