package dev.perch.fabric.policy;

import dev.perch.model.GroupRules;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * In which stratum the rules of a scope are, by their place: rules that follow one another with the same action are in one.
 *
 * @param byPlace {@value #LEFT_OUT} for those that have no effect
 * @param count   how many strata there are
 */
record Strata(Map<Integer, Integer> byPlace, int count) {
    private static final int LEFT_OUT = -1;

    static final Strata NONE = new Strata(Map.of(), 0);

    /**
     * The last stratum is one of allowances: a denial behind it says nothing new. What would be too many strata is left out, last
     * first, which refuses.
     */
    static Strata of(Collection<SecurityRule> rules) {
        BitSet places = new BitSet();
        rules.forEach(rule -> places.set(place(rule)));
        List<List<Integer>> runs = runs(places);
        int count = Math.min(runs.size(), GroupRules.MOST_STRATA);
        while (count > 0 && isDenial(runs.get(count - 1).getFirst())) {
            count--;
        }
        Map<Integer, Integer> byPlace = new HashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            int stratum = i < count ? count - 1 - i : LEFT_OUT;
            runs.get(i).forEach(place -> byPlace.put(place, stratum));
        }
        return new Strata(byPlace, count);
    }

    private static List<List<Integer>> runs(BitSet places) {
        List<List<Integer>> runs = new ArrayList<>();
        places.stream().forEach(place -> {
            if (runs.isEmpty() || isDenial(runs.getLast().getFirst()) != isDenial(place)) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(place);
        });
        return runs;
    }

    /** In order of priority; of equal priority a denial goes first. */
    private static int place(SecurityRule rule) {
        return 2 * rule.priority() + (rule.action() == Action.DENY ? 0 : 1);
    }

    private static boolean isDenial(int place) {
        return place % 2 == 0;
    }

    /** Empty when the rule has no effect. */
    OptionalInt of(SecurityRule rule) {
        int stratum = byPlace.get(place(rule));
        return stratum == LEFT_OUT ? OptionalInt.empty() : OptionalInt.of(stratum);
    }

    /** Whether all rules that stay are in the stratum in which they were. */
    boolean keeps(Strata before) {
        return before.byPlace.entrySet().stream()
                .allMatch(entry ->
                        byPlace.getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()));
    }
}
