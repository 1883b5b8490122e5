package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The command tree as picocli wants it: by values instead of annotations, which need reflection at each start. */
final class Grammar {
    private final List<Command> commands;

    Grammar(List<Command> commands) {
        this.commands = commands;
    }

    /** The grammar that these words need: groups they do not name stay empty. */
    CommandLine forWords(Set<String> words) {
        CommandSpec root = CommandSpec.create().name("perch");
        root.usageMessage()
                .description("Virtual IPs for servers on your own machines.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(footer());
        Line.EVERYWHERE.forEach(option -> root.addOption(spec(option, false)));
        root.addOption(help());
        commands.forEach(command -> root.addSubcommand(command.name(), spec(command, words)));
        return new CommandLine(root)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setExpandAtFiles(false);
    }

    private CommandSpec spec(Command command, Set<String> words) {
        return switch (command) {
            case Group group -> group(group, words);
            case Verb verb -> verb(verb);
        };
    }

    private CommandSpec group(Group group, Set<String> words) {
        CommandSpec spec = CommandSpec.create().name(group.name());
        spec.usageMessage().description(group.summary()).synopsisSubcommandLabel("COMMAND");
        spec.addOption(help());
        if (words.contains(group.name())) {
            Line.EVERYWHERE.forEach(option -> spec.addOption(spec(option, true)));
            group.members().get().forEach(member -> spec.addSubcommand(member.name(), spec(member, words)));
        }
        return spec;
    }

    private static CommandSpec verb(Verb verb) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(verb).name(verb.name());
        spec.usageMessage().description(verb.summary());
        if (!verb.details().isEmpty()) {
            spec.usageMessage().footer(withGap(verb.details()));
        }
        for (int i = 0; i < verb.arguments().size(); i++) {
            Argument argument = verb.arguments().get(i);
            boolean many = argument.count() == Argument.Count.MANY;
            spec.addPositional(PositionalParamSpec.builder()
                    .index(many ? i + "..*" : String.valueOf(i))
                    .arity(argument.count().arity())
                    .paramLabel(argument.name())
                    .description(argument.help())
                    .type(many ? List.class : String.class)
                    .auxiliaryTypes(String.class)
                    .build());
        }
        verb.options().forEach(option -> spec.addOption(spec(option, false)));
        Line.EVERYWHERE.stream()
                .filter(option -> !verb.options().contains(option))
                .forEach(option -> spec.addOption(spec(option, option != Line.OUTPUT)));
        return spec.addOption(help());
    }

    private static OptionSpec spec(Option<?> option, boolean hidden) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names().toArray(String[]::new))
                .description(option.help())
                .hidden(hidden);
        if (option.isFlag()) {
            return builder.type(boolean.class).arity("0").build();
        }
        return builder.type(option.many() ? List.class : Object.class)
                .auxiliaryTypes(Object.class)
                .arity("1")
                .paramLabel(option.parameter())
                .completionCandidates(option.allowed().isEmpty() ? null : option.allowed())
                .converters(text -> {
                    try {
                        return option.parse().apply(text);
                    } catch (IllegalArgumentException e) {
                        throw new TypeConversionException(e.getMessage());
                    }
                })
                .build();
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .arity("0")
                .description("show this help")
                .build();
    }

    /** What the words say, for the verb they end in; the innermost of options given twice counts. */
    static Line line(Host host, Verb verb, ParseResult outermost) {
        Map<Option<?>, Object> options = new HashMap<>();
        ParseResult innermost = outermost;
        for (ParseResult level = outermost; level != null; level = level.subcommand()) {
            innermost = level;
            List<Option<?>> known = new ArrayList<>(Line.EVERYWHERE);
            known.addAll(verb.options());
            for (Option<?> option : known) {
                String name = option.names().getLast();
                if (level.hasMatchedOption(name)) {
                    options.put(option, level.matchedOption(name).getValue());
                }
            }
        }
        Map<Argument, List<String>> arguments = new HashMap<>();
        for (int i = 0; i < verb.arguments().size(); i++) {
            if (innermost.hasMatchedPositional(i)) {
                List<String> words = innermost.matchedPositional(i).originalStringValues();
                arguments.put(verb.arguments().get(i), words);
            }
        }
        return new Line(host, options, arguments);
    }

    private static String[] footer() {
        List<String> lines = new ArrayList<>();
        lines.add("Exit codes:");
        for (Exit exit : Exit.values()) {
            lines.add("  " + exit.code() + "  " + exit.meaning());
        }
        lines.add("perch exec ends with the exit code of its command.");
        lines.add("");
        lines.add("PERCH_TOKEN is the token to use; without it the daemon's data directory is asked.");
        return withGap(lines);
    }

    private static String[] withGap(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.addFirst("");
        return all.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }
}
