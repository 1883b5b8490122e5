package dev.perch.model;

import dev.perch.net.Parsed;
import java.util.regex.Pattern;

/** A project (tenant): 32 lower-case hexadecimal digits. */
public record ProjectId(String value) {
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

    public ProjectId {
        if (!TEXT.matcher(value).matches()) {
            throw new IllegalArgumentException("a project id is 32 lower-case hexadecimal digits, not '" + value + "'");
        }
    }

    public static Parsed<ProjectId> parse(String text) {
        return text != null && TEXT.matcher(text).matches()
                ? Parsed.ok(new ProjectId(text))
                : Parsed.malformed("project id", "'" + text + "' is not 32 lower-case hexadecimal digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
