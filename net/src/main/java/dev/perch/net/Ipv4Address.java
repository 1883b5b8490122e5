package dev.perch.net;

import java.nio.ByteBuffer;

/** An IPv4 address; {@code bits} is its 32-bit number in a signed int. */
public record Ipv4Address(int bits) implements IpAddress {

    /** Reads four bytes of network order at {@code offset}. */
    public static Ipv4Address of(byte[] bytes, int offset) {
        return new Ipv4Address(ByteBuffer.wrap(bytes).getInt(offset));
    }

    @Override
    public Family family() {
        return Family.IPV4;
    }

    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(4).putInt(bits).array();
    }

    @Override
    public boolean isMulticast() {
        return bits >>> 28 == 0xe;
    }

    @Override
    public boolean isLinkLocal() {
        return bits >>> 16 == 0xa9fe;
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
