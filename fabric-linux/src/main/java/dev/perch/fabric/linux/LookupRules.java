package dev.perch.fabric.linux;

import dev.perch.fabric.linux.RoutingFact.Lookup;
import dev.perch.fabric.linux.RoutingFact.Place;
import dev.perch.fabric.linux.netlink.PolicyRule;
import dev.perch.net.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kernel's rules that make up a lookup. */
final class LookupRules {
    /** With which {@code edge.nft} asks. No packet is routed with it. */
    private static final int QUESTION = 0x4;

    private LookupRules() {}

    static List<PolicyRule> of(Lookup lookup) {
        List<PolicyRule> rules = new ArrayList<>();
        for (Family family : Family.values()) {
            int priority = lookup.place().priority();
            if (lookup.place() == Place.SUBNETS_ALONE) {
                rules.add(PolicyRule.ours(family, priority, lookup.from(), QUESTION, new PolicyRule.Blackhole()));
                continue;
            }
            rules.add(PolicyRule.ours(family, priority, lookup.from(), new PolicyRule.Lookup(lookup.table())));
            if (lookup.place() == Place.SUBNET) {
                // What the subnet's own table says nothing about is not for the default table either.
                rules.add(PolicyRule.ours(
                        family, priority + 1, lookup.from(), new PolicyRule.Skip(Place.UPLINK.priority())));
            }
        }
        return rules;
    }

    /** What a rule is part of; empty for priorities that we do not use. */
    static Optional<Place> place(PolicyRule rule) {
        return Arrays.stream(Place.values())
                .filter(place -> rule.priority() == place.priority() || rule.priority() == place.priority() + 1)
                .findFirst();
    }
}
