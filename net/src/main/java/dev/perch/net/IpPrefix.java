package dev.perch.net;

import java.math.BigInteger;

/**
 * A CIDR block: an address and a prefix length. Host bits are kept as given ({@code 1.1.1.1/0} stays what it is);
 * {@link #network()} is the block with them cleared.
 */
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {

    public IpPrefix {
        if (length < 0 || length > address.family().bits()) {
            throw new IllegalArgumentException("a prefix length of " + address.family() + " is 0 to "
                    + address.family().bits() + ", not " + length);
        }
    }

    /** The block of one address: /32 or /128. */
    public static IpPrefix host(IpAddress address) {
        return new IpPrefix(address, address.family().bits());
    }

    /** The block in a literal of the program; {@link IllegalArgumentException} when it is malformed. */
    public static IpPrefix of(String text) {
        return parse(text).orThrow();
    }

    /** Parses {@code address/length}; a bare address is the block of one address. Host bits may be set. */
    public static Parsed<IpPrefix> parse(String text) {
        if (text == null) {
            return Parsed.malformed("CIDR", "is empty");
        }
        if (text.length() > 49) {
            return Parsed.malformed("CIDR", "is longer than 49 characters");
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return IpAddress.parse(text).then(a -> Parsed.ok(host(a)));
        }
        String digits = text.substring(slash + 1);
        return IpAddress.parse(text.substring(0, slash)).then(address -> {
            if (!digits.matches("0|[1-9][0-9]{0,2}")
                    || Integer.parseInt(digits) > address.family().bits()) {
                return Parsed.malformed(
                        "CIDR",
                        "the length in '" + text + "' is not 0 to "
                                + address.family().bits());
            }
            return Parsed.ok(new IpPrefix(address, Integer.parseInt(digits)));
        });
    }

    public Family family() {
        return address.family();
    }

    /** The block with its host bits cleared. */
    public IpPrefix network() {
        return new IpPrefix(first(), length);
    }

    /** Whether all host bits are zero. */
    public boolean isNetwork() {
        return address.equals(first());
    }

    /** The lowest address of the block. */
    public IpAddress first() {
        return withHostBits(0);
    }

    /** The highest address of the block. */
    public IpAddress last() {
        return withHostBits(0xff);
    }

    private IpAddress withHostBits(int value) {
        byte[] bytes = address.bytes();
        for (int i = length / 8; i < bytes.length; i++) {
            int host = 0xff >> Math.max(0, length - 8 * i);
            bytes[i] = (byte) (bytes[i] & ~host | value & host);
        }
        return IpAddress.of(bytes);
    }

    /** How many addresses the block has. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(family().bits() - length);
    }

    public boolean contains(IpAddress other) {
        return other.family() == family() && first().compareTo(other) <= 0 && other.compareTo(last()) <= 0;
    }

    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.address);
    }

    public boolean overlaps(IpPrefix other) {
        return contains(other.network().address()) || other.contains(first());
    }

    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
