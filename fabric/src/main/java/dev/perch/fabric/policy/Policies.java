package dev.perch.fabric.policy;

import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the security rules of a VPC into its {@link Policy}, again and again, each at the cost of what has changed since the one
 * before: as many boxes as rules, or a few more, and never many more.
 */
public final class Policies {
    private final Map<Scope, ScopeBoxes> scopes = new HashMap<>();
    private PolicyFacts facts = PolicyFacts.NONE;
    private Policy policy = Policy.NONE;

    /** The policy of these facts, whatever came before. */
    public static Policy once(PolicyFacts facts) {
        return new Policies().compile(facts);
    }

    public synchronized Policy compile(PolicyFacts now) {
        PolicyChange.Sum sum = new PolicyChange.Sum();
        Remotes remotes = new Remotes(now.sets(), now.virtual());
        if (!remotes.equals(new Remotes(facts.sets(), facts.virtual()))) {
            scopes.values().forEach(boxes -> boxes.clear(sum));
            scopes.clear();
            facts = PolicyFacts.NONE;
        }
        now.sets().stream()
                .filter(set -> set.groups().stream().anyMatch(group -> rules(now, group) != rules(facts, group)))
                .forEach(set -> update(set, now, remotes, sum));
        facts = now;
        policy = policy.next(scopes.values().stream().flatMap(ScopeBoxes::parts).toList(), highest(), sum.total());
        return policy;
    }

    private static List<SecurityRule> rules(PolicyFacts facts, SecurityGroupId group) {
        return facts.rules().getOrDefault(group, List.of());
    }

    private void update(GroupSet set, PolicyFacts facts, Remotes remotes, PolicyChange.Sum sum) {
        Map<Scope, List<SecurityRule>> byScope = new HashMap<>();
        for (Direction direction : Direction.values()) {
            for (Family family : Family.values()) {
                byScope.put(new Scope(set.number(), direction, family), new ArrayList<>());
            }
        }
        for (SecurityGroupId group : set.groups()) {
            for (SecurityRule rule : rules(facts, group)) {
                if (rule.enabled()) {
                    byScope.get(new Scope(set.number(), rule.direction(), rule.family()))
                            .add(rule);
                }
            }
        }
        byScope.forEach((scope, rules) ->
                scopes.computeIfAbsent(scope, s -> new ScopeBoxes(s, remotes)).update(rules, sum));
    }

    private Map<Scope, Integer> highest() {
        Map<Scope, Integer> highest = new HashMap<>();
        scopes.forEach((scope, boxes) -> {
            if (boxes.strata() > 1) {
                highest.put(scope, boxes.strata() - 1);
            }
        });
        return highest;
    }
}
