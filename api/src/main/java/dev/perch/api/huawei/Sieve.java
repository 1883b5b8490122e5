package dev.perch.api.huawei;

import dev.perch.control.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Pages of lists with criteria that only this dialect knows. */
final class Sieve {
    /** Few that are wanted may lie among many that are not, so they are read in handfuls. */
    private static final int HANDFUL = 100;

    private Sieve() {}

    /**
     * Reads on until the page is full or nothing is left.
     *
     * @param id   what markers are
     * @param list all there is, in order of the ids
     */
    static <T> List<T> page(Page page, Function<T, String> id, Predicate<T> wanted, Function<Page, List<T>> list) {
        List<T> found = new ArrayList<>();
        Optional<String> marker = page.marker();
        while (found.size() < page.limit()) {
            List<T> some = list.apply(new Page(Math.max(page.limit(), HANDFUL), marker));
            if (some.isEmpty()) {
                break;
            }
            some.stream().filter(wanted).limit(page.limit() - found.size()).forEach(found::add);
            marker = Optional.of(id.apply(some.getLast()));
        }
        return found;
    }
}
