package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Neighbors;
import dev.perch.fabric.linux.netlink.NetlinkSocket;
import dev.perch.fabric.linux.netlink.Nflog;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.NftNotice;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.Family;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The sockets of one VPC that tell what happens in it. Read by the watch's thread only; waits for nobody. */
final class VpcWatch implements AutoCloseable {
    /** Links, neighbours; IPv4 addresses, routes, rules; IPv6 addresses, routes, rules (RTNLGRP_ in linux/rtnetlink.h). */
    private static final int[] ROUTE_GROUPS = {1, 3, 5, 7, 8, 9, 11, 19};

    private static final int NFTABLES_GROUP = 7;
    private static final int CLAIMS = 1;
    private static final int REFUSED = 2;

    private final Names names;
    private final VpcState state;
    private final VpcNamespace namespace;
    private final Consumer<Evidence> seen;
    private final Consumer<ObjectId> suspect;
    private final Nflog packets;
    private final NetlinkSocket links;
    private final NetlinkSocket rules;
    private final RoutingWatch routing;
    private final Map<Integer, Watched> byIndex = new HashMap<>();

    private record Watched(String name, PortId port, boolean carrier) {}

    /**
     * @param suspect is given objects that may not be as they should be any more
     */
    VpcWatch(Names names, VpcState state, VpcNamespace namespace, Consumer<Evidence> seen, Consumer<ObjectId> suspect) {
        this.names = names;
        this.state = state;
        this.namespace = namespace;
        this.seen = seen;
        this.suspect = suspect;
        this.links = namespace.thread().call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE, ROUTE_GROUPS));
        this.rules = namespace.thread().call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER, NFTABLES_GROUP));
        this.packets = namespace.thread().call(() -> Nflog.open(CLAIMS, REFUSED));
        // Behind the sockets, so that no link comes between the look and the first notice.
        this.routing = new RoutingWatch(state, namespace, suspect);
        namespace.route().links().forEach(link -> port(link).ifPresent(w -> byIndex.put(link.index(), w)));
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
                rules.poll().forEach(this::rules);
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
        Set.copyOf(byIndex.keySet()).stream()
                .filter(index -> !now.containsKey(index))
                .forEach(this::unplugged);
        now.values().forEach(link -> changed(link, 0));
    }

    private void unplugged(int index) {
        Watched before = byIndex.remove(index);
        if (before != null && before.carrier()) {
            seen.accept(new Evidence.Link(before.port(), false, Instant.now()));
        }
    }

    private Optional<Watched> port(Link link) {
        return names.mark(link.alias())
                .map(Names.Mark::object)
                .filter(PortId.class::isInstance)
                .map(PortId.class::cast)
                .or(() -> state.port(link.name()).map(intent -> intent.port()))
                .map(port -> new Watched(link.name(), port, link.up() && link.carrier()));
    }

    private void packet(Nflog.Packet packet) {
        Watched link = byIndex.get(packet.link());
        if (link == null) {
            // Logged before the notice of the link was read.
            namespace.route().links().forEach(l -> port(l).ifPresent(w -> byIndex.putIfAbsent(l.index(), w)));
            link = byIndex.get(packet.link());
        }
        if (link != null) {
            Instant now = Instant.now();
            (packet.group() == CLAIMS
                            ? Testimony.of(link.port(), packet.frame(), now)
                            : Testimony.refused(link.port(), packet.frame(), now))
                    .ifPresent(seen);
        }
    }

    private void link(Received message) {
        switch (message.type()) {
            case Rtnetlink.NEWLINK -> changed(Link.of(message), message.u8(0));
            case Rtnetlink.DELLINK -> deleted(Link.of(message), message.u8(0));
            case Rtnetlink.DELADDR -> unaddressed(message);
            case Rtnetlink.DELNEIGH ->
                Neighbors.Forwarding.of(message)
                        .filter(f -> byIndex.containsKey(f.index()))
                        .map(f -> byIndex.get(f.index()))
                        .filter(w -> state.port(w.name()).isPresent())
                        .ifPresent(w -> suspect.accept(w.port()));
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
            // are
            // the ways out and the EIPs, one of which an earlier Perch or somebody else may have made an address.
            state.routing().doubt();
            suspectVpc();
            state.eips().forEach(other -> suspect.accept(other.eip()));
            state.intents().keySet().stream().filter(ObjectId.SubnetId.class::isInstance).forEach(suspect);
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
        }
    }

    private void changed(Link link, int family) {
        if (Names.isEdge(link.name())) {
            uplink(link);
            return;
        }
        if (!Names.isOurs(link.name()) || family != 0) {
            return;
        }
        Watched before = byIndex.get(link.index());
        port(link).ifPresent(now -> {
            byIndex.put(link.index(), now);
            if (before != null && before.carrier() != now.carrier()) {
                seen.accept(new Evidence.Link(now.port(), now.carrier(), Instant.now()));
            }
            state.port(link.name())
                    .filter(intent -> intent.linkUp() != link.up() || link.master() == 0)
                    .ifPresent(intent -> suspect.accept(intent.port()));
        });
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
            unplugged(link.index());
            state.subnet(link.name()).ifPresent(intent -> suspect.accept(intent.subnet()));
            routing.deleted(link);
        }
        state.port(link.name()).ifPresent(intent -> suspect.accept(intent.port()));
    }

    private void rules(Received message) {
        if (message.port() == namespace.nftables().port()) {
            return;
        }
        switch (NftNotice.of(message)) {
            case NftNotice.Other other -> {}
            case NftNotice.RulesChanged changed -> suspectVpc();
            case NftNotice.ElementsChanged changed ->
                changed.elements().forEach(element -> {
                    if (changed.gone() && element.set().isPolicy()) {
                        state.elements().remove(element);
                    } else {
                        // An element that we did not know is looked for from now on.
                        state.elements().add(element);
                    }
                    Optional<ObjectId> object = element.link()
                            .flatMap(state::port)
                            .map(intent -> (ObjectId) intent.port())
                            .or(() -> element.eip().flatMap(state::eip).map(EipIntent::eip));
                    object.ifPresentOrElse(suspect, () -> suspectSharers(element));
                });
        }
    }

    /** Of what ports share the VPC knows only what none of them wants. */
    private void suspectSharers(Element element) {
        suspect.accept(state.vpc());
        element.shared()
                .ifPresent(address -> state.intents().values().stream()
                        .filter(PortIntent.class::isInstance)
                        .map(PortIntent.class::cast)
                        .filter(intent -> intent.own().contains(address)
                                || intent.claimable().contains(address)
                                || intent.fenced().contains(address))
                        .forEach(intent -> suspect.accept(intent.port())));
    }

    @Override
    public void close() {
        packets.close();
        links.close();
        rules.close();
    }
}
