package dev.perch.fabric.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** How the boxes of one policy differ from those of another. */
public record PolicyChange(Set<Box> added, Set<Box> removed) {
    static final PolicyChange NONE = new PolicyChange(Set.of(), Set.of());

    public PolicyChange {
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }

    static PolicyChange between(Collection<Box> before, Collection<Box> after) {
        Sum sum = new Sum();
        sum.replace(before, after);
        return sum.total();
    }

    /** What many small changes come to. */
    static final class Sum {
        private final Set<Box> added = new HashSet<>();
        private final Set<Box> removed = new HashSet<>();

        void replace(Collection<Box> before, Collection<Box> after) {
            for (Box box : before) {
                if (!added.remove(box)) {
                    removed.add(box);
                }
            }
            for (Box box : after) {
                if (!removed.remove(box)) {
                    added.add(box);
                }
            }
        }

        PolicyChange total() {
            return new PolicyChange(added, removed);
        }
    }
}
