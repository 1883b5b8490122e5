package dev.perch.cli.verb;

import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Main;

/** {@code perch completion bash}. */
final class Completion {
    private static final Argument SHELL = Argument.one("SHELL", "bash");

    static final Verb VERB = Command.verb("completion", "a completion script for the shell", Completion::run)
            .with(SHELL)
            .explain("To use it in this shell:  source <(perch completion bash)");

    private Completion() {}

    private static void run(Line line) {
        if (!line.get(SHELL).equals("bash")) {
            throw Failure.of(Exit.USAGE, "there is completion for bash only, not for '" + line.get(SHELL) + "'");
        }
        line.host().out().print(Main.completion());
    }
}
