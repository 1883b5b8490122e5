package dev.perch.fabric;

import dev.perch.model.ObjectId;
import java.util.Collection;
import java.util.Optional;

/** Where the reconciler gets what should be. Reads committed state only. */
public interface IntentSource {

    /** Everything that should be, in full. */
    Collection<Intent> all();

    /** What should be for one object; empty when it should not be there. */
    Optional<Intent> of(ObjectId object);

    /**
     * The objects whose intents depend on one that changed, itself included: a virtual IP's bound ports, a server's NICs,
     * and the routes whose next hop is what changed: a port, the server that it is a NIC of, a virtual IP, a peering.
     */
    Collection<? extends ObjectId> affectedBy(ObjectId changed);
}
