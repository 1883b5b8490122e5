package dev.perch.model;

import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which new connections of a group's ports are let through. What no rule allows is refused; answers always pass.
 *
 * @param protocol    an IP protocol number; any when empty
 * @param ports       destination ports, or for ICMP types with codes; all when empty
 * @param priority    1 (first) to 100; of equal priority a denial goes first
 * @param enabled     whether it has any effect
 */
public record SecurityRule(
        RuleId id,
        SecurityGroupId group,
        Direction direction,
        Family family,
        Optional<Integer> protocol,
        List<PortRange> ports,
        Remote remote,
        Action action,
        int priority,
        boolean enabled,
        String description,
        Instant created,
        Instant updated) {

    /** By direction and family, and then as they are asked. */
    public static final Comparator<SecurityRule> AS_ASKED = Comparator.comparing(SecurityRule::direction)
            .thenComparing(SecurityRule::family)
            .thenComparing(SecurityRule::priority)
            .thenComparing(SecurityRule::action, Comparator.reverseOrder())
            .thenComparing(rule -> rule.id().toString());

    public SecurityRule {
        ports = List.copyOf(ports);
    }

    /** As the port sees it. */
    public enum Direction {
        INGRESS,
        EGRESS
    }

    public enum Action {
        ALLOW,
        DENY
    }

    /**
     * Ports from {@code first} to {@code last}, 0 to 65,535. For ICMP the type times 256 plus the code: a type with all its codes is
     * {@code type * 256} to {@code type * 256 + 255}.
     */
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 0 || last < first || last > 65_535) {
                throw new IllegalArgumentException("not a range of ports: " + first + " to " + last);
            }
        }
    }

    /** Who is at the other end. */
    public sealed interface Remote {}

    public record Anybody() implements Remote {}

    public record Block(IpPrefix prefix) implements Remote {}

    /** The ports of a group. */
    public record Members(SecurityGroupId group) implements Remote {}
}
