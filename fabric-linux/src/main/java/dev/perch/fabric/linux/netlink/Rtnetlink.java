package dev.perch.fabric.linux.netlink;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The links of one namespace, and by one socket its addresses, neighbours, routes and rules for choosing a table
 * (rtnetlink(7)).
 */
public final class Rtnetlink implements AutoCloseable {
    public static final int NEWLINK = 16;
    public static final int DELLINK = 17;
    public static final int GETLINK = 18;
    public static final int NEWADDR = 20;
    public static final int DELADDR = 21;
    public static final int NEWNETCONF = 80;
    static final int GETADDR = 22;
    public static final int NEWROUTE = 24;
    public static final int DELROUTE = 25;
    static final int GETROUTE = 26;
    public static final int NEWNEIGH = 28;
    public static final int DELNEIGH = 29;
    static final int GETNEIGH = 30;
    public static final int NEWRULE = 32;
    public static final int DELRULE = 33;
    static final int GETRULE = 34;
    private static final int SETLINK = 19;
    private static final int GETNSID = 90;

    static final int AF_BRIDGE = 7;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    private static final int IFLA_PROTINFO = 12;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final int GEN_MODE_NONE = 1;
    private static final int VETH_INFO_PEER = 1;
    private static final int NETNSA_NSID = 1;
    private static final int NETNSA_FD = 3;

    /** Marks addresses, routes and rules as ours ("P"; IFA_PROTO, rtm_protocol, FRA_PROTOCOL: nobody else's number). */
    public static final int OUR_PROTOCOL = 0x50;

    private final NetlinkSocket socket;
    private final Addresses addresses;
    private final Neighbors neighbors;
    private final Routes routes;
    private final PolicyRules rules;

    /** Takes the socket over. */
    public Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
        this.routes = new Routes(socket);
        this.addresses = new Addresses(socket, routes);
        this.neighbors = new Neighbors(socket);
        this.rules = new PolicyRules(socket);
    }

    /** In the namespace of the calling thread. */
    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /** The port number of the socket, which notifications about our own requests carry. */
    public int port() {
        return socket.port();
    }

    public Addresses addresses() {
        return addresses;
    }

    public Neighbors neighbors() {
        return neighbors;
    }

    public Routes routes() {
        return routes;
    }

    /** The rules that choose the table in which a packet's route is looked up. */
    public PolicyRules rules() {
        return rules;
    }

    private static Message link(int type, int flags, int index, int ifFlags, int mask) {
        return new Message(type, flags)
                .u8(0)
                .u8(0)
                .u16(0)
                .u32(index)
                .u32(ifFlags)
                .u32(mask);
    }

    public List<Link> links() {
        Message message = link(GETLINK, Message.DUMP, 0, 0, 0).attribute32(Link.IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.dump(message, "list links").stream()
                .filter(m -> m.type() == NEWLINK)
                .map(Link::of)
                .toList();
    }

    public Optional<Link> link(String name) {
        Message message = link(GETLINK, Message.ACK, 0, 0, 0)
                .attribute32(Link.IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS)
                .attribute(Link.IFLA_IFNAME, name);
        return socket.get(message, "look at link " + name).map(Link::of);
    }

    public Optional<Link> link(int index) {
        Message message =
                link(GETLINK, Message.ACK, index, 0, 0).attribute32(Link.IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.get(message, "look at link " + index).map(Link::of);
    }

    /** The index of a link; {@link KernelException} with ENODEV when there is none. */
    public int index(String name) {
        return link(name).map(Link::index).orElseThrow(() -> new KernelException(Errno.ENODEV, "link " + name));
    }

    /** Makes a bridge, down, as {@link Link#sound} wants it. */
    public void createBridge(String name, MacAddress mac, int mtu) {
        Message message = link(NEWLINK, Message.ACK | Message.CREATE | Message.EXCL, 0, 0, 0)
                .attribute(Link.IFLA_IFNAME, name)
                .attribute(Link.IFLA_ADDRESS, mac)
                .attribute32(Link.IFLA_MTU, mtu)
                .nest(Link.IFLA_LINKINFO, Rtnetlink::bridge);
        socket.request(message, "make bridge " + name);
    }

    /** Gives a bridge its MAC and its settings back, and the alias, and puts it up. */
    public void setBridge(int index, String alias, MacAddress mac, int mtu) {
        Message settings = link(NEWLINK, Message.ACK, index, 0, 0).nest(Link.IFLA_LINKINFO, Rtnetlink::bridge);
        socket.request(settings, "set up bridge " + alias);
        Message message = link(SETLINK, Message.ACK, index, Link.IFF_UP, Link.IFF_UP)
                .attribute(Link.IFLA_ADDRESS, mac)
                .attribute32(Link.IFLA_MTU, mtu)
                .attribute(Link.IFLA_IFALIAS, alias);
        socket.request(message, "set up bridge " + alias);
    }

    private static void bridge(Message info) {
        info.attribute(Link.INFO_KIND, "bridge")
                .nest(
                        Link.INFO_DATA,
                        data -> data.attribute32(Link.BR_FORWARD_DELAY, 0)
                                .attribute32(Link.BR_STP_STATE, 0)
                                .attribute8(Link.BR_MCAST_SNOOPING, 0)
                                // struct br_boolopt_multi: values, mask; bit 0 is no_ll_learn
                                .attribute(Link.BR_MULTI_BOOLOPT, booleanOptions()));
    }

    private static byte[] booleanOptions() {
        return new byte[] {1, 0, 0, 0, 1, 0, 0, 0};
    }

    /**
     * Makes a veth pair, both ends down; the other end directly in another namespace. This end gets no IPv6 link-local
     * address: it is a switch's port.
     *
     * @param peerNamespace descriptor of the namespace's file
     */
    public void createVeth(String name, int mtu, String peer, MacAddress peerMac, int peerNamespace) {
        Message message = link(NEWLINK, Message.ACK | Message.CREATE | Message.EXCL, 0, 0, 0)
                .attribute(Link.IFLA_IFNAME, name)
                .attribute32(Link.IFLA_MTU, mtu)
                .nest(
                        Link.IFLA_LINKINFO,
                        info -> info.attribute(Link.INFO_KIND, "veth")
                                .nest(
                                        Link.INFO_DATA,
                                        data -> data.nest(
                                                VETH_INFO_PEER,
                                                p -> p.u8(0)
                                                        .u8(0)
                                                        .u16(0)
                                                        .u32(0)
                                                        .u32(0)
                                                        .u32(0)
                                                        .attribute(Link.IFLA_IFNAME, peer)
                                                        .attribute(Link.IFLA_ADDRESS, peerMac)
                                                        .attribute32(Link.IFLA_MTU, mtu)
                                                        .attribute32(Link.IFLA_NET_NS_FD, peerNamespace))));
        socket.request(message, "make link " + name + " with " + peer);
    }

    public void setMac(int index, MacAddress mac) {
        socket.request(
                link(SETLINK, Message.ACK, index, 0, 0).attribute(Link.IFLA_ADDRESS, mac),
                "give link " + index + " the MAC " + mac);
    }

    /** Makes a link a port of a bridge. */
    public void join(int index, int bridge) {
        Message message = link(SETLINK, Message.ACK, index, 0, 0)
                .attribute32(Link.IFLA_MASTER, bridge)
                .nest(
                        Link.IFLA_AF_SPEC,
                        spec -> spec.nest(
                                AF_INET6, inet6 -> inet6.attribute8(IFLA_INET6_ADDR_GEN_MODE, GEN_MODE_NONE)));
        socket.request(message, "enslave link " + index + " to " + bridge);
    }

    /** Makes a link a port of a bridge to which unknown unicast is not flooded. */
    public void enslave(int index, int bridge) {
        join(index, bridge);
        Message port = new Message(SETLINK, Message.ACK)
                .u8(AF_BRIDGE)
                .u8(0)
                .u16(0)
                .u32(index)
                .u32(0)
                .u32(0)
                .nest(IFLA_PROTINFO, info -> info.attribute8(Link.BRPORT_UNICAST_FLOOD, 0));
        socket.request(port, "set bridge port " + index);
    }

    /** Gives a link that is to have no address, not even a link-local one, its MAC, its MTU and its mark. */
    public void setInterface(int index, String alias, MacAddress mac, int mtu) {
        Message message = link(SETLINK, Message.ACK, index, 0, 0)
                .attribute(Link.IFLA_ADDRESS, mac)
                .attribute32(Link.IFLA_MTU, mtu)
                .nest(
                        Link.IFLA_AF_SPEC,
                        spec -> spec.nest(AF_INET6, inet6 -> inet6.attribute8(IFLA_INET6_ADDR_GEN_MODE, GEN_MODE_NONE)))
                .attribute(Link.IFLA_IFALIAS, alias);
        socket.request(message, "set up link " + alias);
    }

    public void setUp(int index, boolean up) {
        socket.request(
                link(SETLINK, Message.ACK, index, up ? Link.IFF_UP : 0, Link.IFF_UP),
                "put link " + index + (up ? " up" : " down"));
    }

    /** Puts a link up or down by name; a missing one is neither. */
    public void setUp(String name, boolean up) {
        socket.remove(
                link(SETLINK, Message.ACK, 0, up ? Link.IFF_UP : 0, Link.IFF_UP).attribute(Link.IFLA_IFNAME, name),
                "put link " + name + (up ? " up" : " down"));
    }

    /**
     * Has the kernel act on a carrier that came or went: at both ends of a link, and on the bridge that it is a port of. Otherwise
     * a worker of the kernel's does when it gets to it; until then a port does not forward and an interface does not send.
     * Looking at a link has it done at once (rtnl_getlink in net/core/rtnetlink.c).
     */
    public void settle(String name) {
        Message near = link(GETLINK, Message.ACK, 0, 0, 0).attribute(Link.IFLA_IFNAME, name);
        socket.get(near, "settle link " + name)
                .map(message -> message.attributes(Link.FIXED))
                .ifPresent(this::settleAround);
    }

    private void settleAround(Attributes link) {
        OptionalInt other = link.number(Link.IFLA_LINK);
        OptionalInt namespace = link.number(Link.IFLA_LINK_NETNSID);
        if (other.isPresent() && namespace.isPresent()) {
            Message far = link(GETLINK, Message.ACK, other.getAsInt(), 0, 0)
                    .attribute32(Link.IFLA_TARGET_NETNSID, namespace.getAsInt());
            socket.get(far, "settle the other end of a link");
        }
        link.number(Link.IFLA_MASTER)
                .ifPresent(bridge -> socket.get(link(GETLINK, Message.ACK, bridge, 0, 0), "settle bridge " + bridge));
    }

    public void setAlias(int index, String alias) {
        socket.request(
                link(SETLINK, Message.ACK, index, 0, 0).attribute(Link.IFLA_IFALIAS, alias),
                "mark link " + index + " " + alias);
    }

    /** Puts a link into a group, by which rules of nft know it; 0 is that of links without one. */
    public void setGroup(int index, int group) {
        socket.request(
                link(SETLINK, Message.ACK, index, 0, 0).attribute32(Link.IFLA_GROUP, group),
                "put link " + index + " into group " + group);
    }

    /** Deleting a missing link succeeds. */
    public void deleteLink(String name) {
        socket.remove(link(DELLINK, Message.ACK, 0, 0, 0).attribute(Link.IFLA_IFNAME, name), "delete link " + name);
    }

    /** The number by which this namespace knows the one of a descriptor; empty when it has had nothing to do with it. */
    public OptionalInt namespaceNumber(int descriptor) {
        Message message = new Message(GETNSID, Message.ACK).u8(0).u8(0).u16(0).attribute32(NETNSA_FD, descriptor);
        OptionalInt number = socket.get(message, "look at namespace")
                .map(m -> m.attributes(4).number(NETNSA_NSID))
                .orElse(OptionalInt.empty());
        return number.isPresent() && number.getAsInt() >= 0 ? number : OptionalInt.empty();
    }

    static int family(Family family) {
        return switch (family) {
            case IPV4 -> AF_INET;
            case IPV6 -> AF_INET6;
        };
    }

    /** Empty for a family of neither. */
    static Optional<Family> family(int number) {
        return switch (number) {
            case AF_INET -> Optional.of(Family.IPV4);
            case AF_INET6 -> Optional.of(Family.IPV6);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
