package dev.perch.fabric.linux;

import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.model.ObjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which routes one VPC's tables were last seen to have, and which object wants or wanted which: so that one route is looked
 * at without listing all. Our own writes keep it exact; whenever the kernel or somebody else may have changed a route it is
 * in doubt, and the next look lists them again.
 */
final class Routing {
    private final Map<String, KernelRoute> routes = new HashMap<>();
    private final Map<String, RoutingFact> wanted = new HashMap<>();
    private final Map<ObjectId, Set<String>> slots = new HashMap<>();
    private final Map<String, Map<String, RoutingFact.Route>> byLink = new HashMap<>();
    private long doubts;
    private long settled = -1;

    /** Something may have changed without us. */
    synchronized void doubt() {
        doubts++;
    }

    /** The routes as they are; the kernel is asked for all when the last answer is in doubt. */
    Optional<KernelRoute> route(String slot, Supplier<List<KernelRoute>> all) {
        if (isInDoubt()) {
            list(all);
        }
        synchronized (this) {
            return Optional.ofNullable(routes.get(slot));
        }
    }

    private synchronized boolean isInDoubt() {
        return settled != doubts;
    }

    /** Asks the kernel for all routes. */
    List<KernelRoute> list(Supplier<List<KernelRoute>> all) {
        long before;
        synchronized (this) {
            before = doubts;
        }
        List<KernelRoute> found = all.get();
        synchronized (this) {
            routes.clear();
            found.forEach(this::made);
            settled = before;
        }
        return found;
    }

    synchronized void made(KernelRoute route) {
        routes.put(RoutingFact.Route.slot(route.table(), route.destination()), route);
    }

    synchronized void removed(String slot) {
        routes.remove(slot);
    }

    /** From now on the object wants these facts; what it wanted before is its own until it is removed. */
    synchronized void want(ObjectId object, Collection<? extends RoutingFact> facts) {
        for (String slot : slots.getOrDefault(object, Set.of())) {
            if (wanting(slot).equals(Optional.of(object))) {
                unwant(slot);
            }
        }
        for (RoutingFact fact : facts) {
            unwant(fact.slot());
            wanted.put(fact.slot(), fact);
            slots.computeIfAbsent(object, o -> new LinkedHashSet<>()).add(fact.slot());
            if (fact instanceof RoutingFact.Route route) {
                byLink.computeIfAbsent(route.within(), l -> new HashMap<>()).put(route.slot(), route);
            }
        }
    }

    private void unwant(String slot) {
        RoutingFact before = wanted.remove(slot);
        if (before != null) {
            byLink.computeIfPresent(before.within(), (link, routes) -> {
                routes.remove(slot);
                return routes.isEmpty() ? null : routes;
            });
        }
    }

    /** What of an object's is gone for good. */
    synchronized void forget(ObjectId object, String slot) {
        Set<String> left = slots.get(object);
        if (left != null && !wanting(slot).equals(Optional.of(object))) {
            left.remove(slot);
            if (left.isEmpty()) {
                slots.remove(object);
            }
        }
    }

    /** What an object wants, and what it wanted and nobody else does. */
    synchronized List<String> slotsOf(ObjectId object) {
        return slots.getOrDefault(object, Set.of()).stream()
                .filter(slot -> !isWantedByAnother(slot, object))
                .toList();
    }

    synchronized boolean isWantedByAnother(String slot, ObjectId object) {
        return wanting(slot).filter(other -> !other.equals(object)).isPresent();
    }

    /** Who wants what is in a slot. */
    synchronized Optional<ObjectId> wanting(String slot) {
        return Optional.ofNullable(wanted.get(slot)).map(KernelFact::object);
    }

    /** What is wanted in a slot. */
    synchronized Optional<RoutingFact> wanted(String slot) {
        return Optional.ofNullable(wanted.get(slot));
    }

    /** Everything that is wanted. */
    synchronized List<RoutingFact> wanted() {
        return List.copyOf(wanted.values());
    }

    /** The routes that lead over a link, as they are wanted. */
    synchronized List<RoutingFact.Route> over(String link) {
        return List.copyOf(byLink.getOrDefault(link, Map.of()).values());
    }
}
