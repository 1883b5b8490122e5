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
    IPV6(16, 16);

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
