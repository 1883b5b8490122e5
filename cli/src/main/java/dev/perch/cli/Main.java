package dev.perch.cli;

import dev.perch.cli.Command.Verb;
import dev.perch.cli.http.Json;
import dev.perch.cli.verb.Commands;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry point of the {@code perch} command. */
public final class Main {
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
        CommandLine grammar = new Grammar(Commands.all()).forWords(Set.of(distinct(words)));
        ParseResult parsed;
        try {
            parsed = grammar.parseArgs(words);
        } catch (ParameterException e) {
            return usage(host, e);
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            host.out().print(command.getUsageMessage(ansi(host)));
            host.out().flush();
            return Exit.OK.code();
        }
        return switch (last.commandSpec().userObject()) {
            case Verb verb -> act(host, verb, parsed);
            case null, default -> {
                host.err().print(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
                yield Exit.USAGE.code();
            }
        };
    }

    /** A script that completes every command in bash. */
    public static String completion() {
        Set<String> groups = new HashSet<>();
        Commands.all().forEach(command -> groups.add(command.name()));
        return AutoComplete.bash("perch", new Grammar(Commands.all()).forWords(groups));
    }

    private static int act(Host host, Verb verb, ParseResult parsed) {
        Line line = Grammar.line(host, verb, parsed);
        try {
            return verb.action().run(line);
        } catch (Failure failure) {
            return tell(host, line, failure);
        } catch (IOException e) {
            return tell(host, line, Failure.of(Exit.FAILED, e.getMessage() == null ? e.toString() : e.getMessage(), e));
        } catch (InterruptedException e) {
            return tell(host, line, Failure.of(Exit.FAILED, "interrupted", e));
        } finally {
            host.out().flush();
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

    private static int usage(Host host, ParameterException e) {
        host.err().println("perch: " + e.getMessage());
        CommandLine command = e.getCommandLine();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            host.err()
                    .println("perch: did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
        }
        host.err().println("perch: see " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code();
    }

    private static CommandLine.Help.Ansi ansi(Host host) {
        return host.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    }

    private static String[] distinct(String[] words) {
        return java.util.Arrays.stream(words).distinct().toArray(String[]::new);
    }
}
