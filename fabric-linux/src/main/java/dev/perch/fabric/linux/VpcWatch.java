package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Neighbors;
import dev.perch.fabric.linux.netlink.NetlinkSocket;
import dev.perch.fabric.linux.netlink.Nflog;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The sockets of one VPC that tell what happens in it. What they tell is read by the watch's thread only; that waits for nobody. */
final class VpcWatch implements AutoCloseable {
    /** Links, neighbours; IPv4 addresses, routes, rules; IPv6 addresses, routes, rules; settings (RTNLGRP_ in linux/rtnetlink.h). */
    private static final int[] ROUTE_GROUPS = {1, 3, 5, 7, 8, 9, 11, 19, 24, 25};

    private static final int NFTABLES_GROUP = 7;
    private static final int CLAIMS = 1;
    private static final int REFUSED = 2;

    private final Names names;
    private final VpcState state;
    private final VpcNamespace namespace;
    private final Consumer<Evidence> seen;
    private final Consumer<ObjectId> suspect;
    private final List<Runnable> closing = new ArrayList<>();
    private final Nflog packets;
    private final NetlinkSocket links;
    private final NetlinkSocket rules;
    private final Carriers carriers;
    private final RoutingWatch routing;
    private final RulesWatch elements;

    /**
     * @param suspect is given objects that may not be as they should be any more
     */
    VpcWatch(Names names, VpcState state, VpcNamespace namespace, Consumer<Evidence> seen, Consumer<ObjectId> suspect) {
        this.names = names;
        this.state = state;
        this.namespace = namespace;
        this.seen = seen;
        this.suspect = suspect;
        try {
            this.links = opened(() -> NetlinkSocket.open(NetlinkSocket.ROUTE, ROUTE_GROUPS), NetlinkSocket::close);
            this.rules =
                    opened(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER, NFTABLES_GROUP), NetlinkSocket::close);
            this.packets = opened(() -> Nflog.open(CLAIMS, REFUSED), Nflog::close);
            // Behind the sockets, so that no link comes between the look and the first notice.
            this.carriers = new Carriers(names, state, namespace, seen);
            this.routing = new RoutingWatch(state, namespace, suspect);
            this.elements = new RulesWatch(state, namespace, suspect);
        } catch (RuntimeException fault) {
            close();
            throw fault;
        }
    }

    private <T> T opened(Callable<T> open, Consumer<T> close) {
        T socket = namespace.thread().call(open);
        closing.add(() -> close.accept(socket));
        return socket;
    }

    List<Integer> descriptors() {
        return List.of(packets.descriptor(), links.descriptor(), rules.descriptor());
    }

    VpcNamespace namespace() {
        return namespace;
    }

    VpcState state() {
        return state;
    }

    /** Takes in what has arrived on one of the sockets. */
    void readable(int descriptor) {
        try {
            if (descriptor == packets.descriptor()) {
                packets.poll().forEach(this::packet);
            } else if (descriptor == links.descriptor()) {
                links.poll().forEach(this::link);
            } else {
                rules.poll().forEach(elements::notice);
            }
        } catch (KernelException e) {
            missed(); // ENOBUFS
        }
    }

    /** Notices were lost: anything may have changed, also carriers, which somebody waits to be told of. */
    void missed() {
        state.elements().forget();
        state.routing().doubt();
        state.intents().keySet().forEach(suspect);
        Map<Integer, Link> now =
                namespace.route().links().stream().collect(Collectors.toMap(Link::index, link -> link));
        carriers.retain(now.keySet());
        now.values().forEach(link -> changed(link, 0));
    }

    private void packet(Nflog.Packet packet) {
        carriers.port(packet.link()).ifPresent(port -> {
            Instant now = Instant.now();
            (packet.group() == CLAIMS
                            ? Testimony.of(port, packet.frame(), now)
                            : Testimony.refused(port, packet.frame(), now))
                    .ifPresent(seen);
        });
    }

    private void link(Received message) {
        switch (message.type()) {
            case Rtnetlink.NEWLINK -> changed(Link.of(message), message.u8(0));
            case Rtnetlink.DELLINK -> deleted(Link.of(message), message.u8(0));
            case Rtnetlink.DELADDR -> unaddressed(message);
            case Rtnetlink.DELNEIGH ->
                Neighbors.Forwarding.of(message)
                        .flatMap(forwarding -> carriers.link(forwarding.index()))
                        .flatMap(state::port)
                        .ifPresent(intent -> suspect.accept(intent.port()));
            default -> {}
        }
        routing.notice(message);
    }

    /** An address went: an EIP of IPv6, the provider network's own, or a subnet's gateway. */
    private void unaddressed(Received message) {
        Optional<EipIntent> eip = InterfaceAddress.of(message)
                .map(InterfaceAddress::address)
                .filter(address -> address.family() == Family.IPV6)
                .flatMap(state::eip);
        if (eip.isPresent()) {
            suspect.accept(eip.get().eip());
        } else if (state.vpc().equals(PROVIDER_NETWORK)) {
            suspectVpc();
        } else {
            // With the last address of a link the kernel forgets its routes of IPv4 without a word. On the uplink these
            // are the ways out and the EIPs, one of which an earlier Perch or somebody else may have made an address.
            state.routing().doubt();
            suspectVpc();
            state.eips().forEach(other -> suspect.accept(other.eip()));
            state.intents().keySet().stream().filter(SubnetId.class::isInstance).forEach(suspect);
        }
    }

    private void suspectVpc() {
        if (state.intents().containsKey(state.vpc())) {
            suspect.accept(state.vpc());
        }
    }

    /** A link to the outside changed; in the provider network's namespace it is the other end of some VPC's. */
    private void uplink(Link link) {
        if (state.vpc().equals(PROVIDER_NETWORK) && link.name().startsWith("u-")) {
            names.mark(link.alias()).map(Names.Mark::object).ifPresent(suspect);
        } else {
            suspectVpc();
            if (!link.up()) {
                // The kernel has forgotten what was on it, also when it is up again at once.
                state.eips().forEach(eip -> suspect.accept(eip.eip()));
            }
        }
    }

    /**
     * Suspects EIPs of IPv6 for which nobody outside is answered: the kernel sends no notice of that. Waits for a plan that is
     * being carried out, so not for the watch's thread.
     */
    void suspectUnanswered() {
        synchronized (state) {
            List<EipIntent> wanted = state.eips().stream()
                    .filter(eip -> eip.address().family() == Family.IPV6)
                    .toList();
            if (!wanted.isEmpty()) {
                state.open().ifPresent(open -> suspectUnanswered(wanted, open.route()));
            }
        }
    }

    private void suspectUnanswered(List<EipIntent> wanted, Rtnetlink route) {
        Set<IpAddress> answered = route.link(Names.uplink(state.vpc()))
                .map(link -> Set.copyOf(route.neighbors().answeredFor(link.index())))
                .orElse(Set.of());
        wanted.stream().filter(eip -> !answered.contains(eip.address())).forEach(eip -> suspect.accept(eip.eip()));
    }

    private void changed(Link link, int family) {
        if (Names.isEdge(link.name())) {
            uplink(link);
            return;
        }
        if (!Names.isOurs(link.name()) || family != 0) {
            return;
        }
        carriers.changed(link);
        state.port(link.name())
                .filter(intent -> intent.linkUp() != link.up() || link.master() == 0)
                .ifPresent(intent -> suspect.accept(intent.port()));
        routing.changed(link);
        state.subnet(link.name())
                .filter(intent -> !link.up() || !link.mac().equals(intent.routerMac()) || link.mtu() != intent.mtu())
                .ifPresent(intent -> suspect.accept(intent.subnet()));
    }

    private void deleted(Link link, int family) {
        if (Names.isEdge(link.name())) {
            uplink(link);
            return;
        }
        if (!Names.isOurs(link.name())) {
            return;
        }
        // A bridge port that leaves its bridge is told of as a deletion in the bridge's family.
        if (family == 0) {
            carriers.unplugged(link.index());
            state.subnet(link.name()).ifPresent(intent -> suspect.accept(intent.subnet()));
            routing.deleted(link);
        }
        state.port(link.name()).ifPresent(intent -> suspect.accept(intent.port()));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
