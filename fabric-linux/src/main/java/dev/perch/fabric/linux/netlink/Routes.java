package dev.perch.fabric.linux.netlink;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.KernelRoute.Blackhole;
import dev.perch.fabric.linux.netlink.KernelRoute.Direct;
import dev.perch.fabric.linux.netlink.KernelRoute.Elsewhere;
import dev.perch.fabric.linux.netlink.KernelRoute.Local;
import dev.perch.fabric.linux.netlink.KernelRoute.Via;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The routes of one namespace, in any of its tables. */
public final class Routes {
    /** The kernel's own table of connected networks. */
    public static final int MAIN = 254;

    private static final int RTPROT_BOOT = 3;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    private static final int RT_SCOPE_HOST = 254;

    /** Of any scope, when a route is deleted. */
    private static final int RT_SCOPE_NOWHERE = 255;

    private static final int RTNH_F_ONLINK = 4;

    /** Answer with the entry of the table, not with what it gives for the address (RTM_F_FIB_MATCH). */
    private static final int FIB_MATCH = 0x2000;

    private final NetlinkSocket socket;

    Routes(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** The routes of ours, in all tables. */
    public List<KernelRoute> ours(Family family) {
        Message message =
                header(Rtnetlink.GETROUTE, Message.DUMP, Rtnetlink.family(family), 0, Rtnetlink.OUR_PROTOCOL, 0, 0, 0);
        return socket.dump(message, "list routes").stream()
                .filter(m -> m.type() == Rtnetlink.NEWROUTE)
                .flatMap(m -> KernelRoute.of(m).stream())
                .filter(KernelRoute::isOurs)
                .toList();
    }

    /**
     * The route by which this namespace itself would send to an address.
     *
     * @param local whether that is an address of its own, on the link with this index
     */
    public record Match(IpPrefix destination, int index, boolean local) {}

    /** Looks one address up, however many routes there are; empty when it cannot be reached. */
    public Optional<Match> match(IpAddress address) {
        return match(address, 0);
    }

    /** Whether a link takes packets to this address for its own. */
    boolean isLocal(IpAddress address, int link) {
        return match(address, link).filter(Match::local).isPresent();
    }

    private Optional<Match> match(IpAddress address, int link) {
        int family = Rtnetlink.family(address.family());
        Message message = header(
                        Rtnetlink.GETROUTE,
                        Message.ACK,
                        family,
                        address.family().bits(),
                        0,
                        0,
                        0,
                        FIB_MATCH)
                .attribute(KernelRoute.RTA_DST, address);
        if (link != 0) {
            message.attribute32(KernelRoute.RTA_OIF, link);
        }
        try {
            return socket.get(message, "look up " + address)
                    .map(found -> new Match(
                            new IpPrefix(address, found.u8(1)).network(),
                            found.attributes(KernelRoute.FIXED)
                                    .number(KernelRoute.RTA_OIF)
                                    .orElse(0),
                            found.u8(7) == KernelRoute.RTN_LOCAL));
        } catch (KernelException e) {
            if (e.is(Errno.ENETUNREACH) || e.is(Errno.EHOSTUNREACH)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Puts a route into its table, in place of one to the same destination. */
    public void replace(KernelRoute route) {
        socket.request(
                message(
                        Rtnetlink.NEWROUTE,
                        Message.ACK | Message.CREATE | Message.REPLACE,
                        route,
                        Optional.of(route.hop())),
                "route " + route.destination() + " in table " + route.table());
    }

    /** Takes a route of this protocol out of its table, wherever it leads. Deleting a missing one succeeds. */
    public void delete(KernelRoute route) {
        socket.remove(
                message(Rtnetlink.DELROUTE, Message.ACK, route, Optional.empty()),
                "delete route " + route.destination() + " in table " + route.table());
    }

    /** The default route of a guest, in its main table; the guest's from then on, as if DHCP had set it. */
    public void addDefault(int index, IpAddress gateway) {
        IpPrefix everything = new IpPrefix(gateway, 0).network();
        replace(new KernelRoute(MAIN, everything, new Via(index, gateway), RTPROT_BOOT));
    }

    private static Message message(int type, int flags, KernelRoute route, Optional<KernelRoute.Hop> hop) {
        IpPrefix destination = route.destination();
        int family = Rtnetlink.family(destination.family());
        int protocol = route.protocol();
        Message message = hop.isEmpty()
                ? header(type, flags, family, destination.length(), protocol, RT_SCOPE_NOWHERE, 0, 0)
                : switch (hop.get()) {
                    case Via via -> {
                        Message m = header(
                                        type,
                                        flags,
                                        family,
                                        destination.length(),
                                        protocol,
                                        RT_SCOPE_UNIVERSE,
                                        KernelRoute.RTN_UNICAST,
                                        RTNH_F_ONLINK)
                                .attribute32(KernelRoute.RTA_OIF, via.index());
                        yield via.gateway().family() == destination.family()
                                ? m.attribute(KernelRoute.RTA_GATEWAY, via.gateway())
                                : m.attribute(KernelRoute.RTA_VIA, via(via.gateway()));
                    }
                    case Direct direct ->
                        header(
                                        type,
                                        flags,
                                        family,
                                        destination.length(),
                                        protocol,
                                        RT_SCOPE_LINK,
                                        KernelRoute.RTN_UNICAST,
                                        0)
                                .attribute32(KernelRoute.RTA_OIF, direct.index());
                    case Local local ->
                        header(
                                        type,
                                        flags,
                                        family,
                                        destination.length(),
                                        protocol,
                                        RT_SCOPE_HOST,
                                        KernelRoute.RTN_LOCAL,
                                        0)
                                .attribute32(KernelRoute.RTA_OIF, local.index());
                    case Blackhole _ ->
                        header(
                                type,
                                flags,
                                family,
                                destination.length(),
                                protocol,
                                RT_SCOPE_UNIVERSE,
                                KernelRoute.RTN_BLACKHOLE,
                                0);
                    case Elsewhere _ -> throw new IllegalArgumentException("no route is made to lead elsewhere");
                };
        if (destination.length() > 0) {
            message.attribute(KernelRoute.RTA_DST, destination.first());
        }
        return message.attribute32(KernelRoute.RTA_TABLE, route.table());
    }

    /** {@code struct rtmsg}; the table is an attribute, because it may be more than a byte. */
    private static Message header(
            int type, int flags, int family, int length, int protocol, int scope, int kind, int routeFlags) {
        return new Message(type, flags)
                .u8(family)
                .u8(length)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(protocol)
                .u8(scope)
                .u8(kind)
                .u32(routeFlags);
    }

    private static byte[] via(IpAddress gateway) {
        byte[] address = gateway.bytes();
        return ByteBuffer.allocate(2 + address.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Rtnetlink.family(gateway.family()))
                .put(address)
                .array();
    }
}
