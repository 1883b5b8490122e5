package dev.perch.fabric.linux;

import dev.perch.fabric.DropReason;
import java.util.Arrays;
import java.util.List;

/** Where the port rules count what they drop. */
final class Drops {
    static final List<String> SETS =
            Arrays.stream(DropReason.values()).map(Drops::set).toList();

    private Drops() {}

    /** The set that has an element with a counter for each link with drops of this reason. */
    static String set(DropReason reason) {
        return "drop_" + reason.word().replace('-', '_');
    }
}
