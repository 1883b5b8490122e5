package dev.perch.fabric.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A set of pairs of protocol and port, as rectangles that do not overlap. */
record Region(List<Rectangle> rectangles) {
    static final Region EMPTY = new Region(List.of());

    /** All ports of the one with all protocols of the other. */
    record Rectangle(Span protocols, Span ports) {}

    /** What any of the rectangles covers. */
    static Region of(Collection<Rectangle> rectangles) {
        return rectangles.size() == 1 ? new Region(List.copyOf(rectangles)) : swept(rectangles, List.of());
    }

    Region plus(Region other) {
        if (rectangles.isEmpty()) {
            return other;
        }
        List<Rectangle> all = new ArrayList<>(rectangles);
        all.addAll(other.rectangles);
        return of(all);
    }

    Region minus(Region other) {
        if (other.rectangles.isEmpty()) {
            return this;
        }
        return swept(rectangles, other.rectangles);
    }

    /**
     * Walks through the bands of protocols in which nothing begins or ends, and joins neighbouring bands that are alike.
     */
    private static Region swept(Collection<Rectangle> with, Collection<Rectangle> without) {
        TreeSet<Integer> starts = new TreeSet<>();
        for (Collection<Rectangle> all : List.of(with, without)) {
            for (Rectangle rectangle : all) {
                starts.add(rectangle.protocols.first());
                starts.add(rectangle.protocols.last() + 1);
            }
        }
        List<Rectangle> out = new ArrayList<>();
        List<Span> open = List.of();
        int since = 0;
        for (int start : starts) {
            List<Span> ports = minus(ports(with, start), ports(without, start));
            if (!ports.equals(open)) {
                close(out, open, since, start - 1);
                open = ports;
                since = start;
            }
        }
        return new Region(List.copyOf(out));
    }

    private static void close(List<Rectangle> out, List<Span> ports, int first, int last) {
        ports.forEach(span -> out.add(new Rectangle(new Span(first, last), span)));
    }

    /** The ports of one protocol, in order and apart from each other. */
    private static List<Span> ports(Collection<Rectangle> rectangles, int protocol) {
        List<Span> sorted = rectangles.stream()
                .filter(rectangle -> rectangle.protocols.contains(protocol))
                .map(Rectangle::ports)
                .sorted(Comparator.comparingInt(Span::first))
                .toList();
        List<Span> out = new ArrayList<>();
        for (Span span : sorted) {
            if (!out.isEmpty() && span.first() <= out.getLast().last() + 1) {
                Span last = out.removeLast();
                out.add(new Span(last.first(), Math.max(last.last(), span.last())));
            } else {
                out.add(span);
            }
        }
        return out;
    }

    private static List<Span> minus(List<Span> spans, List<Span> holes) {
        List<Span> out = new ArrayList<>();
        for (Span span : spans) {
            int from = span.first();
            for (Span hole : holes) {
                if (hole.overlaps(span)) {
                    if (hole.first() > from) {
                        out.add(new Span(from, hole.first() - 1));
                    }
                    from = Math.max(from, hole.last() + 1);
                }
            }
            if (from <= span.last()) {
                out.add(new Span(from, span.last()));
            }
        }
        return out;
    }
}
