package dev.perch.fabric.linux;

import dev.perch.fabric.policy.Policies;
import dev.perch.fabric.policy.Policy;
import dev.perch.fabric.policy.PolicyFacts;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Security groups of tests: group n is alone in the group set n. */
final class RuleBook {
    static final int TCP = 6;
    static final int UDP = 17;

    private final List<SecurityRule> rules = new ArrayList<>();
    private final List<GroupSet> sets = new ArrayList<>();
    private final Map<IpAddress, Set<SecurityGroupId>> virtual = new HashMap<>();

    RuleBook(int groups) {
        for (int n = 1; n <= groups; n++) {
            sets.add(new GroupSet(n, List.of(group(n))));
        }
    }

    private static SecurityGroupId group(int n) {
        return new SecurityGroupId(new UUID(0x5, n));
    }

    static Remote block(String text) {
        return new Block(IpPrefix.of(text));
    }

    static Remote members(int group) {
        return new Members(group(group));
    }

    /** Everything, from and to anybody, in both families. */
    RuleBook open(int group, Direction direction) {
        for (Family family : Family.values()) {
            add(group, direction, family, Optional.empty(), List.of(), new Anybody(), Action.ALLOW, 1);
        }
        return this;
    }

    /** Everything, from and to the ports of a group, in both families. */
    RuleBook among(int group, Direction direction, int others) {
        for (Family family : Family.values()) {
            add(group, direction, family, Optional.empty(), List.of(), members(others), Action.ALLOW, 1);
        }
        return this;
    }

    /** One port, in both families; a block of one family is for that alone. */
    RuleBook allow(int group, Direction direction, int protocol, int port, Remote remote) {
        return add(group, direction, protocol, port, remote, Action.ALLOW, 1);
    }

    RuleBook add(int group, Direction direction, int protocol, int port, Remote remote, Action action, int priority) {
        for (Family family : Family.values()) {
            if (!(remote instanceof Block block) || block.prefix().family() == family) {
                add(
                        group,
                        direction,
                        family,
                        Optional.of(protocol),
                        List.of(new PortRange(port, port)),
                        remote,
                        action,
                        priority);
            }
        }
        return this;
    }

    private void add(
            int group,
            Direction direction,
            Family family,
            Optional<Integer> protocol,
            List<PortRange> ports,
            Remote remote,
            Action action,
            int priority) {
        rules.add(new SecurityRule(
                new RuleId(new UUID(0x6, rules.size())),
                group(group),
                direction,
                family,
                protocol,
                ports,
                remote,
                action,
                priority,
                true,
                "",
                Instant.EPOCH,
                Instant.EPOCH));
    }

    /** A virtual IP is bound to ports in these groups. */
    RuleBook virtual(String address, int... groups) {
        for (int n : groups) {
            virtual.merge(IpAddress.of(address), Set.of(group(n)), (a, b) -> {
                Set<SecurityGroupId> both = new java.util.HashSet<>(a);
                both.addAll(b);
                return both;
            });
        }
        return this;
    }

    Policy policy() {
        return Policies.once(PolicyFacts.of(sets, rules, virtual));
    }
}
