package dev.perch.fabric.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the ports of a VPC let through. Never changes. */
public final class Policy {

    /** For a VPC without filtered ports. */
    public static final Policy NONE = of(Set.of(), Map.of());

    private final Collection<List<Box>> parts;
    private final Map<Scope, Integer> highest;
    private final Optional<Origin> origin;

    /** Stands for this policy among those that came of it, which need not keep it. */
    private final Object mark = new Object();

    /**
     * Where a policy came from.
     *
     * @param mark   of the policy before
     * @param change since then
     */
    private record Origin(Object mark, PolicyChange change) {}

    private Policy(Collection<List<Box>> parts, Map<Scope, Integer> highest, Optional<Origin> origin) {
        this.parts = List.copyOf(parts);
        this.highest = Map.copyOf(highest);
        this.origin = origin;
    }

    public static Policy of(Set<Box> boxes, Map<Scope, Integer> highest) {
        return new Policy(List.of(List.copyOf(boxes)), highest, Optional.empty());
    }

    /**
     * The policy that comes of this one.
     *
     * @param parts of all its boxes; no box is in two
     */
    Policy next(Collection<List<Box>> parts, Map<Scope, Integer> highest, PolicyChange change) {
        return new Policy(parts, highest, Optional.of(new Origin(mark, change)));
    }

    public Set<Box> boxes() {
        return parts.stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** The stratum to begin with, for each scope that has a denial; the others have stratum 0 alone. */
    public Map<Scope, Integer> highest() {
        return highest;
    }

    /** How its boxes differ from those of another: known at once of the policy that it came of, else all are compared. */
    public PolicyChange since(Policy other) {
        return origin.filter(o -> o.mark() == other.mark)
                .map(Origin::change)
                .orElseGet(() -> other == this ? PolicyChange.NONE : PolicyChange.between(other.boxes(), boxes()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy policy && highest.equals(policy.highest) && boxes().equals(policy.boxes());
    }

    @Override
    public int hashCode() {
        return boxes().hashCode();
    }

    @Override
    public String toString() {
        return boxes() + " from " + highest;
    }
}
