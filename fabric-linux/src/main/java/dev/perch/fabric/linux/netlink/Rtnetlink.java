package dev.perch.fabric.linux.netlink;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Links, addresses, routes, neighbours and forwarding entries of one namespace (rtnetlink(7)). */
public final class Rtnetlink implements AutoCloseable {
    public static final int NEWLINK = 16;
    public static final int DELLINK = 17;
    public static final int GETLINK = 18;
    public static final int NEWADDR = 20;
    public static final int DELADDR = 21;
    public static final int GETADDR = 22;
    public static final int NEWROUTE = 24;
    public static final int DELROUTE = 25;
    public static final int NEWNEIGH = 28;
    public static final int DELNEIGH = 29;
    public static final int GETNEIGH = 30;
    private static final int SETLINK = 19;
    private static final int GETNSID = 90;

    private static final int AF_BRIDGE = 7;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    private static final int IFLA_PROTINFO = 12;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final int GEN_MODE_NONE = 1;
    private static final int VETH_INFO_PEER = 1;
    private static final int NETNSA_NSID = 1;
    private static final int NETNSA_FD = 3;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_PROTO = 11;
    private static final int IFA_F_NODAD = 2;

    /** Marks addresses as ours (IFA_PROTO; 0 to 3 are the kernel's). */
    public static final int OUR_PROTOCOL = 0x50;

    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_BOOT = 3;
    private static final int RTN_UNICAST = 1;

    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_MASTER = 9;
    private static final int NUD_REACHABLE = 2;
    private static final int NUD_NOARP = 0x40;
    private static final int NTF_MASTER = 4;
    private static final int NTF_STICKY = 0x40;

    private final NetlinkSocket socket;

    /** Takes the socket over. */
    public Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** In the namespace of the calling thread. */
    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /** The port number of the socket, which notifications about our own requests carry. */
    public int port() {
        return socket.port();
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

    /** Enslaves a link to a bridge and stops the flooding of unknown unicast to it. */
    public void enslave(int index, int bridge) {
        Message message = link(SETLINK, Message.ACK, index, 0, 0)
                .attribute32(Link.IFLA_MASTER, bridge)
                .nest(
                        Link.IFLA_AF_SPEC,
                        spec -> spec.nest(
                                AF_INET6, inet6 -> inet6.attribute8(IFLA_INET6_ADDR_GEN_MODE, GEN_MODE_NONE)));
        socket.request(message, "enslave link " + index + " to " + bridge);
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

    public void setUp(int index, boolean up) {
        socket.request(
                link(SETLINK, Message.ACK, index, up ? Link.IFF_UP : 0, Link.IFF_UP),
                "put link " + index + (up ? " up" : " down"));
    }

    /** Puts a link up or down by name; a missing one is neither. */
    public void setUp(String name, boolean up) {
        forgiving(
                link(SETLINK, Message.ACK, 0, up ? Link.IFF_UP : 0, Link.IFF_UP).attribute(Link.IFLA_IFNAME, name),
                "put link " + name + (up ? " up" : " down"));
    }

    public void setAlias(int index, String alias) {
        socket.request(
                link(SETLINK, Message.ACK, index, 0, 0).attribute(Link.IFLA_IFALIAS, alias),
                "mark link " + index + " " + alias);
    }

    /** Deleting a missing link succeeds. */
    public void deleteLink(String name) {
        forgiving(link(DELLINK, Message.ACK, 0, 0, 0).attribute(Link.IFLA_IFNAME, name), "delete link " + name);
    }

    /** The number by which this namespace knows the one of a descriptor; empty when it has had nothing to do with it. */
    public OptionalInt namespaceNumber(int descriptor) {
        Message message = new Message(GETNSID, Message.ACK).u8(0).u8(0).u16(0).attribute32(NETNSA_FD, descriptor);
        OptionalInt number = socket.get(message, "look at namespace")
                .map(m -> m.attributes(4).number(NETNSA_NSID))
                .orElse(OptionalInt.empty());
        return number.isPresent() && number.getAsInt() >= 0 ? number : OptionalInt.empty();
    }

    /** An address on an interface that was put there with {@link #OUR_PROTOCOL}. */
    public record InterfaceAddress(int index, IpAddress address, int prefixLength) {
        /** Empty when the address is not ours. */
        public static Optional<InterfaceAddress> of(Received message) {
            Attributes attributes = message.attributes(8);
            if (attributes.number(IFA_PROTO).orElse(0) != OUR_PROTOCOL) {
                return Optional.empty();
            }
            return attributes
                    .address(IFA_LOCAL)
                    .or(() -> attributes.address(IFA_ADDRESS))
                    .map(a -> new InterfaceAddress(message.int32(4), a, message.u8(1)));
        }
    }

    /** Our addresses, on all links (index 0) or on one. */
    public List<InterfaceAddress> addresses(int index) {
        Message message =
                new Message(GETADDR, Message.DUMP).u8(0).u8(0).u8(0).u8(0).u32(index);
        return socket.dump(message, "list addresses").stream()
                .filter(m -> m.type() == NEWADDR)
                .flatMap(m -> InterfaceAddress.of(m).stream())
                .toList();
    }

    /** Adds an address without duplicate address detection. */
    public void addAddress(int index, IpAddress address, int prefixLength) {
        socket.request(
                address(NEWADDR, Message.ACK | Message.CREATE | Message.REPLACE, index, address, prefixLength),
                "add address " + address + " to " + index);
    }

    public void deleteAddress(int index, IpAddress address, int prefixLength) {
        forgiving(address(DELADDR, Message.ACK, index, address, prefixLength), "delete address " + address);
    }

    private static Message address(int type, int flags, int index, IpAddress address, int prefixLength) {
        Message message = new Message(type, flags)
                .u8(family(address.family()))
                .u8(prefixLength)
                .u8(0)
                .u8(0)
                .u32(index)
                .attribute(IFA_LOCAL, address)
                .attribute(IFA_ADDRESS, address)
                .attribute8(IFA_PROTO, OUR_PROTOCOL);
        return address.family() == Family.IPV6 ? message.attribute32(IFA_FLAGS, IFA_F_NODAD) : message;
    }

    public void addDefaultRoute(int index, IpAddress gateway) {
        Message message = new Message(NEWROUTE, Message.ACK | Message.CREATE | Message.REPLACE)
                .u8(family(gateway.family()))
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(RT_TABLE_MAIN)
                .u8(RTPROT_BOOT)
                .u8(0)
                .u8(RTN_UNICAST)
                .u32(0)
                .attribute(RTA_GATEWAY, gateway)
                .attribute32(RTA_OIF, index);
        socket.request(message, "add default route by " + gateway);
    }

    /** Sets the router's neighbour entry to reachable by this MAC, whatever it was. */
    public void setNeighbor(int index, IpAddress address, MacAddress mac) {
        int family = family(address.family());
        socket.request(
                neighbor(NEWNEIGH, Message.ACK | Message.CREATE | Message.REPLACE, family, index, NUD_REACHABLE, 0)
                        .attribute(NDA_DST, address)
                        .attribute(NDA_LLADDR, mac),
                "set neighbour " + address);
    }

    public void deleteNeighbor(int index, IpAddress address) {
        forgiving(
                neighbor(DELNEIGH, Message.ACK, family(address.family()), index, 0, 0)
                        .attribute(NDA_DST, address),
                "delete neighbour " + address);
    }

    /** Sends frames for a MAC to a bridge's port for good; a guest elsewhere that uses the MAC cannot take it. */
    public void addForwarding(int index, MacAddress mac) {
        socket.request(
                neighbor(
                                NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                AF_BRIDGE,
                                index,
                                NUD_NOARP,
                                NTF_MASTER | NTF_STICKY)
                        .attribute(NDA_LLADDR, mac),
                "forward " + mac + " to " + index);
    }

    /** Sends frames for a MAC to a bridge's port until it is learned elsewhere or ages. */
    public void learnForwarding(int index, MacAddress mac) {
        socket.request(
                neighbor(
                                NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                AF_BRIDGE,
                                index,
                                NUD_REACHABLE,
                                NTF_MASTER)
                        .attribute(NDA_LLADDR, mac),
                "forward " + mac + " to " + index);
    }

    /** The forwarding entries of all ports of a bridge, or of all bridges with index 0. */
    public List<Forwarding> forwardings(int bridge) {
        Message message = neighbor(GETNEIGH, Message.DUMP, AF_BRIDGE, 0, 0, 0);
        if (bridge != 0) {
            message.attribute32(NDA_MASTER, bridge);
        }
        return socket.dump(message, "list forwarding entries").stream()
                .filter(m -> m.type() == NEWNEIGH)
                .flatMap(m -> Forwarding.of(m).stream())
                .toList();
    }

    /** Where a bridge sends frames for a MAC. */
    public Optional<Forwarding> forwarding(int bridge, MacAddress mac) {
        Message message = neighbor(GETNEIGH, Message.ACK, AF_BRIDGE, 0, 0, NTF_MASTER)
                .attribute32(NDA_MASTER, bridge)
                .attribute(NDA_LLADDR, mac);
        return socket.get(message, "look at forwarding of " + mac).flatMap(Forwarding::of);
    }

    private static Message neighbor(int type, int flags, int family, int index, int state, int ntf) {
        return new Message(type, flags)
                .u8(family)
                .u8(0)
                .u16(0)
                .u32(index)
                .u16(state)
                .u8(ntf)
                .u8(0);
    }

    /** A forwarding entry of a bridge: frames for {@code mac} go out of the link with {@code index}. */
    public record Forwarding(int index, MacAddress mac, boolean permanent) {
        /** Empty for neighbours of another family. */
        public static Optional<Forwarding> of(Received message) {
            if (message.u8(0) != AF_BRIDGE) {
                return Optional.empty();
            }
            boolean permanent = (message.u16(8) & NUD_NOARP) != 0;
            return message.attributes(12).mac(NDA_LLADDR).map(mac -> new Forwarding(message.int32(4), mac, permanent));
        }
    }

    private static void forgive(KernelException e) {
        switch (e.errno()) {
            case Errno.ENODEV, Errno.ENOENT, Errno.ESRCH, Errno.EADDRNOTAVAIL -> {}
            default -> throw e;
        }
    }

    private void forgiving(Message message, String what) {
        try {
            socket.request(message, what);
        } catch (KernelException e) {
            forgive(e);
        }
    }

    static int family(Family family) {
        return switch (family) {
            case IPV4 -> AF_INET;
            case IPV6 -> AF_INET6;
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
