package dev.perch.cli.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.http.Json;
import dev.perch.cli.topology.Shape.Choice;
import dev.perch.cli.topology.Shape.Field;
import dev.perch.cli.topology.Shape.Mapping;
import dev.perch.cli.topology.Shape.Numeral;
import dev.perch.cli.topology.Shape.Scalar;
import dev.perch.cli.topology.Shape.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One walk over a file's nodes beside the shape they should have: notes positions and problems, makes the document. */
final class Checking {
    private final String file;
    private final Path folder;
    private final Map<String, Position> positions;
    private final List<Problem> problems;

    Checking(String file, Path folder, Map<String, Position> positions, List<Problem> problems) {
        this.file = file;
        this.folder = folder;
        this.positions = positions;
        this.problems = problems;
    }

    void root(Node root, ObjectNode document) {
        if (node(root, Shape.TOPOLOGY, "") instanceof ObjectNode all) {
            document.setAll(all);
        }
    }

    /** The node as JSON; what does not fit is told and left out. */
    private JsonNode node(Node node, Shape shape, String path) {
        positions.put(path, at(node));
        return switch (shape) {
            case Mapping mapping -> {
                if (node instanceof MappingNode fields) {
                    yield mapping(fields, mapping, path);
                }
                problem(node, path, mapping.noun() + " has fields (" + names(mapping) + "), this is " + noun(node));
                yield Json.object();
            }
            case Sequence sequence -> {
                if (node instanceof SequenceNode entries) {
                    yield sequence(entries, sequence, path);
                }
                problem(node, path, "is a list, this is " + noun(node));
                yield Json.array();
            }
            case Scalar scalar -> single(node, path, (value, told) -> Scalars.value(value, scalar, told));
            case Numeral numeral -> single(node, path, (value, told) -> Scalars.number(value, numeral, told));
            case Choice choice -> single(node, path, (value, told) -> Scalars.word(value, choice, told));
        };
    }

    private JsonNode single(Node node, String path, BiFunction<ScalarNode, Consumer<String>, JsonNode> reading) {
        if (node instanceof ScalarNode value) {
            return reading.apply(value, rule -> problem(node, path, rule));
        }
        problem(node, path, "is a single value, this is " + noun(node));
        return Json.object();
    }

    private ObjectNode mapping(MappingNode node, Mapping shape, String path) {
        Map<String, NodeTuple> given = given(node, shape, path);
        ObjectNode object = Json.object();
        for (Field field : shape.fields()) {
            NodeTuple tuple = given.get(field.name());
            String at = path.isEmpty() ? field.name() : path + "." + field.name();
            if (tuple == null && field.required()) {
                problem(node, path, shape.noun() + " needs '" + field.name() + "'");
            } else if (tuple != null && field.shape() == Scalar.FILE) {
                file(tuple.getValueNode(), field, at, object, given);
            } else if (tuple != null) {
                object.set(field.name(), node(tuple.getValueNode(), field.shape(), at));
            }
        }
        return object;
    }

    /** The fields by name; those that are unknown or come twice are told. */
    private Map<String, NodeTuple> given(MappingNode node, Mapping shape, String path) {
        Map<String, NodeTuple> given = new LinkedHashMap<>();
        List<String> known = shape.fields().stream().map(Field::name).toList();
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!known.contains(key)) {
                String hint = Suggestion.of(key, known)
                        .map(word -> "; did you mean '" + word + "'?")
                        .orElse("; there are " + names(shape));
                problem(tuple.getKeyNode(), path, shape.noun() + " has no field '" + key + "'" + hint);
            } else if (given.putIfAbsent(key, tuple) != null) {
                problem(
                        tuple.getKeyNode(),
                        path,
                        "'" + key + "' is given twice, first in line "
                                + at(given.get(key).getKeyNode()).line());
            }
        }
        return given;
    }

    private ArrayNode sequence(SequenceNode node, Sequence shape, String path) {
        ArrayNode array = Json.array();
        Map<String, Position> seen = new HashMap<>();
        for (int i = 0; i < node.getValue().size(); i++) {
            Node entry = node.getValue().get(i);
            String at = path + "[" + i + "]";
            JsonNode value = node(entry, shape.entries(), at);
            array.add(value);
            String field = shape.unique().isEmpty() ? at : at + "." + shape.unique();
            String key =
                    shape.unique().isEmpty() ? "" : value.path(shape.unique()).asText("");
            Position first = key.isEmpty() ? null : seen.putIfAbsent(key, positions.get(field));
            if (first != null) {
                problems.add(new Problem(
                        file,
                        positions.get(field),
                        field,
                        "'" + key + "' is used twice, first in line " + first.line()));
            }
        }
        return array;
    }

    /** A field {@code x_file} becomes the field {@code x} with the file's content. */
    private void file(Node node, Field field, String path, ObjectNode object, Map<String, NodeTuple> given) {
        String name = field.name().substring(0, field.name().length() - "_file".length());
        positions.put(path, at(node));
        if (given.containsKey(name)) {
            problem(node, path, "'" + name + "' and '" + field.name() + "' exclude each other");
        } else if (!(node instanceof ScalarNode scalar)) {
            problem(node, path, "is the name of a file, this is " + noun(node));
        } else {
            positions.put(path.substring(0, path.length() - "_file".length()), at(node));
            Path content = folder.resolve(scalar.getValue());
            try {
                object.put(name, Files.readString(content));
            } catch (IOException e) {
                problem(
                        node,
                        path,
                        "cannot read " + content + " (" + e.getClass().getSimpleName() + ")");
            }
        }
    }

    private void problem(Node node, String path, String rule) {
        problems.add(new Problem(file, at(node), path, rule));
    }

    private static Position at(Node node) {
        return node.getStartMark().map(TopologyFile::position).orElseThrow();
    }

    private static String names(Mapping shape) {
        return shape.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }

    private static String noun(Node node) {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when scalar.getValue().isEmpty() -> "empty";
            default -> "a single value";
        };
    }
}
