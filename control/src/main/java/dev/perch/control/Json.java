package dev.perch.control;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes what audit records and events carry: maps, lists and plain values as JSON . */
final class Json {

    private Json() {}

    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value) {
        switch (value) {
            case null -> out.append("null");
            case Optional<?> optional -> write(out, optional.orElse(null));
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            case Collection<?> items -> {
                StringJoiner joined = new StringJoiner(",", "[", "]");
                items.forEach(item -> joined.add(of(item)));
                out.append(joined);
            }
            case Map<?, ?> map -> {
                StringJoiner joined = new StringJoiner(",", "{", "}");
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey().toString()) + ":" + of(entry.getValue()))
                        .sorted() // so that the same facts are the same text
                        .forEach(joined::add);
                out.append(joined);
            }
            default -> out.append(quoted(value.toString()));
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
