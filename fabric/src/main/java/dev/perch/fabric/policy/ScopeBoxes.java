package dev.perch.fabric.policy;

import dev.perch.model.SecurityRule;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The boxes of one scope, kept as its rules come and go. */
final class ScopeBoxes {
    private final Scope scope;
    private final Remotes remotes;
    private final Map<Integer, Layer> layers = new HashMap<>();
    private List<SecurityRule> rules = List.of();
    private Strata strata = Strata.NONE;

    ScopeBoxes(Scope scope, Remotes remotes) {
        this.scope = scope;
        this.remotes = remotes;
    }

    /** How many strata there are. */
    int strata() {
        return strata.count();
    }

    /** From now on it has these rules. What has not changed is told by its being the same object. */
    void update(List<SecurityRule> now, PolicyChange.Sum sum) {
        Strata next = Strata.of(now);
        if (!next.keeps(strata)) {
            clear(sum);
        }
        int first = 0;
        int most = Math.min(rules.size(), now.size());
        while (first < most && rules.get(first) == now.get(first)) {
            first++;
        }
        int last = 0;
        while (last < most - first && rules.get(rules.size() - 1 - last) == now.get(now.size() - 1 - last)) {
            last++;
        }
        Set<SecurityRule> before = identities(rules.subList(first, rules.size() - last));
        Set<SecurityRule> after = identities(now.subList(first, now.size() - last));
        before.stream()
                .filter(rule -> !after.contains(rule))
                .forEach(rule ->
                        strata.of(rule).ifPresent(stratum -> layer(stratum).remove(rule)));
        after.stream()
                .filter(rule -> !before.contains(rule))
                .forEach(rule ->
                        next.of(rule).ifPresent(stratum -> layer(stratum).add(rule)));
        layers.values().forEach(layer -> layer.settle(sum));
        rules = now;
        strata = next;
    }

    /** From now on it has no rules. */
    void clear(PolicyChange.Sum sum) {
        parts().forEach(boxes -> sum.replace(boxes, List.of()));
        layers.clear();
        rules = List.of();
        strata = Strata.NONE;
    }

    private Layer layer(int stratum) {
        return layers.computeIfAbsent(stratum, s -> new Layer(scope, s, remotes));
    }

    private static Set<SecurityRule> identities(Collection<SecurityRule> rules) {
        Set<SecurityRule> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(rules);
        return identities;
    }

    /** All its boxes, in parts that never change. */
    Stream<List<Box>> parts() {
        return layers.values().stream().flatMap(Layer::parts);
    }
}
