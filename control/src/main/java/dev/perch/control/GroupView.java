package dev.perch.control;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.Tag;
import java.util.List;
import java.util.Map;

/**
 * A security group and what belongs to it.
 *
 * @param rules in order of their ids
 * @param ports how many ports and virtual IPs are in it
 * @param names of the groups that its rules name
 * @param tags  in order of their keys
 */
public record GroupView(
        SecurityGroup group, List<SecurityRule> rules, long ports, Map<SecurityGroupId, String> names, List<Tag> tags) {
    public GroupView {
        tags = List.copyOf(tags);
        rules = List.copyOf(rules);
        names = Map.copyOf(names);
    }
}
