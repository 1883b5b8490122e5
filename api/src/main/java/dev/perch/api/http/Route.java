package dev.perch.api.http;

import java.util.List;

/**
 * One call of the API.
 *
 * @param template the path; a segment in braces is variable: {@code /v1/{project}/vpcs/{vpc}}
 * @param envelope how this call says that something is wrong
 */
public record Route(String method, String template, Envelope envelope, Handler handler) {
    public Route {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a template starts with a slash: " + template);
        }
    }

    /** The template's segments; none for the root. */
    List<String> segments() {
        return template.equals("/") ? List.of() : List.of(template.substring(1).split("/"));
    }

    static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
