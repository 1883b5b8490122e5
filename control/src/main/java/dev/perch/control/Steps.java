package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Step;
import dev.perch.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What applying a document did: one step for each object that it names, and one for each binding that changed. */
final class Steps {
    private final Map<Object, Step> objects = new HashMap<>();
    private final List<Step> between = new ArrayList<>();

    /**
     * Notes what was done to an object.
     *
     * @param entry the object as the document has it
     */
    void of(Object entry, Action action, String name, ObjectId id) {
        objects.put(entry, step(action, name, id));
    }

    /** Notes that something in an object changed, once it is noted itself: its rules, its routes. */
    void within(Object entry) {
        objects.computeIfPresent(
                entry,
                (e, step) -> step.action() == Action.UNCHANGED
                        ? new Step(Action.UPDATE, step.kind(), step.name(), step.id())
                        : step);
    }

    /** Notes a binding, or an EIP that has no entry of its own. */
    void also(Action action, String name, ObjectId id) {
        between.add(step(action, name, id));
    }

    /** The steps of these entries in this order, then the rest. */
    List<Step> inOrder(Stream<?> entries) {
        return Stream.concat(entries.map(objects::get), between.stream()).toList();
    }

    private static Step step(Action action, String name, ObjectId id) {
        return new Step(action, id.kind().word(), name, id.toString());
    }
}
