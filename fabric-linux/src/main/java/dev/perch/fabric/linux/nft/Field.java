package dev.perch.fabric.linux.nft;

import dev.perch.net.Bytes;

/** A part of a set's key; in a concatenation each takes whole 32-bit registers. */
enum Field {
    /** An interface's name, zero-filled to IFNAMSIZ. */
    INTERFACE(16, 16),
    MAC(6, 8),
    /** A MAC and the EtherType that follows it in the frame when it is the source's. */
    MAC_AND_TYPE(8, 8),
    IPV4(4, 4),
    IPV6(16, 16),
    /** A number of groups, in a set of intervals. */
    GROUPS(4, 4),
    /** What a judgement is about, and a stratum of it, in a set of intervals. */
    STRATUM(4, 4),
    /** What a judgement is about. */
    SCOPE(4, 4),
    /** A protocol of IP. */
    PROTOCOL(1, 4),
    /** A protocol's port; type and code of ICMP. */
    PORT(2, 4);

    private final int size;
    private final int room;

    Field(int size, int room) {
        this.size = size;
        this.room = room;
    }

    int room() {
        return room;
    }

    /** In words. */
    String text(Bytes key, int at) {
        return switch (this) {
            case INTERFACE -> interfaceName(key, at);
            case MAC -> key.mac(at).toString();
            case MAC_AND_TYPE -> key.mac(at) + " type " + Integer.toHexString(key.u16(at + 6));
            case IPV4 -> key.ipv4(at).toString();
            case IPV6 -> key.ipv6(at).toString();
            case GROUPS -> Numbers.IN_INTERVALS.groupsText(key, at);
            case STRATUM -> Numbers.IN_INTERVALS.scopeText(key, at);
            case SCOPE -> Numbers.IN_REGISTERS.scopeText(key, at);
            case PROTOCOL -> "protocol " + key.u8(at);
            case PORT -> "port " + key.u16(at);
        };
    }

    static String interfaceName(Bytes key, int at) {
        StringBuilder name = new StringBuilder(15);
        for (int i = at; i < at + INTERFACE.size && key.u8(i) != 0; i++) {
            name.append((char) key.u8(i));
        }
        return name.toString();
    }
}
