package dev.perch.fabric.policy;

import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is meant by what a rule says about the other end.
 *
 * @param sets    whose ports may be there
 * @param virtual for each address of a virtual IP, the groups of all ports that it is bound to
 */
record Remotes(List<GroupSet> sets, Map<IpAddress, Set<SecurityGroupId>> virtual) {

    static IpPrefix anywhere(Family family) {
        return switch (family) {
            case IPV4 -> IpPrefix.of("0.0.0.0/0");
            case IPV6 -> IpPrefix.of("::/0");
        };
    }

    /** The blocks of addresses: what leaves for a group may go to the virtual IPs of its ports as well. */
    List<IpPrefix> blocks(SecurityRule rule) {
        return switch (rule.remote()) {
            case Anybody() -> List.of(anywhere(rule.family()));
            case Block(IpPrefix prefix) -> List.of(prefix.network());
            case Members(SecurityGroupId group)
            when rule.direction() == Direction.EGRESS ->
                virtual.entrySet().stream()
                        .filter(entry -> entry.getKey().family() == rule.family()
                                && entry.getValue().contains(group))
                        .map(entry -> IpPrefix.host(entry.getKey()))
                        .toList();
            case Members members -> List.of();
        };
    }

    /** The numbers of the sets whose ports are meant. */
    List<Integer> members(SecurityRule rule) {
        return rule.remote() instanceof Members(SecurityGroupId group)
                ? sets.stream()
                        .filter(set -> set.contains(group))
                        .map(GroupSet::number)
                        .toList()
                : List.of();
    }
}
