package dev.perch.net;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** An Ethernet address; {@code bits} holds its 48 bits in network order in the low end of a long. */
public record MacAddress(long bits) implements Comparable<MacAddress> {

    public static final MacAddress BROADCAST = new MacAddress(0xffffffffffffL);

    /** 00:00:5e:00:01:00, the IPv4 virtual router MAC without its VRID (RFC 9568 section 7.3). */
    private static final long VRRP_IPV4 = 0x00005e000100L;

    /** 00:00:5e:00:02:00, the IPv6 virtual router MAC without its VRID (RFC 9568 section 7.3). */
    private static final long VRRP_IPV6 = 0x00005e000200L;

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(bits));
        }
    }

    /** The virtual router MAC of a VRID, 1 to 255 (RFC 9568 section 7.3). */
    public static MacAddress ofVirtualRouter(Family family, int vrid) {
        if (vrid < 1 || vrid > 255) {
            throw new IllegalArgumentException("a VRID is 1 to 255, not " + vrid);
        }
        return new MacAddress((family == Family.IPV4 ? VRRP_IPV4 : VRRP_IPV6) | vrid);
    }

    /**
     * The Ethernet group of an IP group (RFC 1112 section 6.4, RFC 2464 section 7); {@link IllegalArgumentException} for
     * a unicast address.
     */
    public static MacAddress ofGroup(IpAddress group) {
        if (!group.isMulticast()) {
            throw new IllegalArgumentException(group + " is not a group");
        }
        return switch (group) {
            case Ipv4Address v4 -> new MacAddress(0x01005e000000L | v4.bits() & 0x7fffffL);
            case Ipv6Address v6 -> new MacAddress(0x333300000000L | v6.low() & 0xffffffffL);
        };
    }

    /** Reads six bytes at {@code offset}. */
    public static MacAddress of(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | bytes[offset + i] & 0xff;
        }
        return new MacAddress(bits);
    }

    /** The address in a literal of the program; {@link IllegalArgumentException} when it is malformed. */
    public static MacAddress of(String text) {
        return parse(text).orThrow();
    }

    /** Parses six colon-separated pairs of hexadecimal digits. */
    public static Parsed<MacAddress> parse(String text) {
        if (text == null || text.length() != 17) {
            return Parsed.malformed("MAC address", "is not 17 characters long");
        }
        if (!TEXT.matcher(text).matches()) {
            return Parsed.malformed("MAC address", "'" + text + "' is not six pairs of hexadecimal digits with colons");
        }
        return Parsed.ok(new MacAddress(Long.parseLong(text.replace(":", "").toLowerCase(Locale.ROOT), 16)));
    }

    /** The address in six bytes, a fresh array. */
    public byte[] bytes() {
        byte[] out = new byte[6];
        for (int i = 0; i < 6; i++) {
            out[i] = (byte) (bits >>> 40 - 8 * i);
        }
        return out;
    }

    /** Whether the address is a group's or the broadcast address. */
    public boolean isMulticast() {
        return (bits >>> 40 & 1) == 1;
    }

    /** Whether the address is a virtual router's (RFC 9568 section 7.3). */
    public boolean isVirtualRouter() {
        long prefix = bits & ~0xffL;
        return (prefix == VRRP_IPV4 || prefix == VRRP_IPV6) && (bits & 0xff) != 0;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
