package dev.perch.store;

import dev.perch.model.Change;
import java.util.List;

/**
 * What one commit brought.
 *
 * @param changes in order of their revisions
 * @param event   the number of the newest event
 */
public record Commit(List<Change> changes, long event) {
    public Commit {
        changes = List.copyOf(changes);
    }
}
