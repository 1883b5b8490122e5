package dev.perch.fabric.linux;

import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which elements one VPC's sets were last seen to have, by link: so that the elements of one port are found without
 * listing those of all. Elements without link are shared by ports, and go with the last port that wants them.
 */
final class Elements {
    private static final String SHARED = "";

    private final Map<String, Set<Element>> byLink = new HashMap<>();
    private final Map<Element, Integer> owners = new HashMap<>();
    private boolean known;

    /** Whether the kernel has been asked for all. */
    synchronized boolean isKnown() {
        return known;
    }

    synchronized void reset(Collection<Element> all) {
        byLink.clear();
        all.forEach(this::add);
        known = true;
    }

    /** A table was made anew with these elements. */
    synchronized void reset(Table table, Collection<Element> all) {
        byLink.values().forEach(some -> some.removeIf(element -> element.set().table() == table));
        byLink.values().removeIf(Set::isEmpty);
        all.forEach(this::add);
    }

    synchronized void add(Element element) {
        byLink.computeIfAbsent(element.link().orElse(SHARED), l -> new LinkedHashSet<>())
                .add(element);
    }

    synchronized void remove(Element element) {
        String link = element.link().orElse(SHARED);
        byLink.computeIfPresent(link, (l, all) -> {
            all.remove(element);
            return all.isEmpty() ? null : all;
        });
    }

    synchronized boolean contains(Element element) {
        return byLink.getOrDefault(element.link().orElse(SHARED), Set.of()).contains(element);
    }

    synchronized List<Element> of(String link) {
        return List.copyOf(byLink.getOrDefault(link, Set.of()));
    }

    synchronized void own(Collection<Element> shared) {
        shared.forEach(element -> owners.merge(element, 1, Integer::sum));
    }

    synchronized void disown(Collection<Element> shared) {
        shared.forEach(element -> owners.computeIfPresent(element, (e, n) -> n == 1 ? null : n - 1));
    }

    /** Whether a port wants a shared element. */
    synchronized boolean isOwned(Element element) {
        return owners.containsKey(element);
    }

    /** Shared elements that no port wants any more. */
    synchronized List<Element> orphans() {
        return byLink.getOrDefault(SHARED, Set.of()).stream()
                .filter(element -> !owners.containsKey(element))
                .toList();
    }
}
