package dev.perch.net;

import java.nio.ByteBuffer;

/**
 * An Ethernet II frame and what it carries (IEEE 802.3 clause 3.2.6; RFC 894, RFC 2464). No frame check sequence.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          Destination                          |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                            Source                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           EtherType           |           Payload ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
 * </pre>
 */
public record Frame(MacAddress destination, MacAddress source, Payload payload) {
    private static final int HEADER = 14;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_SERVICE_VLAN = 0x88a8;

    /** What a frame carries. */
    public sealed interface Payload permits Arp, IpPacket, Other {
        /** The payload in a fresh array. */
        byte[] encode();
    }

    /**
     * Anything else, not looked into.
     *
     * @param etherType 0 to 0xffff; below 0x600 it is the length of an IEEE 802.3 frame
     */
    public record Other(int etherType, Bytes bytes) implements Payload {
        public Other {
            if (etherType >>> 16 != 0 || etherType == TYPE_ARP || etherType == TYPE_IPV4 || etherType == TYPE_IPV6) {
                throw new IllegalArgumentException("not another EtherType: " + etherType);
            }
        }

        @Override
        public byte[] encode() {
            return bytes.toArray();
        }
    }

    public static Parsed<Frame> parse(byte[] frame) {
        return parse(Bytes.of(frame));
    }

    /** Parses a frame; padding after ARP and IP is ignored. Malformed also when the ARP or IP packet inside is. */
    public static Parsed<Frame> parse(Bytes frame) {
        if (frame.length() < HEADER) {
            return Parsed.malformed("Ethernet frame", "has " + frame.length() + " bytes, fewer than " + HEADER);
        }
        return parse(frame.slice(0, HEADER), frame.from(HEADER));
    }

    /** The same for a header and a payload that came apart, as netfilter's log delivers them. */
    public static Parsed<Frame> parse(Bytes header, Bytes payload) {
        if (header.length() != HEADER) {
            return Parsed.malformed("Ethernet frame", "has a header of " + header.length() + " bytes, not " + HEADER);
        }
        return payload(header.u16(12), payload)
                .then(parsed -> Parsed.ok(new Frame(header.mac(0), header.mac(6), parsed)));
    }

    private static Parsed<? extends Payload> payload(int etherType, Bytes bytes) {
        return switch (etherType) {
            case TYPE_ARP -> Arp.parse(bytes);
            case TYPE_IPV4 -> Ipv4Packet.parse(bytes);
            case TYPE_IPV6 -> Ipv6Packet.parse(bytes);
            default -> Parsed.ok(new Other(etherType, bytes));
        };
    }

    /**
     * The frame that tells every neighbour where an address is now: a gratuitous ARP request to all (RFC 5227 section 3),
     * or an unsolicited neighbour advertisement with Override to ff02::1 (RFC 4861 section 7.2.6).
     */
    public static Frame announcing(IpAddress address, MacAddress mac) {
        return switch (address) {
            case Ipv4Address v4 -> new Frame(MacAddress.BROADCAST, mac, Arp.announcement(mac, v4));
            case Ipv6Address v6 -> {
                Ipv6Packet packet =
                        NeighborDiscovery.Advertisement.unsolicited(v6, mac).packet(v6, Ipv6Address.ALL_NODES);
                yield new Frame(MacAddress.ofGroup(Ipv6Address.ALL_NODES), mac, packet);
            }
        };
    }

    /** The frame in a fresh array, without padding to Ethernet's minimum. */
    public byte[] encode() {
        byte[] inside = payload.encode();
        return ByteBuffer.allocate(HEADER + inside.length)
                .put(destination.bytes())
                .put(source.bytes())
                .putShort((short) etherType())
                .put(inside)
                .array();
    }

    public int etherType() {
        return switch (payload) {
            case Arp arp -> TYPE_ARP;
            case Ipv4Packet ipv4 -> TYPE_IPV4;
            case Ipv6Packet ipv6 -> TYPE_IPV6;
            case Other other -> other.etherType;
        };
    }

    /** Whether the frame has a VLAN tag (IEEE 802.1Q, 802.1ad); its payload is then {@link Other}. */
    public boolean isTagged() {
        return etherType() == TYPE_VLAN || etherType() == TYPE_SERVICE_VLAN;
    }

    /** The VRRP advertisement in the frame, or why there is none. */
    public Parsed<Vrrp> vrrp() {
        return payload instanceof IpPacket packet
                ? Vrrp.parse(packet)
                : Parsed.malformed("VRRP", "not in an IP packet");
    }

    /** The neighbour solicitation or advertisement in the frame, or why there is none. */
    public Parsed<NeighborDiscovery> neighborDiscovery() {
        return payload instanceof Ipv6Packet packet
                ? NeighborDiscovery.parse(packet)
                : Parsed.malformed("neighbour discovery", "not in an IPv6 packet");
    }
}
