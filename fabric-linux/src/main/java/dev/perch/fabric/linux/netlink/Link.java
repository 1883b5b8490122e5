package dev.perch.fabric.linux.netlink;

import dev.perch.net.MacAddress;
import java.util.OptionalInt;

/**
 * A network interface as RTM_NEWLINK describes it (linux/if_link.h).
 *
 * @param kind    e.g. {@code veth}, {@code bridge}; empty for others
 * @param alias   empty when there is none
 * @param master  index of the bridge it is enslaved to, or 0
 * @param peerNetns the number by which this namespace knows the one that the other end is in
 * @param unicastFlood whether a bridge sends unicast frames for unknown MACs out of it
 * @param sound   a bridge: whether it has no spanning tree, no multicast snooping and no learning from link-local frames
 */
public record Link(
        int index,
        String name,
        String kind,
        String alias,
        MacAddress mac,
        int mtu,
        boolean up,
        boolean carrier,
        int master,
        int group,
        OptionalInt peerNetns,
        boolean unicastFlood,
        boolean sound) {
    static final int FIXED = 16;
    static final int IFF_UP = 1;
    static final int IFF_LOWER_UP = 1 << 16;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_GROUP = 27;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_LINK_NETNSID = 37;
    static final int IFLA_TARGET_NETNSID = 46;
    static final int INFO_KIND = 1;
    static final int INFO_DATA = 2;
    static final int INFO_SLAVE_DATA = 5;
    static final int BRPORT_UNICAST_FLOOD = 9;
    static final int BR_FORWARD_DELAY = 1;
    static final int BR_STP_STATE = 5;
    static final int BR_MCAST_SNOOPING = 23;
    static final int BR_MULTI_BOOLOPT = 46;

    /** Reads the message; attributes that are missing count as zero. */
    public static Link of(Received message) {
        Attributes attributes = message.attributes(FIXED);
        Attributes info = attributes.nested(IFLA_LINKINFO);
        Attributes bridge = info.nested(INFO_DATA);
        int flags = message.int32(8);
        return new Link(
                message.int32(4),
                attributes.text(IFLA_IFNAME).orElse(""),
                info.text(INFO_KIND).orElse(""),
                attributes.text(IFLA_IFALIAS).orElse(""),
                attributes.mac(IFLA_ADDRESS).orElse(new MacAddress(0)),
                attributes.number(IFLA_MTU).orElse(0),
                (flags & IFF_UP) != 0,
                (flags & IFF_LOWER_UP) != 0,
                attributes.number(IFLA_MASTER).orElse(0),
                attributes.number(IFLA_GROUP).orElse(0),
                attributes.number(IFLA_LINK_NETNSID),
                info.nested(INFO_SLAVE_DATA).number(BRPORT_UNICAST_FLOOD).orElse(1) != 0,
                bridge.number(BR_STP_STATE).orElse(1) == 0
                        && bridge.number(BR_MCAST_SNOOPING).orElse(1) == 0
                        && (bridge.bytes(BR_MULTI_BOOLOPT).map(b -> b[0] & 1).orElse(0)) == 1);
    }
}
