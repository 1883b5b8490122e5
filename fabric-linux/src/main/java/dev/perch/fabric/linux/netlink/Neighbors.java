package dev.perch.fabric.linux.netlink;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** Who is reached by which MAC, and where bridges send frames for it, in one namespace. */
public final class Neighbors {
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_IFINDEX = 8;
    private static final int NDA_MASTER = 9;
    private static final int NDA_PROTOCOL = 12;
    private static final int NUD_REACHABLE = 2;
    private static final int NUD_NOARP = 0x40;
    private static final int NUD_PERMANENT = 0x80;
    private static final int NTF_MASTER = 4;
    private static final int NTF_PROXY = 8;
    private static final int NTF_STICKY = 0x40;

    private final NetlinkSocket socket;

    Neighbors(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Sets the router's neighbour entry to reachable by this MAC, whatever it was. */
    public void set(int index, IpAddress address, MacAddress mac) {
        int family = Rtnetlink.family(address.family());
        socket.request(
                neighbor(
                                Rtnetlink.NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                family,
                                index,
                                NUD_REACHABLE,
                                0)
                        .attribute(NDA_DST, address)
                        .attribute(NDA_LLADDR, mac),
                "set neighbour " + address);
    }

    /** Has an address reached by this MAC for good: nobody is asked, and no answer changes it. */
    public void setPermanent(int index, IpAddress address, MacAddress mac) {
        int family = Rtnetlink.family(address.family());
        socket.request(
                neighbor(
                                Rtnetlink.NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                family,
                                index,
                                NUD_PERMANENT,
                                0)
                        .attribute(NDA_DST, address)
                        .attribute(NDA_LLADDR, mac),
                "set permanent neighbour " + address);
    }

    /** By which MAC an address is reached for good; empty when it is not, whatever was learned. */
    public Optional<MacAddress> permanent(int index, IpAddress address) {
        Message message = neighbor(Rtnetlink.GETNEIGH, Message.ACK, Rtnetlink.family(address.family()), index, 0, 0)
                .attribute(NDA_DST, address);
        return socket.get(message, "look at neighbour " + address)
                .filter(m -> (m.u16(8) & NUD_PERMANENT) != 0)
                .flatMap(m -> m.attributes(12).mac(NDA_LLADDR));
    }

    public void delete(int index, IpAddress address) {
        socket.remove(
                neighbor(Rtnetlink.DELNEIGH, Message.ACK, Rtnetlink.family(address.family()), index, 0, 0)
                        .attribute(NDA_DST, address),
                "delete neighbour " + address);
    }

    /** Has neighbours on a link that ask for an IPv6 address answered with the link's MAC. */
    public void answerFor(int index, Ipv6Address address) {
        socket.request(
                proxy(Rtnetlink.NEWNEIGH, Message.ACK | Message.CREATE | Message.REPLACE, index)
                        .attribute(NDA_DST, address)
                        .attribute8(NDA_PROTOCOL, Rtnetlink.OUR_PROTOCOL),
                "answer for " + address);
    }

    /** Deleting a missing one succeeds. */
    public void stopAnsweringFor(int index, Ipv6Address address) {
        socket.remove(
                proxy(Rtnetlink.DELNEIGH, Message.ACK, index).attribute(NDA_DST, address),
                "stop answering for " + address);
    }

    /** Whether neighbours on a link that ask for the address are answered, however many others there are. */
    public boolean isAnsweredFor(int index, Ipv6Address address) {
        return socket.get(
                        proxy(Rtnetlink.GETNEIGH, Message.ACK, index).attribute(NDA_DST, address),
                        "look at answers for " + address)
                .isPresent();
    }

    /** For which IPv6 addresses neighbours on a link are answered by an entry of ours. */
    public List<IpAddress> answeredFor(int index) {
        Message message = proxy(Rtnetlink.GETNEIGH, Message.DUMP, 0).attribute32(NDA_IFINDEX, index);
        return socket.dump(message, "list answers").stream()
                .filter(m -> m.type() == Rtnetlink.NEWNEIGH)
                .map(m -> m.attributes(12))
                .filter(attributes -> attributes.number(NDA_PROTOCOL).orElse(0) == Rtnetlink.OUR_PROTOCOL)
                .flatMap(attributes -> attributes.address(NDA_DST).stream())
                .toList();
    }

    /** About entries of proxy neighbour discovery (RFC 4861 section 7.2.8). */
    private static Message proxy(int type, int flags, int index) {
        return neighbor(type, flags, Rtnetlink.family(Family.IPV6), index, 0, NTF_PROXY);
    }

    /** Sends frames for a MAC to a bridge's port for good; a guest elsewhere that uses the MAC cannot take it. */
    public void addForwarding(int index, MacAddress mac) {
        socket.request(
                neighbor(
                                Rtnetlink.NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                Rtnetlink.AF_BRIDGE,
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
                                Rtnetlink.NEWNEIGH,
                                Message.ACK | Message.CREATE | Message.REPLACE,
                                Rtnetlink.AF_BRIDGE,
                                index,
                                NUD_REACHABLE,
                                NTF_MASTER)
                        .attribute(NDA_LLADDR, mac),
                "forward " + mac + " to " + index);
    }

    /** The forwarding entries of all ports of a bridge, or of all bridges with index 0. */
    public List<Forwarding> forwardings(int bridge) {
        Message message = neighbor(Rtnetlink.GETNEIGH, Message.DUMP, Rtnetlink.AF_BRIDGE, 0, 0, 0);
        if (bridge != 0) {
            message.attribute32(NDA_MASTER, bridge);
        }
        return socket.dump(message, "list forwarding entries").stream()
                .filter(m -> m.type() == Rtnetlink.NEWNEIGH)
                .flatMap(m -> Forwarding.of(m).stream())
                .toList();
    }

    /** Where a bridge sends frames for a MAC. */
    public Optional<Forwarding> forwarding(int bridge, MacAddress mac) {
        Message message = neighbor(Rtnetlink.GETNEIGH, Message.ACK, Rtnetlink.AF_BRIDGE, 0, 0, NTF_MASTER)
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
            if (message.u8(0) != Rtnetlink.AF_BRIDGE) {
                return Optional.empty();
            }
            boolean permanent = (message.u16(8) & NUD_NOARP) != 0;
            return message.attributes(12).mac(NDA_LLADDR).map(mac -> new Forwarding(message.int32(4), mac, permanent));
        }
    }
}
