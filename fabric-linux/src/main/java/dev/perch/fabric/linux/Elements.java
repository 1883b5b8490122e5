package dev.perch.fabric.linux;

import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which elements one VPC's sets were last seen to have, by link or EIP: so that the elements of one port are found without
 * listing those of all. Elements of neither are shared by ports. An element goes with the last object that owns it. Those of
 * the VPC's security groups are kept exact by our own writes and by notices of others', so that none has to be looked at.
 */
final class Elements {
    private static final String SHARED = "";

    private final Map<String, Set<Element>> byGroup = new HashMap<>();
    private final Map<Element, Integer> owners = new HashMap<>();
    private final PolicyBalance policy = new PolicyBalance();
    private boolean known;

    /** How often an element came or went. */
    private long changes;

    /** Whether the kernel has been asked for all. */
    synchronized boolean isKnown() {
        return known;
    }

    /** Asks the kernel for all. What somebody else changes meanwhile may not be so in the answer: then nothing is known. */
    List<Element> learn(Supplier<List<Element>> kernel) {
        long before = changes();
        List<Element> all = kernel.get();
        learn(all, before);
        return all;
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized void learn(List<Element> all, long before) {
        known = changes == before;
        reset(all);
    }

    private void reset(Collection<Element> all) {
        byGroup.clear();
        policy.removeIf(element -> true);
        all.forEach(this::add);
    }

    /** A table was made anew with these elements. */
    synchronized void reset(Table table, Collection<Element> all) {
        byGroup.values().forEach(some -> some.removeIf(element -> element.set().table() == table));
        byGroup.values().removeIf(Set::isEmpty);
        policy.removeIf(element -> element.set().table() == table);
        all.forEach(this::add);
    }

    /** There are none: the namespace is gone. */
    synchronized void clear() {
        reset(List.of());
        known = false;
    }

    /** What is known may not be so any more. */
    synchronized void forget() {
        known = false;
    }

    /** The elements of security groups. */
    PolicyBalance policy() {
        return policy;
    }

    synchronized void add(Element element) {
        changes++;
        if (element.set().isPolicy()) {
            policy.add(element);
            return;
        }
        byGroup.computeIfAbsent(element.group(), g -> new LinkedHashSet<>()).add(element);
    }

    synchronized void remove(Element element) {
        changes++;
        if (element.set().isPolicy()) {
            policy.remove(element);
            return;
        }
        String group = element.group();
        byGroup.computeIfPresent(group, (g, all) -> {
            all.remove(element);
            return all.isEmpty() ? null : all;
        });
    }

    synchronized List<Element> of(String group) {
        return List.copyOf(byGroup.getOrDefault(group, Set.of()));
    }

    synchronized void own(Collection<Element> shared) {
        shared.forEach(element -> owners.merge(element, 1, Integer::sum));
    }

    synchronized void disown(Collection<Element> shared) {
        shared.forEach(element -> owners.computeIfPresent(element, (e, n) -> n == 1 ? null : n - 1));
    }

    /** Whether an object wants an element that another might remove. */
    synchronized boolean isOwned(Element element) {
        return owners.containsKey(element) || policy.wants(element);
    }

    /** Shared elements that no port wants any more. */
    synchronized List<Element> orphans() {
        return byGroup.getOrDefault(SHARED, Set.of()).stream()
                .filter(element -> !owners.containsKey(element))
                .toList();
    }
}
