package dev.perch.model;

import dev.perch.model.ObjectId.SecurityGroupId;
import java.util.Comparator;
import java.util.List;

/**
 * The security groups that a port is in, together. Ports in the same groups have the same set.
 *
 * @param number what a fabric may number it by, 1 or more; no other set of the instance has it
 */
public record GroupSet(int number, List<SecurityGroupId> groups) {

    /** No groups: nothing is filtered. Only for what no user made. */
    public static final GroupSet NONE = new GroupSet(0, List.of());

    public GroupSet {
        groups = groups.stream()
                .distinct()
                .sorted(Comparator.comparing(SecurityGroupId::value))
                .toList();
    }

    public boolean contains(SecurityGroupId group) {
        return groups.contains(group);
    }
}
