package dev.perch.net;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071): the complement of the one's complement sum of 16-bit words. */
public final class Checksum {
    private Checksum() {}

    /** The checksum of the bytes, 0 to 0xffff; 0 when they hold their own good checksum. */
    public static int of(Bytes bytes) {
        return fold(sum(bytes));
    }

    /**
     * The checksum of an upper-layer packet and the pseudo-header before it (RFC 793 section 3.1, RFC 8200 section 8.1).
     * Both addresses are of one family.
     */
    public static int of(IpAddress source, IpAddress destination, int protocol, Bytes packet) {
        // The length field is 16 bits wide in IPv4 and 32 in IPv6; their sums are equal because no packet is longer.
        return fold(sum(Bytes.of(source.bytes()))
                + sum(Bytes.of(destination.bytes()))
                + protocol
                + packet.length()
                + sum(packet));
    }

    /** Computes the checksum of the packet with zeros where it goes, and puts it there. */
    static void fill(ByteBuffer packet, int at) {
        packet.putShort(at, (short) of(Bytes.of(packet.array())));
    }

    static void fill(ByteBuffer packet, int at, IpAddress source, IpAddress destination, int protocol) {
        packet.putShort(at, (short) of(source, destination, protocol, Bytes.of(packet.array())));
    }

    /** The plain sum; an odd last byte is the high half of a word. Cannot overflow: 2^31 bytes sum to less than 2^47. */
    private static long sum(Bytes bytes) {
        long sum = 0;
        int even = bytes.length() & ~1;
        for (int i = 0; i < even; i += 2) {
            sum += bytes.u16(i);
        }
        return even == bytes.length() ? sum : sum + (bytes.u8(even) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
