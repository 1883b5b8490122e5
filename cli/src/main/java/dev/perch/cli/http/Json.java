package dev.perch.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** JSON as trees: the command line shows what the daemon says and needs no classes of its own for it. */
public final class Json {
    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses what the daemon said; {@link Failure} when that is not JSON. */
    public static JsonNode parse(String text) {
        try {
            return Trees.read(text);
        } catch (IOException e) {
            throw Failure.of(Exit.FAILED, "what answered is not a Perch daemon: no JSON in '" + head(text) + "'", e);
        }
    }

    /** On one line. */
    public static String line(JsonNode node) {
        return Trees.write(node, false);
    }

    public static String pretty(JsonNode node) {
        return Trees.write(node, true);
    }

    /** A failure as scripts read it: {@code {"error":{"code","field","message"},"exit":n}}. */
    public static String error(Failure failure) {
        Optional<Failure.Refusal> refusal = failure.refusal();
        ObjectNode error = object();
        error.put(
                "code",
                refusal.map(Failure.Refusal::code)
                        .orElse(failure.exit().name().toLowerCase().replace('_', '-')));
        error.put("field", refusal.map(Failure.Refusal::field).orElse(""));
        error.put("message", failure.getMessage());
        ObjectNode all = object();
        all.set("error", error);
        all.put("exit", failure.exit().code());
        return line(all);
    }

    /** The rows of a list answer: the array itself, or the one array in its envelope. */
    public static List<JsonNode> rows(JsonNode answer) {
        JsonNode array = answer;
        if (answer.isObject()) {
            array = answer.properties().stream()
                    .map(java.util.Map.Entry::getValue)
                    .filter(JsonNode::isArray)
                    .findFirst()
                    .orElse(array());
        }
        return array.valueStream().toList();
    }

    /** Text at a path such as {@code holders/0/server_name}; empty when it is missing or null. */
    public static String text(JsonNode node, String path) {
        JsonNode found = node.at("/" + path);
        return found.isNull() ? "" : found.asText("");
    }

    private static String head(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
