package dev.perch.api.huawei;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ProjectId;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.net.IpPrefix;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule of v1, which has room for one range of ports only: several are shown as the range around them, and that a rule denies,
 * or is off, is not seen here at all.
 */
record RuleWire(
        String id,
        String description,
        String securityGroupId,
        String direction,
        String ethertype,
        String protocol,
        Integer portRangeMin,
        Integer portRangeMax,
        String remoteIpPrefix,
        String remoteGroupId,
        String remoteAddressGroupId,
        String tenantId) {

    record One(RuleWire securityGroupRule) {}

    record Many(List<RuleWire> securityGroupRules) {}

    static RuleWire of(SecurityRule rule, ProjectId project) {
        Optional<PortRange> around = around(rule.ports());
        boolean icmp = RulePorts.isIcmp(rule.protocol());
        return new RuleWire(
                rule.id().toString(),
                rule.description(),
                rule.group().toString(),
                direction(rule),
                ethertype(rule),
                protocol(rule),
                around.map(range -> icmp ? range.first() >> 8 : range.first()).orElse(null),
                around.filter(range -> !icmp || range.first() == range.last())
                        .map(range -> icmp ? range.last() & 255 : range.last())
                        .orElse(null),
                remotePrefix(rule),
                remoteGroup(rule),
                null,
                project.toString());
    }

    static String direction(SecurityRule rule) {
        return rule.direction().name().toLowerCase(Locale.ROOT);
    }

    static String ethertype(SecurityRule rule) {
        return switch (rule.family()) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }

    /** A word or a number; null for any. */
    static String protocol(SecurityRule rule) {
        return rule.protocol().map(RulePorts::word).orElse(null);
    }

    static String remotePrefix(SecurityRule rule) {
        return rule.remote() instanceof Block(IpPrefix prefix) ? prefix.toString() : null;
    }

    static String remoteGroup(SecurityRule rule) {
        return rule.remote() instanceof Members(SecurityGroupId group) ? group.toString() : null;
    }

    private static Optional<PortRange> around(List<PortRange> ports) {
        return ports.stream()
                .min(Comparator.comparingInt(PortRange::first))
                .map(first -> new PortRange(
                        first.first(),
                        ports.stream().mapToInt(PortRange::last).max().getAsInt()));
    }
}
