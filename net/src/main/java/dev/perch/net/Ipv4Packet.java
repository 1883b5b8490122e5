package dev.perch.net;

import java.nio.ByteBuffer;

/**
 * An IPv4 packet (RFC 791 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Identification        |Flags|      Fragment Offset    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       Source Address                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Destination Address                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Options                    |    Padding    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param trafficClass the type of service octet (DSCP and ECN, RFC 2474, RFC 3168)
 * @param fragmentation the 16 bits of flags and fragment offset
 * @param options      0 to 40 bytes with their padding, a multiple of 4; not looked into
 */
public record Ipv4Packet(
        int trafficClass,
        int identification,
        int fragmentation,
        int hopLimit,
        int protocol,
        Ipv4Address source,
        Ipv4Address destination,
        Bytes options,
        Bytes payload)
        implements IpPacket {
    private static final int HEADER = 20;
    /** More Fragments and the offset; all but Don't Fragment and the reserved bit. */
    private static final int FRAGMENT = 0x3fff;

    public Ipv4Packet {
        if (trafficClass >>> 8 != 0 || hopLimit >>> 8 != 0 || protocol >>> 8 != 0) {
            throw new IllegalArgumentException("traffic class, time to live and protocol have 8 bits each");
        }
        if (identification >>> 16 != 0 || fragmentation >>> 16 != 0) {
            throw new IllegalArgumentException("identification and fragmentation have 16 bits each");
        }
        if (options.length() > 40 || options.length() % 4 != 0) {
            throw new IllegalArgumentException("options are 0 to 40 bytes in words of 4, not " + options.length());
        }
        if (HEADER + options.length() + payload.length() > 0xffff) {
            throw new IllegalArgumentException("a packet is at most 65535 bytes long");
        }
    }

    /** Parses a packet; what follows its total length is padding. The header checksum must be right. */
    public static Parsed<Ipv4Packet> parse(Bytes bytes) {
        if (bytes.length() < HEADER) {
            return malformed("has " + bytes.length() + " bytes, fewer than " + HEADER);
        }
        if (bytes.u8(0) >>> 4 != 4) {
            return malformed("says version " + (bytes.u8(0) >>> 4));
        }
        int header = (bytes.u8(0) & 0xf) * 4;
        int total = bytes.u16(2);
        if (header < HEADER || total < header || total > bytes.length()) {
            return malformed("header length " + header + ", total length " + total + ", there are " + bytes.length());
        }
        if (Checksum.of(bytes.slice(0, header)) != 0) {
            return malformed("has a wrong header checksum");
        }
        return Parsed.ok(new Ipv4Packet(
                bytes.u8(1),
                bytes.u16(4),
                bytes.u16(6),
                bytes.u8(8),
                bytes.u8(9),
                bytes.ipv4(12),
                bytes.ipv4(16),
                bytes.slice(HEADER, header - HEADER),
                bytes.slice(header, total - header)));
    }

    @Override
    public byte[] encode() {
        int header = HEADER + options.length();
        ByteBuffer out = ByteBuffer.allocate(header + payload.length())
                .put((byte) (4 << 4 | header / 4))
                .put((byte) trafficClass)
                .putShort((short) (header + payload.length()))
                .putShort((short) identification)
                .putShort((short) fragmentation)
                .put((byte) hopLimit)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source.bits())
                .putInt(destination.bits());
        options.putTo(out);
        payload.putTo(out);
        out.putShort(10, (short) Checksum.of(Bytes.of(out.array(), 0, header)));
        return out.array();
    }

    @Override
    public Parsed<Upper> upper() {
        return (fragmentation & FRAGMENT) != 0
                ? Parsed.malformed("IPv4", "is one fragment of several")
                : Parsed.ok(new Upper(protocol, payload, false));
    }

    private static Parsed<Ipv4Packet> malformed(String rule) {
        return Parsed.malformed("IPv4", rule);
    }
}
