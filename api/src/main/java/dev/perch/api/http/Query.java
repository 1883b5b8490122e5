package dev.perch.api.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters after the question mark, decoded. A key that is repeated is a list. */
public final class Query {
    private static final Query NONE = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @throws Malformation when an escape is not %XX, or the text cannot be kept
     */
    static Query parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String part : raw.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String key = decode(equals < 0 ? part : part.substring(0, equals));
                values.computeIfAbsent(key, k -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    static String decode(String raw) {
        String text;
        try {
            text = raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Malformation("", "the address has an escape that is not %XX");
        }
        Text.flaw(text).ifPresent(flaw -> {
            throw new Malformation("", "the address " + flaw);
        });
        return text;
    }

    /** All values of a key, in order; an empty value counts as not given. */
    public List<String> all(String key) {
        return values.getOrDefault(key, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The first value of a key. */
    public Optional<String> first(String key) {
        return all(key).stream().findFirst();
    }

    /** A whole number of a range. */
    public Optional<Integer> integer(String key, int min, int max) {
        return number(key, min, max).map(Long::intValue);
    }

    /** A whole number of a range. */
    public Optional<Long> number(String key, long min, long max) {
        return first(key).map(text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // the same answer as for a number out of range
            }
            throw new Malformation(key, "must be a whole number from " + min + " to " + max);
        });
    }

    /** {@code true} or {@code false} in any case: Python clients send {@code True}. */
    public Optional<Boolean> flag(String key) {
        return first(key).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Malformation(key, "must be true or false");
        });
    }
}
