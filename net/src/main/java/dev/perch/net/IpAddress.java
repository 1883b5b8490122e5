package dev.perch.net;

import java.math.BigInteger;
import java.util.Arrays;

/** An IPv4 or IPv6 address, without zone. Ordered by family, then numerically. */
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {

    Family family();

    /** The address in network byte order: 4 or 16 bytes, a fresh array. */
    byte[] bytes();

    /** The address as an unsigned number. */
    default BigInteger toBigInteger() {
        return new BigInteger(1, bytes());
    }

    /** The address {@code offset} further on; {@link ArithmeticException} when that leaves the family. */
    default IpAddress plus(long offset) {
        return of(family(), toBigInteger().add(BigInteger.valueOf(offset)));
    }

    /** Whether the address is a group's: 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7). */
    boolean isMulticast();

    /** Whether the address is valid on one link only: 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291). */
    boolean isLinkLocal();

    /** Whether the address is 0.0.0.0 or ::. */
    default boolean isUnspecified() {
        return toBigInteger().signum() == 0;
    }

    @Override
    default int compareTo(IpAddress other) {
        int byFamily = family().compareTo(other.family());
        return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes(), other.bytes());
    }

    /** The address with this number; {@link ArithmeticException} when it does not fit the family. */
    static IpAddress of(Family family, BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > family.bits()) {
            throw new ArithmeticException(number + " is not an " + family + " address");
        }
        return switch (family) {
            case IPV4 -> new Ipv4Address(number.intValue());
            case IPV6 -> new Ipv6Address(number.shiftRight(64).longValue(), number.longValue());
        };
    }

    /** The address in 4 or 16 bytes of network order; {@link IllegalArgumentException} for any other length. */
    static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> Ipv4Address.of(bytes, 0);
            case 16 -> Ipv6Address.of(bytes, 0);
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** The address in a literal of the program; {@link IllegalArgumentException} when it is malformed. */
    static IpAddress of(String text) {
        return parse(text).orThrow();
    }

    /** Parses dotted-quad IPv4 or RFC 4291 IPv6 text. No zone, no port, no leading zeros, no white space. */
    static Parsed<IpAddress> parse(String text) {
        return IpText.parse(text);
    }
}
