package dev.perch.net;

import java.nio.ByteBuffer;

/**
 * ARP for IPv4 on Ethernet (RFC 826).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      Hardware type = 1        |    Protocol type = 0x0800     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    HLEN = 6   |    PLEN = 4   |           Operation           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  Sender hardware address                      |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |   Sender protocol address     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   (continued)                 |   Target hardware address     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   Target protocol address                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param operation {@link #REQUEST}, {@link #REPLY}, or any other 16-bit number
 */
public record Arp(int operation, MacAddress senderMac, Ipv4Address sender, MacAddress targetMac, Ipv4Address target)
        implements Frame.Payload {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int LENGTH = 28;
    private static final MacAddress UNKNOWN = new MacAddress(0);

    public Arp {
        if (operation >>> 16 != 0) {
            throw new IllegalArgumentException("an ARP operation has 16 bits: " + operation);
        }
    }

    /** Who has {@code target}? The frame goes to all. */
    public static Arp request(MacAddress senderMac, Ipv4Address sender, Ipv4Address target) {
        return new Arp(REQUEST, senderMac, sender, UNKNOWN, target);
    }

    /** Has anybody got {@code target}, without saying that the sender has it (RFC 5227 section 1.1)? */
    public static Arp probe(MacAddress senderMac, Ipv4Address target) {
        return request(senderMac, new Ipv4Address(0), target);
    }

    /** I have {@code address}: a gratuitous request, "ARP Announcement" in RFC 5227 section 1.1. */
    public static Arp announcement(MacAddress senderMac, Ipv4Address address) {
        return request(senderMac, address, address);
    }

    public static Arp reply(MacAddress senderMac, Ipv4Address sender, MacAddress targetMac, Ipv4Address target) {
        return new Arp(REPLY, senderMac, sender, targetMac, target);
    }

    /** Parses an ARP packet; what follows its 28 bytes is padding. */
    public static Parsed<Arp> parse(Bytes packet) {
        if (packet.length() < LENGTH) {
            return malformed("has " + packet.length() + " bytes, fewer than " + LENGTH);
        }
        if (packet.u16(0) != 1 || packet.u16(2) != 0x0800 || packet.u16(4) != 0x0604) {
            return malformed("is not for IPv4 on Ethernet");
        }
        return Parsed.ok(new Arp(packet.u16(6), packet.mac(8), packet.ipv4(14), packet.mac(18), packet.ipv4(24)));
    }

    @Override
    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .putShort((short) 1)
                .putShort((short) 0x0800)
                .putShort((short) 0x0604)
                .putShort((short) operation)
                .put(senderMac.bytes())
                .putInt(sender.bits())
                .put(targetMac.bytes())
                .putInt(target.bits())
                .array();
    }

    /** Whether this only asks if an address is free (RFC 5227 section 1.1): a request from 0.0.0.0. */
    public boolean isProbe() {
        return operation == REQUEST && sender.isUnspecified() && !target.isUnspecified();
    }

    /** Whether sender and target are the same address, in a request (RFC 5227's announcement) or a reply. */
    public boolean isGratuitous() {
        return (operation == REQUEST || operation == REPLY) && sender.equals(target) && !sender.isUnspecified();
    }

    private static Parsed<Arp> malformed(String rule) {
        return Parsed.malformed("ARP", rule);
    }
}
