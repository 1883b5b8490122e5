package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The command tree as picocli wants it, by values instead of annotations: those need reflection at each start. For the
 * same reason commands that are not asked for stay empty, which is enough for the lists they are in.
 */
final class Grammar {
    private final Predicate<String> asked;

    private Grammar(Predicate<String> asked) {
        this.asked = asked;
    }

    /**
     * The grammar of a command tree.
     *
     * @param asked which commands are needed with all they have, by their names
     */
    static CommandLine of(Group root, Predicate<String> asked) {
        CommandSpec spec = new Grammar(asked).group(root, false);
        spec.usageMessage()
                .optionListHeading("%nOptions of every command:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exits())
                .footer(lines(List.of(
                        "perch exec ends with the exit code of its command.",
                        "",
                        "PERCH_TOKEN is the token to use; without it the daemon's data directory is asked.")));
        return new CommandLine(spec)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(true)
                .setInterpolateVariables(false)
                .setExpandAtFiles(false);
    }

    private CommandSpec spec(Command command) {
        if (!asked.test(command.name())) {
            return named(command);
        }
        return switch (command) {
            case Group group -> group(group, true);
            case Verb verb -> verb(verb);
        };
    }

    private static CommandSpec named(Command command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(command.name());
        spec.usageMessage()
                .description(lines(List.of(command.summary())))
                .synopsisSubcommandLabel("COMMAND")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        return spec;
    }

    private CommandSpec group(Group group, boolean brief) {
        CommandSpec spec = named(group);
        Line.EVERYWHERE.forEach(option -> spec.addOption(option(option, brief)));
        spec.addOption(help());
        group.members().get().forEach(member -> spec.addSubcommand(member.name(), spec(member)));
        return spec;
    }

    private static CommandSpec verb(Verb verb) {
        CommandSpec spec = named(verb);
        if (!verb.details().isEmpty()) {
            spec.usageMessage().footerHeading("%n").footer(lines(verb.details()));
        }
        for (int i = 0; i < verb.arguments().size(); i++) {
            spec.addPositional(positional(i, verb.arguments().get(i)));
        }
        verb.options().forEach(option -> spec.addOption(option(option, false)));
        Line.EVERYWHERE.stream()
                .filter(option -> !verb.options().contains(option))
                .forEach(option -> spec.addOption(option(option, option != Line.OUTPUT)));
        return spec.addOption(help());
    }

    private static PositionalParamSpec positional(int index, Argument argument) {
        boolean many = argument.count() == Argument.Count.MANY;
        return PositionalParamSpec.builder()
                .index(many ? index + "..*" : String.valueOf(index))
                .arity(argument.count().arity())
                .required(argument.count() != Argument.Count.OPTIONAL)
                .paramLabel(argument.name())
                .description(lines(List.of(argument.help())))
                .type(many ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    private static OptionSpec option(Option<?> option, boolean hidden) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names().toArray(String[]::new))
                .description(lines(List.of(option.help())))
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
        List<Option<?>> known = new ArrayList<>(Line.EVERYWHERE);
        known.addAll(verb.options());
        List<ParseResult> levels = outermost.asCommandLineList().stream()
                .map(CommandLine::getParseResult)
                .toList();
        for (ParseResult level : levels) {
            for (Option<?> option : known) {
                String name = option.names().getLast();
                if (level.hasMatchedOption(name)) {
                    options.put(option, level.matchedOption(name).getValue());
                }
            }
        }
        Map<Argument, List<String>> arguments = new HashMap<>();
        for (int i = 0; i < verb.arguments().size(); i++) {
            if (levels.getLast().hasMatchedPositional(i)) {
                List<String> words = levels.getLast().matchedPositional(i).originalStringValues();
                arguments.put(verb.arguments().get(i), words);
            }
        }
        return new Line(host, options, arguments);
    }

    private static Map<String, String> exits() {
        Map<String, String> exits = new LinkedHashMap<>();
        for (Exit exit : Exit.values()) {
            exits.put(String.valueOf(exit.code()), exit.meaning());
        }
        return exits;
    }

    /** Text that says what it says: picocli takes it for a format. */
    private static String[] lines(List<String> lines) {
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }
}
