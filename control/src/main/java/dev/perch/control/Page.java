package dev.perch.control;

import dev.perch.store.Slice;
import java.util.Optional;

/**
 * Which part of a list, ordered by id, is wanted.
 *
 * @param limit  at most so many, 0 to 2000
 * @param marker only ids after this one; a marker that is the id of nothing is fine
 */
public record Page(int limit, Optional<String> marker) {
    public static final int MOST = 2000;

    /** Everything, as far as one page goes. */
    public static final Page FIRST = new Page(MOST, Optional.empty());

    public Page {
        limit = Math.clamp(limit, 0, MOST);
    }

    Slice slice() {
        return new Slice(marker.orElse(""), limit);
    }
}
