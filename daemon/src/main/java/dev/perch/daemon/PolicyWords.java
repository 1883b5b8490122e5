package dev.perch.daemon;

import dev.perch.control.Snapshots.VpcGroups;
import dev.perch.fabric.policy.Box;
import dev.perch.fabric.policy.Box.AddressBox;
import dev.perch.fabric.policy.Box.MemberBox;
import dev.perch.fabric.policy.Policies;
import dev.perch.fabric.policy.Policy;
import dev.perch.fabric.policy.PolicyFacts;
import dev.perch.fabric.policy.Scope;
import dev.perch.fabric.policy.Span;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What security groups have become in a VPC: the boxes that packets are looked up in, in words.
 *
 * @param names of groups, by id
 */
record PolicyWords(VpcGroups vpc, Function<SecurityGroupId, String> names) {
    private static final Comparator<Box> ORDER = Comparator.comparingInt(
                    (Box box) -> box.scope().groups())
            .thenComparing(box -> box.scope().direction())
            .thenComparing(box -> box.scope().family())
            .thenComparing(Box::stratum, Comparator.reverseOrder())
            .thenComparing(Box::toString);

    /** For the ports that are in a group, perhaps with others: a line a box, in the order in which they are asked. */
    List<String> of(SecurityGroupId group) {
        Policy policy = Policies.once(facts(vpc));
        return policy.boxes().stream()
                .filter(box -> vpc.sets().stream()
                        .anyMatch(set -> set.number() == box.scope().groups() && set.contains(group)))
                .sorted(ORDER)
                .map(this::line)
                .toList();
    }

    static PolicyFacts facts(VpcGroups groups) {
        return new PolicyFacts(groups.sets(), groups.rules(), groups.virtual());
    }

    private String line(Box box) {
        Scope scope = box.scope();
        boolean arriving = scope.direction() == Direction.INGRESS;
        String remote = switch (box) {
            case AddressBox one -> one.remote().toString();
            case MemberBox one -> "ports in " + groups(one.remote());
        };
        return "ports in " + groups(scope.groups()) + (box.stratum() % 2 == 0 ? " may " : " may not ")
                + (arriving ? "be reached by " : "reach ") + remote + ": IPv"
                + scope.family().version() + ", " + protocols(box);
    }

    private String groups(int number) {
        return vpc.sets().stream()
                .filter(set -> set.number() == number)
                .map(GroupSet::groups)
                .map(groups -> groups.stream().map(names).sorted().collect(Collectors.joining("+")))
                .findFirst()
                .orElse("groups " + number);
    }

    private static String protocols(Box box) {
        Span protocols = box.protocols();
        if (protocols.first() != protocols.last()) {
            String which = protocols.equals(new Span(0, 255)) ? "every protocol" : "protocols " + protocols;
            return which + ports(box.ports(), "ports");
        }
        String word = RulePorts.word(protocols.first());
        return protocols.first() == RulePorts.ICMP || protocols.first() == RulePorts.ICMPV6
                ? word + types(box.ports())
                : word + ports(box.ports(), "port");
    }

    private static String ports(Span ports, String word) {
        return ports.equals(new Span(0, 65_535)) ? "" : " " + word + " " + ports;
    }

    /** Type times 256 plus code. */
    private static String types(Span span) {
        if (span.equals(new Span(0, 65_535))) {
            return "";
        }
        boolean whole = (span.first() & 255) == 0 && (span.last() & 255) == 255;
        return " type "
                + (whole
                        ? new Span(span.first() >> 8, span.last() >> 8).toString()
                        : code(span.first()) + (span.first() == span.last() ? "" : " to " + code(span.last())));
    }

    private static String code(int number) {
        return (number >> 8) + "/" + (number & 255);
    }
}
