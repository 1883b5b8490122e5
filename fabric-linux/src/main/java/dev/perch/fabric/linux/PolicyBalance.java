package dev.perch.fabric.linux;

import dev.perch.fabric.linux.nft.Element;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which elements of security groups are wanted and which the kernel has, with what is missing and what is too many kept at hand,
 * so that a rule more beside a thousand is found without looking at those.
 */
final class PolicyBalance {
    private final Set<Element> wanted = new HashSet<>();
    private final Set<Element> present = new HashSet<>();
    private final Set<Element> missing = new HashSet<>();
    private final Set<Element> excess = new HashSet<>();

    /** Security groups want these elements. */
    synchronized void want(Collection<Element> more) {
        wanted.addAll(more);
        more.forEach(this::weigh);
    }

    /** They want these no more. */
    synchronized void renounce(Collection<Element> less) {
        less.forEach(wanted::remove);
        less.forEach(this::weigh);
    }

    /** The kernel has it. */
    synchronized void add(Element element) {
        present.add(element);
        weigh(element);
    }

    /** The kernel has it no more. */
    synchronized void remove(Element element) {
        present.remove(element);
        weigh(element);
    }

    synchronized void removeIf(Predicate<Element> gone) {
        present.stream().filter(gone).toList().forEach(this::remove);
    }

    private void weigh(Element element) {
        put(missing, element, wanted.contains(element) && !present.contains(element));
        put(excess, element, !wanted.contains(element) && present.contains(element));
    }

    private static void put(Set<Element> set, Element element, boolean in) {
        if (in) {
            set.add(element);
        } else {
            set.remove(element);
        }
    }

    synchronized boolean wants(Element element) {
        return wanted.contains(element);
    }

    /** What is there. */
    synchronized List<Element> present() {
        return List.copyOf(present);
    }

    /** What is wanted and not there. */
    synchronized List<Element> missing() {
        return List.copyOf(missing);
    }

    /** What is there and not wanted. */
    synchronized List<Element> excess() {
        return List.copyOf(excess);
    }
}
