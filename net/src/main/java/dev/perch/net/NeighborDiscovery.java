package dev.perch.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Neighbour solicitation and advertisement in ICMPv6 (RFC 4861 sections 4.3 and 4.4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Type 135, 136 |     Code      |          Checksum             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R|S|O|                     Reserved                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                                                               |
 * +                  Target Address (16 bytes)                    +
 * |                                                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Options ...   (R, S and O only in advertisements)
 * +-+-+-+-+-+-+-+-+-+-+-+-
 * </pre>
 */
public sealed interface NeighborDiscovery {
    /** The address that is asked for, or spoken for. */
    Ipv6Address target();

    List<Option> options();

    /** The message in ICMPv6 in IPv6 with hop limit 255. */
    default Ipv6Packet packet(Ipv6Address source, Ipv6Address destination) {
        int size = options().stream().mapToInt(o -> 2 + o.body.length()).sum();
        ByteBuffer out = ByteBuffer.allocate(Solicitation.HEADER + size);
        switch (this) {
            case Solicitation s -> out.putInt(Solicitation.TYPE << 24).putInt(0);
            case Advertisement a -> out.putInt(Advertisement.TYPE << 24).putInt(a.flags());
        }
        out.put(target().bytes());
        for (Option option : options()) {
            out.put((byte) option.type).put((byte) ((option.body.length() + 2) / 8));
            option.body.putTo(out);
        }
        Checksum.fill(out, 2, source, destination, IpPacket.ICMPV6);
        return new Ipv6Packet(0, 0, IpPacket.ICMPV6, 255, source, destination, Bytes.of(out.array()));
    }

    /** Who has the target? From {@code ::} it is duplicate address detection (RFC 4862 section 5.4.2). */
    record Solicitation(Ipv6Address target, List<Option> options) implements NeighborDiscovery {
        private static final int TYPE = 135;

        /** Of an advertisement too. */
        private static final int HEADER = 24;

        public Solicitation {
            options = List.copyOf(options);
        }

        /** With the sender's MAC; goes to {@link Ipv6Address#solicitedNode} of the target. */
        public static Solicitation of(Ipv6Address target, MacAddress sender) {
            return new Solicitation(target, List.of(Option.linkLayerAddress(Option.SOURCE, sender)));
        }

        /** Where the sender says that it is. */
        public Optional<MacAddress> sourceMac() {
            return Option.mac(options, Option.SOURCE);
        }
    }

    /** I have the target. */
    record Advertisement(Ipv6Address target, boolean router, boolean solicited, boolean override, List<Option> options)
            implements NeighborDiscovery {
        private static final int TYPE = 136;

        public Advertisement {
            options = List.copyOf(options);
        }

        /** To tell all nodes at once where the target is now (RFC 4861 section 7.2.6): Override, target's MAC. */
        public static Advertisement unsolicited(Ipv6Address target, MacAddress mac) {
            return new Advertisement(target, false, false, true, List.of(Option.linkLayerAddress(Option.TARGET, mac)));
        }

        /** Where the target says that it is. */
        public Optional<MacAddress> targetMac() {
            return Option.mac(options, Option.TARGET);
        }

        private int flags() {
            return (router ? 1 << 31 : 0) | (solicited ? 1 << 30 : 0) | (override ? 1 << 29 : 0);
        }
    }

    /**
     * An option (RFC 4861 section 4.6).
     *
     * @param body what follows type and length: 6 bytes and a multiple of 8 more
     */
    record Option(int type, Bytes body) {
        /** Source link-layer address. */
        public static final int SOURCE = 1;

        /** Target link-layer address. */
        public static final int TARGET = 2;

        public Option {
            if (type >>> 8 != 0) {
                throw new IllegalArgumentException("an option type has 8 bits: " + type);
            }
            if (body.length() % 8 != 6 || body.length() > 255 * 8 - 2) {
                throw new IllegalArgumentException("an option has 8 to 2040 bytes in words of 8");
            }
        }

        static Option linkLayerAddress(int type, MacAddress mac) {
            return new Option(type, Bytes.of(mac.bytes()));
        }

        private static Optional<MacAddress> mac(List<Option> options, int type) {
            return options.stream()
                    .filter(o -> o.type == type && o.body.length() == 6)
                    .map(o -> o.body.mac(0))
                    .findFirst();
        }
    }

    /** Parses with the validity rules of RFC 4861 sections 7.1.1 and 7.1.2 and RFC 6980 (no fragment header). */
    static Parsed<NeighborDiscovery> parse(Ipv6Packet packet) {
        return packet.upper().then(upper -> parse(packet, upper));
    }

    private static Parsed<NeighborDiscovery> parse(Ipv6Packet packet, IpPacket.Upper upper) {
        Bytes bytes = upper.payload();
        if (upper.protocol() != IpPacket.ICMPV6 || bytes.isEmpty()) {
            return malformed("is not ICMPv6");
        }
        int type = bytes.u8(0);
        if (type != Solicitation.TYPE && type != Advertisement.TYPE) {
            return malformed("is ICMPv6 type " + type);
        }
        if (packet.hopLimit() != 255) {
            return malformed("has hop limit " + packet.hopLimit() + ", not 255: it may come from another link");
        }
        if (upper.fragment()) {
            return malformed("has a fragment header");
        }
        if (bytes.length() < Solicitation.HEADER) {
            return malformed("has " + bytes.length() + " bytes, fewer than " + Solicitation.HEADER);
        }
        if (bytes.u8(1) != 0) {
            return malformed("has code " + bytes.u8(1));
        }
        if (Checksum.of(packet.source(), packet.destination(), IpPacket.ICMPV6, bytes) != 0) {
            return malformed("has a wrong checksum");
        }
        Ipv6Address target = bytes.ipv6(8);
        if (target.isMulticast()) {
            return malformed("has the group " + target + " as target");
        }
        return options(bytes.from(Solicitation.HEADER))
                .then(options -> type == Solicitation.TYPE
                        ? solicitation(packet, new Solicitation(target, options))
                        : advertisement(packet, bytes.u8(4), target, options));
    }

    private static Parsed<NeighborDiscovery> solicitation(Ipv6Packet packet, Solicitation message) {
        if (packet.source().isUnspecified()) {
            if (!packet.destination().isSolicitedNode()) {
                return malformed("comes from :: but does not go to a solicited-node group");
            }
            if (message.sourceMac().isPresent()) {
                return malformed("comes from :: but says where :: is");
            }
        }
        return Parsed.ok(message);
    }

    private static Parsed<NeighborDiscovery> advertisement(
            Ipv6Packet packet, int flags, Ipv6Address target, List<Option> options) {
        boolean solicited = (flags & 0x40) != 0;
        if (solicited && packet.destination().isMulticast()) {
            return malformed("says solicited but goes to the group " + packet.destination());
        }
        return Parsed.ok(new Advertisement(target, (flags & 0x80) != 0, solicited, (flags & 0x20) != 0, options));
    }

    private static Parsed<List<Option>> options(Bytes bytes) {
        List<Option> options = new ArrayList<>(1);
        int at = 0;
        while (at < bytes.length()) {
            int left = bytes.length() - at;
            int length = left < 2 ? 0 : bytes.u8(at + 1) * 8;
            if (length == 0 || length > left) {
                return malformed("has an option of " + length + " bytes, " + left + " are left");
            }
            options.add(new Option(bytes.u8(at), bytes.slice(at + 2, length - 2)));
            at += length;
        }
        return Parsed.ok(options);
    }

    private static <T> Parsed<T> malformed(String rule) {
        return Parsed.malformed("neighbour discovery", rule);
    }
}
