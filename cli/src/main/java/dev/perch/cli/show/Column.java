package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param wide whether only {@code -o wide} shows it
 */
public record Column(String header, boolean wide, Function<JsonNode, String> value) {

    /** A column of the text at a path in each row. */
    public static Column of(String header, String path) {
        return new Column(header, false, row -> Json.text(row, path));
    }

    public static Column of(String header, Function<JsonNode, String> value) {
        return new Column(header, false, value);
    }

    public Column onlyWide() {
        return new Column(header, true, value);
    }
}
