package dev.perch.net;

import java.nio.ByteBuffer;

/** An IPv6 address as two 64-bit halves in network order. */
public record Ipv6Address(long high, long low) implements IpAddress {

    /** ff02::1, every node of the link (RFC 4291 section 2.7.1). */
    public static final Ipv6Address ALL_NODES = new Ipv6Address(0xff02L << 48, 1);

    /** Reads sixteen bytes of network order at {@code offset}. */
    public static Ipv6Address of(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Ipv6Address(buffer.getLong(offset), buffer.getLong(offset + 8));
    }

    /** The link-local address that RFC 4291 appendix A derives from a MAC address (modified EUI-64). */
    public static Ipv6Address linkLocalOf(MacAddress mac) {
        long m = mac.bits();
        long eui = (m >>> 24 & 0xffffffL) << 40 | 0xfffeL << 24 | m & 0xffffffL;
        return new Ipv6Address(0xfe80L << 48, eui ^ 0x0200000000000000L);
    }

    /** The group ff02::1:ffxx:xxxx that a neighbour solicitation for this address goes to (RFC 4291 section 2.7.1). */
    public Ipv6Address solicitedNode() {
        return new Ipv6Address(0xff02L << 48, 0x00000001ff000000L | low & 0xffffffL);
    }

    /** Whether the address is such a group, ff02::1:ff00:0/104. */
    public boolean isSolicitedNode() {
        return high == 0xff02L << 48 && low >>> 24 == 0x1ff;
    }

    @Override
    public Family family() {
        return Family.IPV6;
    }

    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    @Override
    public boolean isMulticast() {
        return high >>> 56 == 0xff;
    }

    @Override
    public boolean isLinkLocal() {
        return high >>> 54 == 0xfe80 >> 6;
    }

    /** The canonical text of RFC 5952. */
    @Override
    public String toString() {
        return IpText.format(this);
    }
}
