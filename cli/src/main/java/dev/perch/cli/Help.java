package dev.perch.cli;

import dev.perch.cli.Command.Group;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.show.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of {@code --help}. */
final class Help {
    private static final int WIDTH = 100;
    private static final int INDENT = 22;

    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private Help(Style style) {
        this.style = style;
    }

    static String of(List<String> path, Command command, Style style) {
        Help help = new Help(style);
        switch (command) {
            case Group group -> help.group(path, group);
            case Verb verb -> help.verb(path, verb);
        }
        return help.text.toString();
    }

    private void group(List<String> path, Group group) {
        line("Usage: " + style.bold(String.join(" ", path)) + " COMMAND");
        line(group.summary());
        Map<String, String> commands = new LinkedHashMap<>();
        group.members().get().forEach(member -> commands.put("  " + member.name(), member.summary()));
        part("Commands:", commands);
        if (path.size() == 1) {
            part("Options of every command:", options(Line.EVERYWHERE));
            part("Exit codes:", exits());
            line("  perch exec ends with the exit code of its command.");
            line("");
            line("PERCH_TOKEN is the token to use; without it the daemon's data directory is asked.");
        } else {
            line("");
            line("See also: " + String.join(" ", path) + " COMMAND --help");
        }
    }

    private void verb(List<String> path, Verb verb) {
        StringBuilder usage = new StringBuilder("Usage: " + style.bold(String.join(" ", path)) + " [OPTION]...");
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Argument argument : verb.arguments()) {
            String shown = switch (argument.count()) {
                case ONE -> argument.name();
                case OPTIONAL -> "[" + argument.name() + "]";
                case MANY -> argument.name() + "...";
            };
            usage.append(' ').append(shown);
            arguments.put("  " + argument.name(), argument.help());
        }
        line(usage.toString());
        line(verb.summary());
        part("Arguments:", arguments);
        List<Option<?>> own = new ArrayList<>(verb.options());
        own.add(Line.OUTPUT);
        part("Options:", options(own));
        if (!verb.details().isEmpty()) {
            line("");
            verb.details().forEach(this::line);
        }
    }

    private void part(String title, Map<String, String> rows) {
        if (!rows.isEmpty()) {
            line("");
            line(style.bold(title));
            rows.forEach(this::row);
        }
    }

    /** The explanation starts in a column of its own, on the next line when the name is too long. */
    private void row(String name, String explanation) {
        StringBuilder line = new StringBuilder(name);
        if (name.length() > INDENT - 2) {
            line(name);
            line.setLength(0);
        }
        line.repeat(' ', INDENT - line.length());
        for (String word : explanation.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.repeat(' ', INDENT);
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private static Map<String, String> options(List<Option<?>> options) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Option<?> option : options) {
            String names = String.join(", ", option.names());
            String gap = option.names().getFirst().startsWith("--") ? "      " : "  ";
            rows.put(gap + names + (option.isFlag() ? "" : " " + option.parameter()), option.help());
        }
        return rows;
    }

    private static Map<String, String> exits() {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Exit exit : Exit.values()) {
            rows.put("  " + exit.code(), exit.meaning());
        }
        return rows;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
