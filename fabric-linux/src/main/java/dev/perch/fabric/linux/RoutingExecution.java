package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.linux.RoutingFact.Lookup;
import dev.perch.fabric.linux.RoutingFact.Place;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.PolicyRule;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes or removes one fact of routing in a VPC's namespace. */
record RoutingExecution(Facts facts, VpcId vpc, Routing routing, VpcNamespace namespace) {

    void make(RoutingFact fact, Optional<Intent> intent) {
        Rtnetlink route = namespace.route();
        switch (fact) {
            case RoutingFact.Interface f -> {
                route.setInterface(route.index(f.name()), facts.names().alias(f.object(), f.name()), f.mac(), f.mtu());
                // With the MAC that a link had go the neighbours that it had (neigh_changeaddr in
                // net/core/neighbour.c).
                facts.in(vpc, intent.orElseThrow()).stream()
                        .filter(RoutingFact.Neighbor.class::isInstance)
                        .map(RoutingFact.Neighbor.class::cast)
                        .forEach(this::reach);
            }
            case RoutingFact.Neighbor f -> reach(f);
            case Lookup f -> ask(f);
            case RoutingFact.Route f -> lead(f);
        }
    }

    private void reach(RoutingFact.Neighbor fact) {
        Rtnetlink route = namespace.route();
        route.neighbors().setPermanent(route.index(fact.name()), fact.address(), fact.mac());
    }

    void remove(RoutingFact fact) {
        switch (fact) {
            case RoutingFact.Interface f -> {}
            case RoutingFact.Neighbor f ->
                namespace
                        .route()
                        .link(f.name())
                        .ifPresent(link -> namespace.route().neighbors().delete(link.index(), f.address()));
            case Lookup f -> {
                if (!routing.isWantedByAnother(f.slot(), f.object())) {
                    group(f, 0);
                    partsOf(f).forEach(namespace.route().rules()::delete);
                    routing.forget(f.object(), f.slot());
                }
            }
            case RoutingFact.Route f -> {
                // Plans of several objects are made before the first is carried out: another may want the route by now.
                if (!routing.isWantedByAnother(f.slot(), f.object())) {
                    namespace
                            .route()
                            .routes()
                            .delete(KernelRoute.ours(f.table(), f.destination(), new KernelRoute.Blackhole()));
                    routing.removed(f.slot());
                    routing.forget(f.object(), f.slot());
                }
            }
        }
    }

    /**
     * Gives a link back the routes over it that the kernel forgot: with the link, when it was down, and those of IPv4 also
     * with the link's last address (fib_disable_ip in net/ipv4/fib_frontend.c).
     */
    void restore(String link) {
        routing.over(link).forEach(this::lead);
        routing.wanted(Lookup.slot(Place.SUBNET, link)).ifPresent(lookup -> group((Lookup) lookup, Lookup.GROUP));
    }

    /** A link that is not there yet gets its group when it is made. */
    private void group(Lookup fact, int group) {
        if (fact.place() == Place.SUBNET) {
            namespace
                    .route()
                    .link(fact.from())
                    .ifPresent(link -> namespace.route().setGroup(link.index(), group));
        }
    }

    private void lead(RoutingFact.Route fact) {
        KernelRoute.Hop hop = switch (fact.hop()) {
            case RoutingFact.Via via -> new KernelRoute.Via(namespace.route().index(via.link()), via.gateway());
            case RoutingFact.OnLink on ->
                new KernelRoute.Direct(namespace.route().index(on.link()));
            case RoutingFact.Nowhere _ -> new KernelRoute.Blackhole();
            case RoutingFact.Astray _ -> throw new IllegalArgumentException("nobody wants a route astray");
        };
        KernelRoute route = KernelRoute.ours(fact.table(), fact.destination(), hop);
        namespace.route().routes().replace(route);
        routing.made(route);
    }

    /** The new ones first, so that there is no moment without. */
    private void ask(Lookup fact) {
        List<PolicyRule> rules = LookupRules.of(fact);
        rules.forEach(namespace.route().rules()::add);
        partsOf(fact).stream()
                .filter(rule -> !rules.contains(rule))
                .forEach(namespace.route().rules()::delete);
        group(fact, Lookup.GROUP);
    }

    /** The rules that are in a lookup's place. */
    private List<PolicyRule> partsOf(Lookup fact) {
        return Stream.of(Family.values())
                .flatMap(family -> namespace.route().rules().ours(family).stream())
                .filter(rule -> rule.from().equals(fact.from())
                        && LookupRules.place(rule).filter(fact.place()::equals).isPresent())
                .toList();
    }

    /** Makes a peering's link, both ends down; the other end in the accepter's namespace, which has to be there. */
    void connect(LinkFact.Cable fact, PeeringIntent intent) {
        int descriptor = Libc.open(fact.namespace(), Libc.O_RDONLY);
        try {
            try {
                create(fact, intent, descriptor);
            } catch (KernelException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
                unplugStale(fact);
                create(fact, intent, descriptor);
            }
        } finally {
            Libc.close(descriptor);
        }
    }

    private void create(LinkFact.Cable fact, PeeringIntent intent, int descriptor) {
        namespace.route().createVeth(fact.name(), intent.mtu(), fact.interfaceName(), intent.peerMac(), descriptor);
    }

    /** Removes the accepter's end of a link from a namespace that is no more: the kernel takes a while over those. */
    private static void unplugStale(LinkFact.Cable fact) {
        try (NamespaceThread thread = NamespaceThread.enter(Path.of(fact.namespace()));
                Rtnetlink route = thread.call(Rtnetlink::open)) {
            route.deleteLink(fact.interfaceName());
        }
    }
}
