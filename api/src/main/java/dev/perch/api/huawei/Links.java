package dev.perch.api.huawei;

import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Pages of Neutron's lists, with the links from one to the next and to the one before. */
final class Links {
    private final Request request;
    private final String path;
    private final List<String> filters;

    /**
     * @param path    of the call
     * @param filters the parameters that a link repeats
     */
    Links(Request request, String path, String... filters) {
        this.request = request;
        this.path = path;
        this.filters = List.of(filters);
    }

    record Link(String rel, String href) {}

    /** A page, and where to go from it. */
    record Linked<T>(List<T> items, List<Link> links) {}

    /**
     * The page that is asked for: after the marker, or before it with {@code page_reverse}, in the same order. A marker that is
     * the id of nothing is refused, other than in v1.
     *
     * @param list all there is, in order of the ids
     */
    <T> Linked<T> page(Function<T, String> id, Predicate<UUID> known, Function<Page, List<T>> list) {
        Query query = request.query();
        Page page = Wire.page(query);
        if (page.marker().isPresent()
                && page.marker().flatMap(Ids::uuid).filter(known).isEmpty()) {
            throw new Malformation("marker", "must be the id of the last one of the page before");
        }
        boolean reverse = query.flag("page_reverse").orElse(false);
        List<T> items = reverse ? before(page, id, list) : list.apply(page);
        return new Linked<>(items, links(items.stream().map(id).toList(), page, reverse));
    }

    /** The last ones before the marker. */
    private static <T> List<T> before(Page page, Function<T, String> id, Function<Page, List<T>> list) {
        List<T> found = new ArrayList<>();
        List<T> some = list.apply(Page.FIRST);
        while (!some.isEmpty()) {
            some.stream()
                    .filter(item -> page.marker()
                            .filter(marker -> id.apply(item).compareTo(marker) >= 0)
                            .isEmpty())
                    .forEach(found::add);
            some = list.apply(new Page(Page.MOST, Optional.of(id.apply(some.getLast()))));
        }
        return List.copyOf(found.subList(Math.max(0, found.size() - page.limit()), found.size()));
    }

    /** None without {@code limit}; else one in each direction that the page does not end the list in. */
    private List<Link> links(List<String> ids, Page page, boolean reverse) {
        Optional<String> limit = request.query().first("limit");
        List<Link> links = new ArrayList<>();
        if (limit.isEmpty() || ids.isEmpty()) {
            return links;
        }
        boolean full = ids.size() == page.limit();
        boolean came = page.marker().isPresent();
        if (reverse ? came : full) {
            links.add(new Link("next", href(limit.get(), ids.getLast(), "")));
        }
        if (reverse ? full : came) {
            links.add(new Link("previous", href(limit.get(), ids.getFirst(), "&page_reverse=True")));
        }
        return links;
    }

    private String href(String limit, String marker, String direction) {
        String host = request.header().apply("Host").orElse("localhost");
        String repeated = filters.stream()
                .flatMap(name -> request.query().first(name).stream()
                        .map(value -> "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining());
        return "http://" + host + path + "?limit=" + limit + "&marker=" + marker + direction + repeated;
    }
}
