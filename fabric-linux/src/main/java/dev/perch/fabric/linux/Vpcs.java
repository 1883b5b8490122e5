package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.VpcId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The VPCs that the fabric has had to do with, and which objects are in which. */
final class Vpcs {
    private final Function<VpcId, VpcState> make;
    private final Map<VpcId, VpcState> states = new ConcurrentHashMap<>();
    private final Map<ObjectId, VpcId> where = new ConcurrentHashMap<>();

    /** @param make makes the state of a VPC that is new */
    Vpcs(Function<VpcId, VpcState> make) {
        this.make = make;
    }

    VpcState state(VpcId vpc) {
        return states.computeIfAbsent(vpc, make);
    }

    Optional<VpcState> find(VpcId vpc) {
        return Optional.ofNullable(states.get(vpc));
    }

    /** The namespace of a VPC that was entered last. */
    Optional<VpcNamespace> open(VpcId vpc) {
        return find(vpc).flatMap(VpcState::open);
    }

    Set<VpcId> ids() {
        return Set.copyOf(states.keySet());
    }

    Collection<VpcState> all() {
        return states.values();
    }

    /** Forgets VPCs that are neither wanted nor there: no other has their ids, ever. The provider network comes back. */
    void forgetGone() {
        states.values().removeIf(state -> state.isGone() && !state.vpc().equals(PROVIDER_NETWORK));
    }

    /** The VPC that an object is, or was last, wanted in. */
    Optional<VpcId> of(ObjectId object) {
        return Optional.ofNullable(where.get(object));
    }

    void place(ObjectId object, VpcId vpc) {
        where.put(object, vpc);
    }

    /** The object is neither wanted nor there. */
    void forget(ObjectId object, VpcId vpc) {
        where.remove(object, vpc);
    }
}
