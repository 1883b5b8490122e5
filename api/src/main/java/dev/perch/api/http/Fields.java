package dev.perch.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the members of one JSON object. A member that is absent and one that is {@code null} are the same: not supplied.
 * Whatever breaks a rule ends the reading with a {@link Malformation} that names the member's path and the rule.
 */
public final class Fields {

    /** What to do with members that nobody asked for. */
    public enum Unknown {
        /** Clouds add members that we need not know. */
        IGNORED,
        /** In our own API an unknown member is a typing mistake. */
        REFUSED
    }

    private final JsonNode object;
    private final String path;
    private final Unknown unknown;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> nested = new ArrayList<>();

    Fields(JsonNode object, String path, Unknown unknown) {
        this.object = object;
        this.path = path;
        this.unknown = unknown;
    }

    /** Whether the member is there, be it {@code null}. */
    public boolean mentions(String name) {
        asked.add(name);
        return object.has(name);
    }

    /** Whether the member is a text, where it may be of another type as well. */
    public boolean isText(String name) {
        return member(name).filter(JsonNode::isTextual).isPresent();
    }

    public Optional<String> text(String name) {
        return member(name).map(node -> asText(node, pathOf(name)));
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A text member in the form of {@code parser}. */
    public <T> Optional<T> text(String name, Function<String, Parsed<T>> parser) {
        return text(name).map(text -> accept(pathOf(name), parser.apply(text)));
    }

    public <T> T requiredText(String name, Function<String, Parsed<T>> parser) {
        return text(name, parser).orElseThrow(() -> missing(name));
    }

    public Optional<Boolean> flag(String name) {
        return member(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(name, "true or false", node);
            }
            return node.booleanValue();
        });
    }

    /** A whole number from {@code min} to {@code max}. */
    public Optional<Integer> integer(String name, int min, int max) {
        return member(name).map(node -> {
            if (!node.isIntegralNumber()) {
                throw wrongType(name, "a whole number", node);
            }
            if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
                throw broken(name, "must be " + min + " to " + max);
            }
            return node.intValue();
        });
    }

    /** A whole number, or the text of one: some clients write the one, some the other. */
    public Optional<Integer> looseInteger(String name) {
        return member(name).map(node -> {
            String text = node.isTextual() ? asText(node, pathOf(name)) : node.toString();
            if (!text.matches("-?[0-9]{1,9}")) {
                throw broken(name, "must be a whole number");
            }
            return Integer.parseInt(text);
        });
    }

    public Optional<Fields> object(String name) {
        return member(name).map(node -> nest(node, pathOf(name)));
    }

    public Fields requiredObject(String name) {
        return object(name).orElseThrow(() -> missing(name));
    }

    /** A list of objects, at most {@code most} of them. */
    public Optional<List<Fields>> objects(String name, int most) {
        return elements(name, most, this::nest);
    }

    /** A list of texts, at most {@code most} of them. */
    public Optional<List<String>> texts(String name, int most) {
        return elements(name, most, Fields::asText);
    }

    /** A list of texts in the form of {@code parser}. */
    public <T> Optional<List<T>> texts(String name, int most, Function<String, Parsed<T>> parser) {
        return elements(name, most, (node, at) -> accept(at, parser.apply(asText(node, at))));
    }

    /** The names of all members, for an object whose names are data. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            Text.flaw(name).ifPresent(flaw -> {
                throw broken(printable(name), flaw);
            });
            names.add(name);
        });
        return names;
    }

    /** The refusal of one of this object's members. */
    public Malformation broken(String name, String rule) {
        return new Malformation(pathOf(name), rule);
    }

    public Malformation missing(String name) {
        return broken(name, "is required");
    }

    /** The path of a member of this object, as it stands in messages. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Ends the reading: members that nobody asked for are refused where that is the rule. */
    void finish() {
        if (unknown == Unknown.REFUSED) {
            object.fieldNames().forEachRemaining(name -> {
                if (!asked.contains(name)) {
                    throw broken(
                            printable(name),
                            "is not a field here; known are "
                                    + asked.stream().sorted().toList());
                }
            });
        }
        nested.forEach(Fields::finish);
    }

    private interface Element<T> {
        T read(JsonNode node, String path);
    }

    private <T> Optional<List<T>> elements(String name, int most, Element<T> element) {
        return member(name).map(node -> {
            if (!node.isArray()) {
                throw wrongType(name, "a list", node);
            }
            if (node.size() > most) {
                throw broken(name, "has " + node.size() + " elements; at most " + most + " are allowed");
            }
            List<T> values = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                values.add(element.read(node.get(i), pathOf(name) + "[" + i + "]"));
            }
            return values;
        });
    }

    private Fields nest(JsonNode node, String at) {
        if (!node.isObject()) {
            throw new Malformation(at, "must be an object, not " + Json.typeOf(node));
        }
        Fields fields = new Fields(node, at, unknown);
        nested.add(fields);
        return fields;
    }

    private Optional<JsonNode> member(String name) {
        asked.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private Malformation wrongType(String name, String wanted, JsonNode node) {
        return broken(name, "must be " + wanted + ", not " + Json.typeOf(node));
    }

    private static String asText(JsonNode node, String at) {
        if (!node.isTextual()) {
            throw new Malformation(at, "must be a string, not " + Json.typeOf(node));
        }
        String text = node.textValue();
        Text.flaw(text).ifPresent(flaw -> {
            throw new Malformation(at, flaw);
        });
        return text;
    }

    private static <T> T accept(String at, Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(T value) -> value;
            case Malformed<T>(String what, String rule) -> throw new Malformation(at, what + ": " + rule);
        };
    }

    private static String printable(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
