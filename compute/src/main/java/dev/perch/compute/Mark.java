package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.util.Optional;
import java.util.UUID;

/**
 * What the processes that carry a server have in their environment, by which they are found again.
 *
 * @param instance the tag of the Perch instance, 6 hex digits
 */
record Mark(String instance, ServerId server, long boot) {
    static final String VARIABLE = "PERCH_SERVER";

    static Optional<Mark> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mark(parts[0], new ServerId(UUID.fromString(parts[1])), Long.parseLong(parts[2])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return instance + ":" + server + ":" + boot;
    }
}
