package dev.perch.cli;

import java.util.List;
import java.util.function.Function;

/**
 * An option of a command.
 *
 * @param names     short form first, if there is one
 * @param parameter the placeholder in the help; empty for a flag
 * @param parse     text to value; {@link IllegalArgumentException} with the rule
 * @param allowed   the words it takes, for completion; empty when it takes anything
 * @param many      whether it may be given several times; its value is a list then
 */
public record Option<T>(
        List<String> names,
        String parameter,
        String help,
        Function<String, ?> parse,
        List<String> allowed,
        boolean many) {

    public static Option<Boolean> flag(String help, String... names) {
        return new Option<>(List.of(names), "", help, Boolean::parseBoolean, List.of(), false);
    }

    public static Option<String> text(String parameter, String help, String... names) {
        return new Option<>(List.of(names), parameter, help, Function.identity(), List.of(), false);
    }

    /** Text that may be given several times. */
    public static Option<List<String>> texts(String parameter, String help, String... names) {
        return new Option<>(List.of(names), parameter, help, Function.identity(), List.of(), true);
    }

    /** A whole number from {@code low} to {@code high}. */
    public static Option<Integer> number(int low, int high, String help, String... names) {
        return new Option<>(List.of(names), "N", help, text -> number(text, low, high), List.of(), false);
    }

    public static Option<String> choice(List<String> words, String help, String... names) {
        return new Option<>(List.of(names), String.join("|", words), help, text -> oneOf(text, words), words, false);
    }

    public boolean isFlag() {
        return parameter.isEmpty();
    }

    private static int number(String text, int low, int high) {
        try {
            int value = Integer.parseInt(text);
            if (low <= value && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the rule
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number from " + low + " to " + high);
    }

    private static String oneOf(String text, List<String> words) {
        if (words.contains(text)) {
            return text;
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", words));
    }
}
