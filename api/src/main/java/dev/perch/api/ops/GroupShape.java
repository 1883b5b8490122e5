package dev.perch.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.control.GroupView;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;

/** A security group, as this API shows it. */
record GroupShape(
        String id,
        String name,
        String description,
        @JsonProperty("default") boolean isDefault,
        List<Rule> rules,
        long ports,
        String createdAt,
        String updatedAt,
        long revision) {

    /** @param protocol a word or a number; null for any, as all ports are */
    record Rule(
            String id,
            String direction,
            int family,
            String protocol,
            String ports,
            Remote remote,
            String action,
            int priority,
            boolean enabled,
            String description) {

        /** @param names of groups, by id */
        static Rule of(SecurityRule rule, Map<SecurityGroupId, String> names) {
            return new Rule(
                    rule.id().toString(),
                    Shapes.word(rule.direction()),
                    rule.family().version(),
                    rule.protocol().map(RulePorts::word).orElse(null),
                    rule.ports().isEmpty() ? null : RulePorts.text(rule.protocol(), rule.ports()),
                    remote(rule.remote(), names),
                    Shapes.word(rule.action()),
                    rule.priority(),
                    rule.enabled(),
                    rule.description());
        }

        private static Remote remote(SecurityRule.Remote remote, Map<SecurityGroupId, String> names) {
            return switch (remote) {
                case SecurityRule.Anybody anybody -> null;
                case SecurityRule.Block(IpPrefix prefix) -> new Remote(prefix.toString(), null, null);
                case SecurityRule.Members(SecurityGroupId group) ->
                    new Remote(null, group.toString(), names.getOrDefault(group, ""));
            };
        }
    }

    /** A block, or a group by its id and name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Remote(String cidr, String group, String name) {}

    static GroupShape of(GroupView view) {
        return new GroupShape(
                view.group().id().toString(),
                view.group().meta().name(),
                view.group().meta().description(),
                view.group().isDefault(),
                view.rules().stream()
                        .sorted(SecurityRule.AS_ASKED)
                        .map(rule -> Rule.of(rule, view.names()))
                        .toList(),
                view.ports(),
                Shapes.time(view.group().meta().created()),
                Shapes.time(view.group().meta().updated()),
                view.group().meta().revision().value());
    }
}
