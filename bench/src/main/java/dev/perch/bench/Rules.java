package dev.perch.bench;

import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rules of one security group, all for IPv4. */
final class Rules {
    static final SecurityGroupId GROUP = new SecurityGroupId(new UUID(0x5, 1));

    private Rules() {}

    /** What leaves is allowed by one rule; what arrives by so many, the last of which lets the subnet's other port in. */
    static List<SecurityRule> group(int arriving) {
        List<SecurityRule> rules = new ArrayList<>();
        rules.add(rule(Direction.EGRESS, new Anybody(), Optional.empty(), List.of()));
        for (int i = 0; i < arriving - 1; i++) {
            rules.add(one(i));
        }
        rules.add(rule(Direction.INGRESS, new Block(IpPrefix.of(Pair.LEFT + "/32")), Optional.empty(), List.of()));
        return rules;
    }

    /** A block and a port that no other of these rules has. */
    static SecurityRule one(int i) {
        return rule(
                Direction.INGRESS,
                new Block(IpPrefix.of("10." + i / 256 + "." + i % 256 + ".0/24")),
                Optional.of(17),
                List.of(new PortRange(1000 + i, 1000 + i)));
    }

    private static SecurityRule rule(
            Direction direction, Remote remote, Optional<Integer> protocol, List<PortRange> ports) {
        return new SecurityRule(
                new RuleId(UUID.randomUUID()),
                GROUP,
                direction,
                Family.IPV4,
                protocol,
                ports,
                remote,
                Action.ALLOW,
                1,
                true,
                "",
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
