package dev.perch.cli;

import dev.perch.cli.Command.Verb;
import java.util.List;

/** What a command line turned out to mean. */
sealed interface Understood {

    /** Do this. */
    record Act(Verb verb, Line line) implements Understood {}

    /**
     * Show the help of a command.
     *
     * @param path the words that lead to it, {@code perch} first
     */
    record Help(List<String> path, Command command) implements Understood {}

    /** Only words of groups: the command is unfinished. */
    record Unfinished(List<String> path, Command command) implements Understood {}

    /** Not a command line; {@code message} says why. */
    record Misuse(List<String> path, String message) implements Understood {}
}
