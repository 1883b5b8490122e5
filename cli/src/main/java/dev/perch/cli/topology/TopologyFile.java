package dev.perch.cli.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.http.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A topology file that was read: the document to send, and where each of its nodes stands.
 *
 * @param name      as the user named it; {@code <stdin>} for standard input
 * @param document  complete when there are no problems
 * @param positions by path, such as {@code vips[0].bind[1]}
 * @param problems  in the order of the file
 */
public record TopologyFile(String name, ObjectNode document, Map<String, Position> positions, List<Problem> problems) {
    private static final Position START = new Position(1, 1);

    /**
     * Reads a topology.
     *
     * @param folder what relative file names in it start from
     */
    public static TopologyFile read(String name, String text, Path folder) throws IOException {
        Map<String, Position> positions = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        ObjectNode document = Json.object();
        try {
            Optional<Node> root = new Compose(LoadSettings.builder()
                            .setLabel(name)
                            .setUseMarks(true)
                            .build())
                    .composeString(text);
            if (root.isPresent()) {
                new Checking(name, folder, positions, problems).root(root.get(), document);
            } else {
                problems.add(new Problem(name, START, "", "the file is empty"));
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem(
                    name, e.getProblemMark().map(TopologyFile::position).orElse(START), "", yaml(e)));
        } catch (YamlEngineException e) {
            problems.add(new Problem(name, START, "", "not YAML: " + e.getMessage()));
        }
        problems.sort(java.util.Comparator.comparing(
                Problem::at, java.util.Comparator.comparingInt(Position::line).thenComparingInt(Position::column)));
        return new TopologyFile(name, document, Map.copyOf(positions), List.copyOf(problems));
    }

    /** A refusal of the daemon as a problem of this file: where the field stands, or the nearest thing around it. */
    public Problem refusal(String field, String sentence) {
        // Problems name the field themselves.
        String message = sentence.startsWith(field + ": ") ? sentence.substring(field.length() + 2) : sentence;
        for (String path = field; !path.isEmpty(); path = parent(path)) {
            if (positions.containsKey(path)) {
                return new Problem(name, positions.get(path), field, message);
            }
        }
        return new Problem(name, START, field, message);
    }

    private static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String yaml(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        return "not YAML: " + context + e.getProblem();
    }
}
