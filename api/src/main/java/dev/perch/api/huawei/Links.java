package dev.perch.api.huawei;

import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The links from one page of a Neutron list to the next. */
final class Links {
    private Links() {}

    record Link(String rel, String href) {}

    /** The page that is asked for; a marker that is the id of nothing is refused, other than in v1. */
    static Page page(Query query, Predicate<UUID> known) {
        Optional<String> marker = query.first("marker");
        if (marker.isPresent() && Ids.uuid(marker.get()).filter(known).isEmpty()) {
            throw new Malformation("marker", "must be the id of the last one of the page before");
        }
        return Wire.page(query);
    }

    /**
     * The link after a page that {@code limit} may have cut; none after the last page or without {@code limit}.
     *
     * @param path    of the call
     * @param filters the parameters to repeat
     * @param ids     of the page
     */
    static List<Link> after(Request request, String path, List<String> filters, List<String> ids) {
        Query query = request.query();
        Optional<String> limit = query.first("limit");
        if (ids.isEmpty() || limit.isEmpty() || ids.size() < Wire.page(query).limit()) {
            return List.of();
        }
        String host = request.header().apply("Host").orElse("localhost");
        String parameters = Stream.concat(
                        Stream.of("limit=" + limit.get(), "marker=" + ids.getLast()),
                        filters.stream()
                                .flatMap(name -> query.first(name).stream()
                                        .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))))
                .collect(Collectors.joining("&"));
        return List.of(new Link("next", "http://" + host + path + "?" + parameters));
    }
}
