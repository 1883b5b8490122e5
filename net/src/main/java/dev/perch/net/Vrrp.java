package dev.perch.net;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A VRRP advertisement, version 2 (RFC 3768 section 5.1, IPv4 only) or 3 (RFC 9568 section 5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|Type=1 | Virtual Rtr ID|    Priority   |   Addr Count  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Auth Type   |  Adver Int, s |          Checksum             |  version 2
 * |Reserved| Max Advertise Int, cs|          Checksum             |  version 3 (4 and 12 bits)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |              Addresses (4 or 16 bytes each)                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |              Authentication Data (8 bytes, version 2)         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param family       of the packet and of the addresses; version 2 is IPv4 only
 * @param priority     0 (the sender resigns) to 255 (it owns the addresses)
 * @param centiseconds between advertisements: 0 to 4095, in version 2 whole seconds up to 255
 * @param addresses    may be none (RFC 9568 asks for one, RFC 3768 does not say): the sender is alive all the same
 * @param authType     version 2: 0 none, 1 simple password, 2 IP authentication header; version 3: 0
 * @param trailer      what follows the addresses: version 2's authentication data
 * @param pseudoHeader whether the checksum covers a pseudo-header: always in IPv6, never in version 2, and either way in
 *                     IPv4's version 3, where senders differ
 */
public record Vrrp(
        Family family,
        int version,
        int vrid,
        int priority,
        int centiseconds,
        List<IpAddress> addresses,
        int authType,
        Bytes trailer,
        boolean pseudoHeader) {
    /** 224.0.0.18 (RFC 9568 section 5.1.1.2). */
    public static final Ipv4Address GROUP_IPV4 = new Ipv4Address(0xe0000012);

    /** ff02::12 (RFC 9568 section 5.1.2.2). */
    public static final Ipv6Address GROUP_IPV6 = new Ipv6Address(0xff02L << 48, 0x12);

    private static final int HEADER = 8;

    public Vrrp {
        addresses = List.copyOf(addresses);
        if (vrid < 1 || vrid > 255 || priority >>> 8 != 0 || authType >>> 8 != 0 || addresses.size() > 255) {
            throw new IllegalArgumentException("VRID is 1 to 255; priority, type and number of addresses 0 to 255");
        }
        for (IpAddress address : addresses) {
            if (address.family() != family) {
                throw new IllegalArgumentException(address + " in an advertisement of " + family);
            }
        }
        switch (version) {
            case 2 -> {
                if (centiseconds % 100 != 0 || centiseconds < 0 || centiseconds > 25500) {
                    throw new IllegalArgumentException("version 2 has an interval of 0 to 255 whole seconds");
                }
                if (family != Family.IPV4 || pseudoHeader) {
                    throw new IllegalArgumentException("version 2 has neither IPv6 nor a pseudo-header");
                }
            }
            case 3 -> {
                if (centiseconds >>> 12 != 0 || authType != 0) {
                    throw new IllegalArgumentException("version 3 has 12 bits of interval and no auth type");
                }
                if (family == Family.IPV6 && !pseudoHeader) {
                    throw new IllegalArgumentException("in IPv6 the checksum covers the pseudo-header");
                }
            }
            default -> throw new IllegalArgumentException("VRRP has versions 2 and 3, not " + version);
        }
    }

    /** Version 2 without authentication, its eight bytes of authentication data zero. */
    public static Vrrp v2(int vrid, int priority, int seconds, List<Ipv4Address> addresses) {
        return new Vrrp(
                Family.IPV4, 2, vrid, priority, seconds * 100, List.copyOf(addresses), 0, Bytes.of(new byte[8]), false);
    }

    /** Version 3 as Keepalived sends it, with at least one address: the checksum covers a pseudo-header in IPv4 too. */
    public static Vrrp v3(int vrid, int priority, int centiseconds, List<? extends IpAddress> addresses) {
        return new Vrrp(
                addresses.getFirst().family(),
                3,
                vrid,
                priority,
                centiseconds,
                List.copyOf(addresses),
                0,
                Bytes.EMPTY,
                true);
    }

    public Vrrp withPriority(int other) {
        return new Vrrp(family, version, vrid, other, centiseconds, addresses, authType, trailer, pseudoHeader);
    }

    public Vrrp withCentiseconds(int other) {
        return new Vrrp(family, version, vrid, priority, other, addresses, authType, trailer, pseudoHeader);
    }

    /** The time between advertisements. */
    public Duration interval() {
        return Duration.ofMillis(centiseconds * 10L);
    }

    /** Where advertisements of the family go when they are multicast. */
    public static IpAddress group(Family family) {
        return switch (family) {
            case IPV4 -> GROUP_IPV4;
            case IPV6 -> GROUP_IPV6;
        };
    }

    /** The advertisement in an IP packet with hop limit 255; both addresses are of its family. */
    public IpPacket packet(IpAddress source, IpAddress destination) {
        int size = addresses.size() * family.bits() / 8 + trailer.length();
        ByteBuffer out = ByteBuffer.allocate(HEADER + size)
                .put((byte) (version << 4 | 1))
                .put((byte) vrid)
                .put((byte) priority)
                .put((byte) addresses.size())
                .putShort((short) (version == 2 ? authType << 8 | centiseconds / 100 : centiseconds))
                .putShort((short) 0);
        addresses.forEach(address -> out.put(address.bytes()));
        trailer.putTo(out);
        if (pseudoHeader) {
            Checksum.fill(out, 6, source, destination, IpPacket.VRRP);
        } else {
            Checksum.fill(out, 6);
        }
        return IpPacket.of(source, destination, IpPacket.NETWORK_CONTROL, 255, IpPacket.VRRP, Bytes.of(out.array()));
    }

    /** Parses with the receiver's rules of RFC 3768 section 7.1 and RFC 9568 section 7.1. */
    public static Parsed<Vrrp> parse(IpPacket packet) {
        return packet.upper().then(upper -> {
            if (upper.protocol() != IpPacket.VRRP) {
                return malformed("is protocol " + upper.protocol());
            }
            if (packet.hopLimit() != 255) {
                return malformed("has hop limit " + packet.hopLimit() + ", not 255: it may come from another link");
            }
            return parse(packet, upper.payload());
        });
    }

    private static Parsed<Vrrp> parse(IpPacket packet, Bytes bytes) {
        if (bytes.length() < HEADER) {
            return malformed("has " + bytes.length() + " bytes, fewer than " + HEADER);
        }
        Family family = packet.source().family();
        int version = bytes.u8(0) >>> 4;
        if (version != 3 && (version != 2 || family == Family.IPV6)) {
            return malformed("says version " + version + " in " + family);
        }
        if ((bytes.u8(0) & 0xf) != 1) {
            return malformed("is type " + (bytes.u8(0) & 0xf) + ", not an advertisement");
        }
        if (bytes.u8(1) == 0) {
            return malformed("has VRID 0");
        }
        int count = bytes.u8(3);
        int end = HEADER + count * family.bits() / 8;
        if (end > bytes.length()) {
            return malformed("has " + bytes.length() + " bytes for " + count + " addresses");
        }
        boolean plain = family == Family.IPV4 && Checksum.of(bytes) == 0;
        if (!plain && (version == 2 || Checksum.of(packet.source(), packet.destination(), IpPacket.VRRP, bytes) != 0)) {
            return malformed("has a wrong checksum");
        }
        return Parsed.ok(new Vrrp(
                family,
                version,
                bytes.u8(1),
                bytes.u8(2),
                version == 2 ? bytes.u8(5) * 100 : bytes.u16(4) & 0xfff,
                addresses(family, bytes.slice(HEADER, end - HEADER)),
                version == 2 ? bytes.u8(4) : 0,
                bytes.from(end),
                !plain));
    }

    private static List<IpAddress> addresses(Family family, Bytes bytes) {
        int size = family.bits() / 8;
        List<IpAddress> addresses = new ArrayList<>(bytes.length() / size);
        for (int at = 0; at < bytes.length(); at += size) {
            addresses.add(
                    switch (family) {
                        case IPV4 -> bytes.ipv4(at);
                        case IPV6 -> bytes.ipv6(at);
                    });
        }
        return addresses;
    }

    private static <T> Parsed<T> malformed(String rule) {
        return Parsed.malformed("VRRP", rule);
    }
}
