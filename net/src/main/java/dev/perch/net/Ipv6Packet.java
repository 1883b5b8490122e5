package dev.perch.net;

import java.nio.ByteBuffer;

/**
 * An IPv6 packet (RFC 8200 section 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version| Traffic Class |           Flow Label                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Payload Length        |  Next Header  |   Hop Limit   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                    Source Address (16 bytes)                  +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                 Destination Address (16 bytes)                +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param nextHeader the first extension header, or the upper-layer protocol
 * @param payload    extension headers and upper-layer packet; jumbograms (RFC 2675) do not exist here
 */
public record Ipv6Packet(
        int trafficClass,
        int flowLabel,
        int nextHeader,
        int hopLimit,
        Ipv6Address source,
        Ipv6Address destination,
        Bytes payload)
        implements IpPacket {
    private static final int HEADER = 40;

    public Ipv6Packet {
        if (trafficClass >>> 8 != 0 || nextHeader >>> 8 != 0 || hopLimit >>> 8 != 0) {
            throw new IllegalArgumentException("traffic class, next header and hop limit have 8 bits each");
        }
        if (flowLabel >>> 20 != 0) {
            throw new IllegalArgumentException("a flow label has 20 bits");
        }
        if (payload.length() > 0xffff) {
            throw new IllegalArgumentException("a payload is at most 65535 bytes long");
        }
    }

    /** Parses a packet; what follows its payload length is padding. */
    public static Parsed<Ipv6Packet> parse(Bytes bytes) {
        if (bytes.length() < HEADER) {
            return malformed("has " + bytes.length() + " bytes, fewer than " + HEADER);
        }
        if (bytes.u8(0) >>> 4 != 6) {
            return malformed("says version " + (bytes.u8(0) >>> 4));
        }
        int length = bytes.u16(4);
        if (length > bytes.length() - HEADER) {
            return malformed("payload length " + length + ", there are " + (bytes.length() - HEADER));
        }
        return Parsed.ok(new Ipv6Packet(
                bytes.u16(0) >>> 4 & 0xff,
                bytes.i32(0) & 0xfffff,
                bytes.u8(6),
                bytes.u8(7),
                bytes.ipv6(8),
                bytes.ipv6(24),
                bytes.slice(HEADER, length)));
    }

    @Override
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + payload.length())
                .putInt(6 << 28 | trafficClass << 20 | flowLabel)
                .putShort((short) payload.length())
                .put((byte) nextHeader)
                .put((byte) hopLimit)
                .put(source.bytes())
                .put(destination.bytes());
        payload.putTo(out);
        return out.array();
    }

    /**
     * Walks the extension headers of RFC 8200 section 4 and RFC 4302. Ends because each takes at least eight bytes of
     * the payload. An encrypted payload (ESP) or an unknown header counts as the upper layer.
     */
    @Override
    public Parsed<Upper> upper() {
        int next = nextHeader;
        int at = 0;
        boolean fragment = false;
        while (isExtension(next)) {
            if (payload.length() - at < 8) {
                return malformed("ends inside extension header " + next);
            }
            if (next == 44 && (payload.u16(at + 2) & ~0b110) != 0) {
                return malformed("is one fragment of several");
            }
            fragment |= next == 44;
            int length = switch (next) {
                case 44 -> 8; // RFC 8200 section 4.5: fixed, its second byte is reserved
                case 51 -> (payload.u8(at + 1) + 2) * 4; // RFC 4302 section 2.2: in words of 4, minus 2
                default -> (payload.u8(at + 1) + 1) * 8;
            };
            if (length > payload.length() - at) {
                return malformed("ends inside extension header " + next);
            }
            next = payload.u8(at);
            at += length;
        }
        return Parsed.ok(new Upper(next, payload.from(at), fragment));
    }

    /** Hop-by-hop options, routing, fragment, authentication, destination options: what hosts walk past. */
    private static boolean isExtension(int number) {
        return switch (number) {
            case 0, 43, 44, 51, 60 -> true;
            default -> false;
        };
    }

    private static <T> Parsed<T> malformed(String rule) {
        return Parsed.malformed("IPv6", rule);
    }
}
