package dev.perch.cli.show;

import dev.perch.cli.Host;

/** Colours of a terminal, or none. */
public enum Style {
    PLAIN,
    COLOURED;

    public static Style of(Host host) {
        return host.colours() ? COLOURED : PLAIN;
    }

    public String bold(String text) {
        return wrap("1", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    /** A word about a state in the colour that it deserves. */
    public String state(String word) {
        return switch (word) {
            case "ACTIVE", "ok", "up", "passed" -> good(word);
            case "ERROR", "down", "failed", "NO_HOLDER", "BLACKHOLE" -> bad(word);
            default -> word;
        };
    }

    private String wrap(String code, String text) {
        return this == COLOURED ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Text from elsewhere without the control characters that would drive a terminal. */
    static String harmless(String text) {
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
