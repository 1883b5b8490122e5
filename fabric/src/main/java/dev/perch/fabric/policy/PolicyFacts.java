package dev.perch.fabric.policy;

import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that decides what the ports of a VPC let through.
 *
 * @param sets    the security groups that ports of it are in, together: they judge, and their ports may be at the other end
 * @param rules   of each of these groups; the same list as long as they are the same rules
 * @param virtual for each address of a virtual IP, the groups of all ports that it is bound to: as a destination it counts
 *                for each of them
 */
public record PolicyFacts(
        List<GroupSet> sets,
        Map<SecurityGroupId, List<SecurityRule>> rules,
        Map<IpAddress, Set<SecurityGroupId>> virtual) {

    /** Of a VPC without filtered ports. */
    public static final PolicyFacts NONE = new PolicyFacts(List.of(), Map.of(), Map.of());

    public PolicyFacts {
        sets = List.copyOf(sets);
        rules = Map.copyOf(rules);
        virtual = Map.copyOf(virtual);
    }

    /** With rules of any groups. */
    public static PolicyFacts of(
            List<GroupSet> sets, Collection<SecurityRule> rules, Map<IpAddress, Set<SecurityGroupId>> virtual) {
        return new PolicyFacts(sets, rules.stream().collect(Collectors.groupingBy(SecurityRule::group)), virtual);
    }
}
