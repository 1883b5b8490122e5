package dev.perch.model;

import dev.perch.model.GroupRefusal.DefaultGroupStays;
import dev.perch.model.GroupRefusal.GroupInUse;
import dev.perch.model.GroupRefusal.GroupReferenced;
import dev.perch.model.GroupRefusal.PortNeedsGroup;
import dev.perch.model.GroupRefusal.RuleExists;
import dev.perch.model.GroupRefusal.RuleOtherFamily;
import dev.perch.model.GroupRefusal.RulePortsInvalid;
import dev.perch.model.GroupRefusal.RulePriorityInvalid;
import dev.perch.model.GroupRefusal.RuleProtocolInvalid;
import dev.perch.model.GroupRefusal.RuleRemoteInvalid;
import dev.perch.model.GroupRefusal.RulesAlternateTooOften;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What security groups and their rules may be. */
public final class GroupRules {

    /** The name of a project's default group. */
    public static final String DEFAULT = "default";

    /** Each stratum is a look-up of its own for a packet that opens a flow, so a fabric has room for so many. */
    public static final int MOST_STRATA = 8;

    /** Where a rule stands among the others that judge the same packet. */
    public record Place(Direction direction, Family family, int priority, Action action) {}

    /** In the order in which they are asked; a denial goes first. */
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::priority).thenComparing(place -> place.action() == Action.DENY ? 0 : 1);

    private GroupRules() {}

    /** The rules that a group starts with: everything may leave, and its own ports may enter. */
    public static List<SecurityRule> first(SecurityGroupId group, Supplier<RuleId> ids, Instant now) {
        return Stream.of(Family.values())
                .flatMap(family -> Stream.of(
                        plain(ids.get(), group, Direction.EGRESS, family, new Anybody(), now),
                        plain(ids.get(), group, Direction.INGRESS, family, new Members(group), now)))
                .toList();
    }

    private static SecurityRule plain(
            RuleId id, SecurityGroupId group, Direction direction, Family family, Remote remote, Instant now) {
        return new SecurityRule(
                id, group, direction, family, Optional.empty(), List.of(), remote, Action.ALLOW, 1, true, "", now, now);
    }

    /** A group has a name like a subnet's, and not that of the default group. */
    public static Optional<Refusal> name(String field, String name) {
        return name.equals(DEFAULT)
                ? Optional.of(
                        new DefaultGroupStays(field, "'" + DEFAULT + "' is the name of the project's default group"))
                : NameRules.required(field, name);
    }

    /** The default group keeps its name. */
    public static Optional<Refusal> renamable(String field, SecurityGroup group) {
        return group.isDefault()
                ? Optional.of(new DefaultGroupStays(field, "the default group keeps its name"))
                : Optional.empty();
    }

    /** A group goes when it is not the default group, no port is in it, and no other group's rule names it. */
    public static Optional<Refusal> deletable(SecurityGroup group, long ports, List<SecurityGroupId> namedBy) {
        if (group.isDefault()) {
            return Optional.of(new DefaultGroupStays("", "the default group cannot be deleted"));
        }
        return ports > 0
                ? Optional.of(new GroupInUse("", group.id(), ports))
                : namedBy.stream()
                        .filter(other -> !other.equals(group.id()))
                        .findFirst()
                        .map(other -> new GroupReferenced("", group.id(), other));
    }

    /** A port is in one group at least. */
    public static Optional<Refusal> members(String field, Collection<SecurityGroupId> groups) {
        return groups.isEmpty() ? Optional.of(new PortNeedsGroup(field)) : Optional.empty();
    }

    /** Who is at the other end: one kind of remote at most, anybody without. */
    public static Outcome<Remote> remote(String field, Optional<IpPrefix> block, Optional<SecurityGroupId> group) {
        if (block.isPresent() && group.isPresent()) {
            return Outcome.refused(
                    new RuleRemoteInvalid(field, "a rule has a block or a group at its other end, not both"));
        }
        return Outcome.done(
                block.<Remote>map(Block::new).or(() -> group.map(Members::new)).orElseGet(Anybody::new));
    }

    /** The family of a rule that says none: that of its block, else that of its ICMP, else IPv4. */
    public static Family family(Optional<Family> asked, Optional<IpPrefix> block, Optional<Integer> protocol) {
        return asked.or(() -> block.map(IpPrefix::family))
                .orElse(protocol.filter(number -> number == RulePorts.ICMPV6)
                        .map(icmp -> Family.IPV6)
                        .orElse(Family.IPV4));
    }

    /** A rule's parts go together. */
    public static Optional<Refusal> rule(SecurityRule rule) {
        return protocol(rule)
                .or(() -> ports(rule))
                .or(() -> remote(rule))
                .or(() -> priority(rule.priority()))
                .or(() -> NameRules.description("description", rule.description()));
    }

    /** A rule is there once. */
    public static Optional<Refusal> once(Optional<RuleId> same) {
        return same.map(id -> new RuleExists("", id));
    }

    /** The rules of a group set can be looked up. */
    public static Optional<Refusal> layered(String field, Collection<Place> rules) {
        int strata = strata(rules);
        return strata <= MOST_STRATA
                ? Optional.empty()
                : Optional.of(new RulesAlternateTooOften(field, strata, MOST_STRATA));
    }

    /** How many strata the rules of one port have, in the direction and family that has most: runs of equal action in their order. */
    public static int strata(Collection<Place> rules) {
        return rules.stream()
                .collect(Collectors.groupingBy(place -> List.of(place.direction(), place.family())))
                .values()
                .stream()
                .mapToInt(GroupRules::runs)
                .max()
                .orElse(0);
    }

    private static int runs(List<Place> places) {
        List<Action> actions = places.stream().sorted(ORDER).map(Place::action).toList();
        int runs = 1;
        for (int i = 1; i < actions.size(); i++) {
            runs += actions.get(i) == actions.get(i - 1) ? 0 : 1;
        }
        return runs;
    }

    private static Optional<Refusal> protocol(SecurityRule rule) {
        Family other = switch (rule.family()) {
            case IPV4 -> Family.IPV6;
            case IPV6 -> Family.IPV4;
        };
        int foreign = switch (other) {
            case IPV4 -> RulePorts.ICMP;
            case IPV6 -> RulePorts.ICMPV6;
        };
        return rule.protocol()
                .filter(protocol -> protocol == foreign)
                .map(protocol -> new RuleProtocolInvalid(
                        "protocol",
                        RulePorts.word(protocol) + " is a protocol of IPv" + other.version()
                                + ", and the rule is for IPv" + rule.family().version()));
    }

    private static Optional<Refusal> ports(SecurityRule rule) {
        boolean has = rule.protocol()
                .filter(protocol -> protocol == RulePorts.TCP || protocol == RulePorts.UDP)
                .isPresent();
        return rule.ports().isEmpty() || has || RulePorts.isIcmp(rule.protocol())
                ? Optional.empty()
                : Optional.of(new RulePortsInvalid(
                        "ports",
                        rule.protocol()
                                .map(protocol -> "the protocol " + RulePorts.word(protocol) + " has no ports")
                                .orElse("ports need a protocol that has some: tcp, udp, icmp or icmpv6")));
    }

    private static Optional<Refusal> remote(SecurityRule rule) {
        return switch (rule.remote()) {
            case Anybody anybody -> Optional.empty();
            case Members members -> Optional.empty();
            case Block(IpPrefix prefix) ->
                prefix.family() == rule.family()
                        ? Optional.empty()
                        : Optional.of(new RuleOtherFamily("remote", rule.family(), prefix));
        };
    }

    private static Optional<Refusal> priority(int priority) {
        return priority >= 1 && priority <= 100
                ? Optional.empty()
                : Optional.of(new RulePriorityInvalid("priority", priority));
    }
}
