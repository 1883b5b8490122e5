package dev.perch.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A word of the command line: a group of further words, or a verb that does something. */
public sealed interface Command {

    String name();

    String summary();

    /** Words under a word; listed only when they are needed, because building all of them costs start-up time. */
    record Group(String name, String summary, Supplier<List<Command>> members) implements Command {}

    /** Something that can be done. */
    record Verb(
            String name,
            String summary,
            List<String> details,
            List<Argument> arguments,
            List<Option<?>> options,
            Action action)
            implements Command {

        public Verb with(Argument argument) {
            return new Verb(name, summary, details, plus(arguments, argument), options, action);
        }

        public Verb with(Option<?>... more) {
            List<Option<?>> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Verb(name, summary, details, arguments, List.copyOf(all), action);
        }

        /** Lines for the help, below the summary. */
        public Verb explain(String... lines) {
            return new Verb(name, summary, List.of(lines), arguments, options, action);
        }

        private static <T> List<T> plus(List<T> list, T last) {
            List<T> all = new ArrayList<>(list);
            all.add(last);
            return List.copyOf(all);
        }
    }

    /** What a verb does; its result is the exit code. */
    @FunctionalInterface
    interface Action {
        int run(Line line) throws IOException, InterruptedException;
    }

    /** What most verbs do: they end well, or with a {@link Failure}. */
    @FunctionalInterface
    interface Deed {
        void run(Line line) throws IOException, InterruptedException;
    }

    static Group group(String name, String summary, Supplier<List<Command>> members) {
        return new Group(name, summary, members);
    }

    static Verb verb(String name, String summary, Deed deed) {
        return answering(name, summary, line -> {
            deed.run(line);
            return Exit.OK.code();
        });
    }

    /** A verb with an exit code of its own. */
    static Verb answering(String name, String summary, Action action) {
        return new Verb(name, summary, List.of(), List.of(), List.of(), action);
    }
}
