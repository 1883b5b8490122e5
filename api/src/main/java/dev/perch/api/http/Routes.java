package dev.perch.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** All calls, found by path and method. A literal segment is preferred to a variable one; a dead end is backed out of. */
final class Routes {

    /** What a path and a method lead to. */
    sealed interface Found {
        record Hit(Route route, RouteFigures figures, Map<String, String> parameters) implements Found {}

        record WrongMethod(SortedSet<String> allowed) implements Found {}

        record Nothing() implements Found {}
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Node> variables = new HashMap<>();
        final Map<String, Entry> byMethod = new HashMap<>();
    }

    private record Entry(Route route, RouteFigures figures) {}

    private final Node root = new Node();

    Routes(List<Route> routes, Figures figures) {
        routes.forEach(route -> add(route, figures));
    }

    private void add(Route route, Figures figures) {
        Node node = root;
        for (String segment : route.segments()) {
            node = Route.isVariable(segment)
                    ? node.variables.computeIfAbsent(segment.substring(1, segment.length() - 1), s -> new Node())
                    : node.literals.computeIfAbsent(segment, s -> new Node());
        }
        RouteFigures kept = figures.route(route.method(), route.template());
        if (node.byMethod.put(route.method(), new Entry(route, kept)) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.template());
        }
    }

    /** Finds the call; {@code segments} are decoded. */
    Found find(String method, List<String> segments) {
        SortedSet<String> allowed = new TreeSet<>();
        Map<String, String> parameters = new HashMap<>();
        Optional<Entry> entry = find(root, method, segments, 0, parameters, allowed);
        if (entry.isPresent()) {
            return new Found.Hit(entry.get().route(), entry.get().figures(), parameters);
        }
        return allowed.isEmpty() ? new Found.Nothing() : new Found.WrongMethod(allowed);
    }

    private static Optional<Entry> find(
            Node node,
            String method,
            List<String> segments,
            int at,
            Map<String, String> parameters,
            SortedSet<String> allowed) {
        if (at == segments.size()) {
            allowed.addAll(node.byMethod.keySet());
            return Optional.ofNullable(node.byMethod.get(method));
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Optional<Entry> found = find(literal, method, segments, at + 1, parameters, allowed);
            if (found.isPresent()) {
                return found;
            }
        }
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<String, Node> variable : node.variables.entrySet()) {
            Optional<Entry> found = find(variable.getValue(), method, segments, at + 1, parameters, allowed);
            if (found.isPresent()) {
                parameters.put(variable.getKey(), segment);
                return found;
            }
        }
        return Optional.empty();
    }
}
