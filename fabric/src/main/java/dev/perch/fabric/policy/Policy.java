package dev.perch.fabric.policy;

import java.util.Map;
import java.util.Set;

/**
 * What the ports of a VPC let through.
 *
 * @param highest the stratum to begin with, for each scope that has a denial; the others have stratum 0 alone
 */
public record Policy(Set<Box> boxes, Map<Scope, Integer> highest) {

    /** For a VPC without filtered ports. */
    public static final Policy NONE = new Policy(Set.of(), Map.of());

    public Policy {
        boxes = Set.copyOf(boxes);
        highest = Map.copyOf(highest);
    }
}
