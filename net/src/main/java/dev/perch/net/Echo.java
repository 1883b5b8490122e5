package dev.perch.net;

import java.nio.ByteBuffer;

/**
 * Echo request or reply: ICMP types 8 and 0 (RFC 792), ICMPv6 types 128 and 129 (RFC 4443 section 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |   Code = 0    |          Checksum             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Identifier          |        Sequence Number        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Data ...
 * +-+-+-+-+-
 * </pre>
 *
 * @param identifier 16 bits, as the sequence number
 */
public record Echo(boolean reply, int identifier, int sequence, Bytes data) {
    private static final int HEADER = 8;

    public Echo {
        if (identifier >>> 16 != 0 || sequence >>> 16 != 0) {
            throw new IllegalArgumentException("identifier and sequence have 16 bits each");
        }
    }

    /** The reply to this request. */
    public Echo answer() {
        return new Echo(true, identifier, sequence, data);
    }

    /** The message in an IP packet with hop limit 64; both addresses are of one family. */
    public IpPacket packet(IpAddress source, IpAddress destination) {
        Family family = source.family();
        ByteBuffer out = ByteBuffer.allocate(HEADER + data.length())
                .putInt(type(family, reply) << 24)
                .putShort((short) identifier)
                .putShort((short) sequence);
        data.putTo(out);
        int protocol = protocol(family);
        switch (family) {
            case IPV4 -> Checksum.fill(out, 2);
            case IPV6 -> Checksum.fill(out, 2, source, destination, protocol);
        }
        return IpPacket.of(source, destination, 0, 64, protocol, Bytes.of(out.array()));
    }

    public static Parsed<Echo> parse(IpPacket packet) {
        return packet.upper().then(upper -> parse(packet, upper));
    }

    private static Parsed<Echo> parse(IpPacket packet, IpPacket.Upper upper) {
        Family family = packet.source().family();
        Bytes bytes = upper.payload();
        if (upper.protocol() != protocol(family)) {
            return malformed("is protocol " + upper.protocol());
        }
        if (bytes.length() < HEADER) {
            return malformed("has " + bytes.length() + " bytes, fewer than " + HEADER);
        }
        boolean reply = bytes.u8(0) == type(family, true);
        if (bytes.u8(0) != type(family, reply) || bytes.u8(1) != 0) {
            return malformed("is type " + bytes.u8(0) + ", code " + bytes.u8(1));
        }
        int checksum = switch (family) {
            case IPV4 -> Checksum.of(bytes);
            case IPV6 -> Checksum.of(packet.source(), packet.destination(), upper.protocol(), bytes);
        };
        return checksum != 0
                ? malformed("has a wrong checksum")
                : Parsed.ok(new Echo(reply, bytes.u16(4), bytes.u16(6), bytes.from(HEADER)));
    }

    private static int protocol(Family family) {
        return switch (family) {
            case IPV4 -> IpPacket.ICMP;
            case IPV6 -> IpPacket.ICMPV6;
        };
    }

    private static int type(Family family, boolean reply) {
        return switch (family) {
            case IPV4 -> reply ? 0 : 8;
            case IPV6 -> reply ? 129 : 128;
        };
    }

    private static Parsed<Echo> malformed(String rule) {
        return Parsed.malformed("ICMP echo", rule);
    }
}
