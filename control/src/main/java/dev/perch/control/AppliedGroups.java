package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Group;
import dev.perch.control.Topology.Rule;
import dev.perch.model.GroupRules;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Security groups with their rules, as a document says. */
record AppliedGroups(Decision d, Steps steps) {

    /** Makes the group, so that rules can name it. */
    void group(Group group) {
        if (group.name().equals(GroupRules.DEFAULT)) {
            SecurityGroups.preset(d);
        }
        List<SecurityGroup> named = d.tables.groups().named(d.caller.project(), group.name());
        if (named.isEmpty()) {
            SecurityGroup made = SecurityGroups.make(
                    d,
                    new SecurityGroups.Create(
                            group.name(), group.description().orElse(""), Optional.empty(), Map.of()));
            steps.of(group, Action.CREATE, group.name(), made.id());
            return;
        }
        SecurityGroup is = d.look().only("name", "security-group", group.name(), named);
        boolean changes = group.description()
                .filter(asked -> !asked.equals(is.meta().description()))
                .isPresent();
        if (changes) {
            SecurityGroups.change(d, is, new SecurityGroups.Update(Optional.empty(), group.description(), Map.of()));
        }
        steps.of(group, changes ? Action.UPDATE : Action.UNCHANGED, group.name(), is.id());
    }

    /** Gives it the rules that it lists, and no others. */
    void rules(Group group) {
        group.rules().ifPresent(rules -> {
            SecurityGroup is = SecurityGroups.resolve(d.look(), "name", group.name());
            List<SecurityRules.Create> wanted = new ArrayList<>();
            Decision.each("rules", rules, rule -> wanted.add(rule(rule)));
            List<SecurityRule> there = d.tables.rules().of(is.id());
            Set<SecurityRules.Create> has =
                    there.stream().map(AppliedGroups::asked).collect(Collectors.toSet());
            Set<SecurityRules.Create> listed = Set.copyOf(wanted);
            there.stream()
                    .filter(rule -> !listed.contains(asked(rule)))
                    .forEach(rule -> SecurityRules.remove(d, is, rule));
            Decision.each("rules", wanted, rule -> {
                if (!has.contains(rule)) {
                    SecurityRules.make(d, is, rule);
                }
            });
            if (!has.equals(listed)) {
                steps.within(group);
            }
        });
    }

    private SecurityRules.Create rule(Rule rule) {
        Optional<Integer> protocol = Decision.need(RulePorts.protocol("protocol", rule.protocol()));
        Optional<SecurityGroupId> other = rule.group()
                .map(name -> SecurityGroups.resolve(d.look(), "group", name).id());
        return new SecurityRules.Create(
                rule.direction(),
                GroupRules.family(rule.family(), rule.cidr(), protocol),
                protocol,
                Decision.need(RulePorts.parse("ports", protocol, rule.ports())),
                Decision.need(GroupRules.remote("cidr", rule.cidr().map(IpPrefix::network), other)),
                rule.action(),
                rule.priority(),
                true,
                rule.description());
    }

    /** What a rule that is there would be asked for by. */
    private static SecurityRules.Create asked(SecurityRule rule) {
        return new SecurityRules.Create(
                rule.direction(),
                rule.family(),
                rule.protocol(),
                rule.ports(),
                rule.remote(),
                rule.action(),
                rule.priority(),
                rule.enabled(),
                rule.description());
    }
}
