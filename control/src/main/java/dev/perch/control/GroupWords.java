package dev.perch.control;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Port;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityRule;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Security groups and their rules in words. */
record GroupWords(Tables tables) {

    /** What a port's groups let in from addresses that are no ports, which is what comes from outside. */
    String outside(String name, Port port, Family family) {
        String groups =
                port.groups().groups().stream().map(id -> "'" + group(id) + "'").collect(Collectors.joining(", "));
        Predicate<SecurityRule> wanted = rule -> rule.enabled()
                && rule.family() == family
                && rule.direction() == SecurityRule.Direction.INGRESS
                && !(rule.remote() instanceof SecurityRule.Members);
        List<SecurityRule> rules = port.groups().groups().stream()
                .flatMap(id -> tables.rules().of(id).stream())
                .filter(wanted)
                .toList();
        String who = "the security groups of " + name + " (" + groups + ")";
        return rules.stream().anyMatch(rule -> rule.action() == SecurityRule.Action.ALLOW)
                ? who + " say of what comes from outside: "
                        + rules.stream().map(this::of).collect(Collectors.joining("; "))
                : who + " let no IPv" + family.version()
                        + " in from outside: no rule for it has a CIDR, or is for anybody";
    }

    /** A rule. */
    String of(SecurityRule rule) {
        String remote = switch (rule.remote()) {
            case SecurityRule.Anybody _ -> "anybody";
            case SecurityRule.Block(IpPrefix prefix) -> prefix.toString();
            case SecurityRule.Members(SecurityGroupId id) -> "group '" + group(id) + "'";
        };
        return rule.priority() + " " + rule.action().name().toLowerCase(Locale.ROOT) + " "
                + rule.direction().name().toLowerCase(Locale.ROOT) + " IPv"
                + rule.family().version()
                + rule.protocol().map(RulePorts::word).map(word -> ", " + word).orElse("")
                + (rule.ports().isEmpty() ? "" : " " + RulePorts.text(rule.protocol(), rule.ports()))
                + (rule.direction() == SecurityRule.Direction.INGRESS ? ", from " : ", to ") + remote
                + (rule.enabled() ? "" : " (disabled)");
    }

    private String group(SecurityGroupId id) {
        return tables.groups().get(id).orElseThrow().meta().name();
    }
}
