package dev.perch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What a daemon has acknowledged, and what it was asked for without ever answering: the state of things, each by a name and in
 * words. Each thing is changed by one thread.
 */
final class Ledger {
    private static final String ABSENT = "absent";

    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final Set<Change> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** One operation on one or several things. */
    private record Change(Map<String, String> before, Map<String, String> after) {}

    /** Does what brings these things to these states: all of them, or none. */
    void change(Map<String, String> states, Runnable operation) {
        Map<String, String> before = states.keySet().stream().collect(Collectors.toMap(thing -> thing, this::state));
        Change change = new Change(before, Map.copyOf(states));
        unanswered.add(change);
        operation.run();
        known.putAll(states);
        unanswered.remove(change);
        acknowledged.incrementAndGet();
    }

    /** Does what takes a thing away. */
    void remove(String thing, Runnable operation) {
        change(Map.of(thing, ABSENT), operation);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    boolean has(String thing) {
        return !state(thing).equals(ABSENT);
    }

    String state(String thing) {
        return known.getOrDefault(thing, ABSENT);
    }

    /** Compares with what is there, which is what is known from now on. */
    void check(Map<String, String> there) {
        Map<String, String> expected = new TreeMap<>(known);
        for (Change change : unanswered) {
            Map<String, String> found = change.after().keySet().stream()
                    .collect(Collectors.toMap(thing -> thing, thing -> there.getOrDefault(thing, ABSENT)));
            assertThat(found).as("whole or not at all").isIn(change.before(), change.after());
            expected.putAll(found);
        }
        unanswered.clear();
        expected.values().removeIf(ABSENT::equals);
        assertThat(new TreeMap<>(there)).isEqualTo(expected);
        known.keySet().retainAll(new HashSet<>(there.keySet()));
        known.putAll(there);
    }
}
