package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a command line: {@code perch [options] group verb [options] arguments}, options as {@code --name value} or
 * {@code --name=value} and anywhere before {@code --}, after which nothing is an option. Of a group only the members
 * that are asked for are made.
 */
final class Parser {
    private final Host host;
    private final Deque<String> words;
    private final List<String> path = new ArrayList<>();
    private final Map<Option<?>, Object> options = new HashMap<>();
    private final List<String> positionals = new ArrayList<>();
    private Command command;

    /** Why a line is none; thrown and caught in this class only. */
    private static final class Wrong extends Exception {
        Wrong(String message) {
            super(message);
        }
    }

    private Parser(Host host, Group root, List<String> words) {
        this.host = host;
        this.words = new ArrayDeque<>(words);
        this.command = root;
        path.add(root.name());
    }

    static Understood parse(Host host, Group root, List<String> words) {
        return new Parser(host, root, words).understand();
    }

    private Understood understand() {
        try {
            read();
            if (options.containsKey(Line.HELP)) {
                return new Understood.Help(path, command);
            }
            return switch (command) {
                case Group group -> new Understood.Unfinished(path, group);
                case Verb verb -> new Understood.Act(verb, new Line(host, options, arguments(verb)));
            };
        } catch (Wrong wrong) {
            return new Understood.Misuse(path, wrong.getMessage());
        }
    }

    private void read() throws Wrong {
        boolean onlyPositionals = false;
        while (!words.isEmpty()) {
            String word = words.poll();
            if (!onlyPositionals && word.equals("--")) {
                onlyPositionals = true;
            } else if (!onlyPositionals && word.startsWith("-") && word.length() > 1) {
                option(word);
            } else if (command instanceof Group group) {
                descend(group, word);
            } else {
                positionals.add(word);
            }
        }
    }

    private void descend(Group group, String word) throws Wrong {
        List<Command> members = group.members().get();
        for (Command member : members) {
            if (member.name().equals(word)) {
                command = member;
                path.add(word);
                return;
            }
        }
        throw new Wrong("there is no command '" + String.join(" ", path) + " " + word + "'"
                + meant(word, members.stream().map(Command::name).toList()));
    }

    private void option(String word) throws Wrong {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option<?> option = named(name)
                .orElseThrow(() -> new Wrong("there is no option " + name
                        + meant(name, known().flatMap(o -> o.names().stream()).toList())));
        if (option.isFlag()) {
            if (equals >= 0) {
                throw new Wrong(name + " takes no value");
            }
            options.put(option, true);
            return;
        }
        String text = equals < 0 ? words.poll() : word.substring(equals + 1);
        if (text == null || equals < 0 && named(text).isPresent()) {
            throw new Wrong(name + " needs a value: " + option.parameter());
        }
        put(option, name, text);
    }

    private void put(Option<?> option, String name, String text) throws Wrong {
        try {
            Object value = option.parse().apply(text);
            if (option.many()) {
                options.merge(
                        option,
                        List.of(value),
                        (a, b) -> Stream.concat(((List<?>) a).stream(), ((List<?>) b).stream())
                                .toList());
            } else {
                options.put(option, value);
            }
        } catch (IllegalArgumentException e) {
            throw new Wrong(name + " " + e.getMessage());
        }
    }

    private Optional<Option<?>> named(String name) {
        return known().filter(option -> option.names().contains(name)).findFirst();
    }

    /** A verb's own options come first: it may give one of the general names a meaning of its own. */
    private Stream<Option<?>> known() {
        Stream<Option<?>> own = command instanceof Verb verb ? verb.options().stream() : Stream.empty();
        return Stream.concat(own, Line.EVERYWHERE.stream());
    }

    private Map<Argument, List<String>> arguments(Verb verb) throws Wrong {
        Map<Argument, List<String>> arguments = new HashMap<>();
        int next = 0;
        for (Argument argument : verb.arguments()) {
            int left = positionals.size() - next;
            if (left == 0 && argument.count() != Argument.Count.OPTIONAL) {
                throw new Wrong(argument.name() + " is missing: " + argument.help());
            }
            int taken = argument.count() == Argument.Count.MANY ? left : Math.min(1, left);
            arguments.put(argument, List.copyOf(positionals.subList(next, next + taken)));
            next += taken;
        }
        if (next < positionals.size()) {
            throw new Wrong("'" + positionals.get(next) + "' is one word too many");
        }
        return arguments;
    }

    private static String meant(String word, List<String> known) {
        return Suggestion.of(word, known).map(w -> "; did you mean " + w + "?").orElse("");
    }
}
