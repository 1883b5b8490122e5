package dev.perch.api.http;

import dev.perch.model.Refusal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts. */
public final class Figures {
    private final List<RouteFigures> routes = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, LongAdder> refusals = new ConcurrentHashMap<>();

    RouteFigures route(String method, String template) {
        RouteFigures figures = new RouteFigures(method, template);
        routes.add(figures);
        return figures;
    }

    void refused(Refusal refusal) {
        refusals.computeIfAbsent(refusal.code(), code -> new LongAdder()).increment();
    }

    /** One for each route. */
    public List<RouteFigures> routes() {
        return List.copyOf(routes);
    }

    /** How often each refusal was given, by its code. */
    public SortedMap<String, Long> refusals() {
        SortedMap<String, Long> counts = new TreeMap<>();
        refusals.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }
}
