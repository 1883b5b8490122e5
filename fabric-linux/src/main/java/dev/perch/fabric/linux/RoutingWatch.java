package dev.perch.fabric.linux;

import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.PolicyRule;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.model.ObjectId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells from the kernel's notices which routes, lookups and peerings of one VPC may not be as they should be any more. Our
 * own writes are told too, and left out.
 */
final class RoutingWatch {
    /** linux/netconf.h. */
    private static final int NETCONF_FIXED = 4;

    private static final int NETCONFA_IFINDEX = 1;
    private static final int NETCONFA_IFINDEX_ALL = -1;

    private final VpcState state;
    private final VpcNamespace namespace;
    private final Consumer<ObjectId> suspect;
    private final Map<Integer, String> links = new HashMap<>();

    RoutingWatch(VpcState state, VpcNamespace namespace, Consumer<ObjectId> suspect) {
        this.state = state;
        this.namespace = namespace;
        this.suspect = suspect;
        namespace.route().links().forEach(this::learn);
    }

    private void learn(Link link) {
        links.put(link.index(), link.name());
    }

    private Optional<String> link(Received message) {
        return Optional.ofNullable(links.get(message.int32(4)));
    }

    void notice(Received message) {
        if (message.type() == Rtnetlink.DELADDR) {
            link(message).ifPresent(this::lost);
        }
        if (message.port() == namespace.route().port()) {
            return;
        }
        switch (message.type()) {
            case Rtnetlink.NEWROUTE, Rtnetlink.DELROUTE ->
                KernelRoute.of(message).ifPresent(this::route);
            case Rtnetlink.NEWRULE, Rtnetlink.DELRULE ->
                PolicyRule.of(message).flatMap(LookupRules::place).ifPresent(place -> lookups());
            case Rtnetlink.NEWNEIGH, Rtnetlink.DELNEIGH ->
                link(message).flatMap(state::peering).ifPresent(intent -> suspect.accept(intent.peering()));
            case Rtnetlink.NEWNETCONF -> setting(message);
            default -> {}
        }
    }

    /** Whether packets are forwarded, and the like, was set for all links or for one. Not every setting is told. */
    private void setting(Received message) {
        int index = message.attributes(NETCONF_FIXED).number(NETCONFA_IFINDEX).orElse(0);
        if (index == NETCONFA_IFINDEX_ALL) {
            suspect.accept(state.vpc());
        } else {
            Optional.ofNullable(links.get(index)).flatMap(state::subnet).ifPresent(it -> suspect.accept(it.subnet()));
        }
    }

    private void route(KernelRoute route) {
        if (route.table() == KernelRoute.LOCAL) { // also what somebody put in the place of ours
            state.eip(route.destination().address()).ifPresent(eip -> suspect.accept(eip.eip()));
            return;
        }
        String slot = RoutingFact.Route.slot(route.table(), route.destination());
        if (route.isOurs() || state.routing().wanting(slot).isPresent()) {
            state.routing().doubt();
            suspect.accept(state.routing().wanting(slot).orElse(state.vpc()));
        }
    }

    private void lookups() {
        state.routing().wanted().stream()
                .filter(RoutingFact.Lookup.class::isInstance)
                .map(KernelFact::object)
                .distinct()
                .forEach(suspect);
    }

    /** A link of ours is as this says. */
    void changed(Link link) {
        learn(link);
        if (!link.up()) {
            lost(link.name());
        }
        state.peering(link.name()).ifPresent(intent -> suspect.accept(intent.peering()));
    }

    void deleted(Link link) {
        links.remove(link.index());
        lost(link.name());
        state.peering(link.name()).ifPresent(intent -> suspect.accept(intent.peering()));
    }

    /** The kernel may have forgotten the routes over a link. */
    private void lost(String link) {
        List<RoutingFact.Route> routes = state.routing().over(link);
        if (!routes.isEmpty()) {
            state.routing().doubt();
            routes.forEach(route -> suspect.accept(route.object()));
        }
    }
}
