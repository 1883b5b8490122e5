package dev.perch.control;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import java.util.List;
import java.util.Map;

/**
 * A security group and what belongs to it.
 *
 * @param rules in order of their ids
 * @param ports how many ports and virtual IPs are in it
 * @param names of the groups that its rules name
 */
public record GroupView(SecurityGroup group, List<SecurityRule> rules, long ports, Map<SecurityGroupId, String> names) {
    public GroupView {
        rules = List.copyOf(rules);
        names = Map.copyOf(names);
    }
}
