package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perch.control.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a page of a v3 list is.
 *
 * @param previousMarker the first id of the page
 * @param nextMarker     the last id of the page; left out when nothing follows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageWire(String previousMarker, int currentCount, String nextMarker) {

    /**
     * The page that shows {@code items}.
     *
     * @param more what a page holds, to see whether anything follows
     */
    static <T> PageWire of(Page page, List<T> items, Function<T, String> id, Function<Page, List<T>> more) {
        if (items.isEmpty()) {
            return new PageWire(null, 0, null);
        }
        String last = id.apply(items.getLast());
        boolean follows = items.size() == page.limit()
                && !more.apply(new Page(1, Optional.of(last))).isEmpty();
        return new PageWire(id.apply(items.getFirst()), items.size(), follows ? last : null);
    }
}
