package dev.perch.daemon;

import dev.perch.model.ObjectId.PortId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ports whose cable a drill has pulled. Forgotten with the process, so that no drill outlives it. */
final class Cables {
    private final Set<PortId> pulled = ConcurrentHashMap.newKeySet();

    boolean isPulled(PortId port) {
        return pulled.contains(port);
    }

    void pull(PortId port) {
        pulled.add(port);
    }

    void plugIn(PortId port) {
        pulled.remove(port);
    }
}
