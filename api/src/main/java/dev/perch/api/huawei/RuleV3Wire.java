package dev.perch.api.huawei;

import dev.perch.model.ProjectId;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule;
import java.util.List;
import java.util.Locale;

/**
 * A rule of v3.
 *
 * @param multiport ports and ranges like {@code 22,80-90}; types and codes like {@code 8/0} for ICMP; null for all
 */
record RuleV3Wire(
        String id,
        String description,
        String securityGroupId,
        String direction,
        String ethertype,
        String protocol,
        String multiport,
        String action,
        int priority,
        boolean enabled,
        String remoteIpPrefix,
        String remoteGroupId,
        String remoteAddressGroupId,
        String projectId,
        String createdAt,
        String updatedAt) {

    record One(String requestId, RuleV3Wire securityGroupRule) {}

    record Made(String requestId, List<RuleV3Wire> securityGroupRules) {}

    record Many(String requestId, List<RuleV3Wire> securityGroupRules, PageWire pageInfo) {}

    static RuleV3Wire of(SecurityRule rule, ProjectId project) {
        return new RuleV3Wire(
                rule.id().toString(),
                rule.description(),
                rule.group().toString(),
                RuleWire.direction(rule),
                RuleWire.ethertype(rule),
                RuleWire.protocol(rule),
                rule.ports().isEmpty() ? null : RulePorts.text(rule.protocol(), rule.ports()),
                rule.action().name().toLowerCase(Locale.ROOT),
                rule.priority(),
                rule.enabled(),
                RuleWire.remotePrefix(rule),
                RuleWire.remoteGroup(rule),
                null,
                project.toString(),
                Wire.time(rule.created()),
                Wire.time(rule.updated()));
    }
}
