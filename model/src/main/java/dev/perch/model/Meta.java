package dev.perch.model;

import java.time.Instant;
import java.util.Map;

/**
 * What every object carries beside its own fields.
 *
 * @param project     the owner
 * @param name        what the user calls it; may be empty
 * @param description free text; may be empty
 * @param attributes  strings that a dialect wants back as sent (a flavour, an enterprise project); the model never reads them
 * @param revision    the change that last touched the object
 */
public record Meta(
        ProjectId project,
        String name,
        String description,
        Map<String, String> attributes,
        Instant created,
        Instant updated,
        Revision revision) {

    public Meta {
        attributes = Map.copyOf(attributes);
    }
}
