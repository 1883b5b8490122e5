package dev.perch.fabric.linux.netlink;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * A route as the kernel has it.
 *
 * @param table       the kernel's number of the table
 * @param destination its host bits cleared
 * @param protocol    who put it there; {@link Rtnetlink#OUR_PROTOCOL} for us
 */
public record KernelRoute(int table, IpPrefix destination, Hop hop, int protocol) {
    /** The kernel's table of what is a namespace's own. */
    public static final int LOCAL = 255;

    static final int FIXED = 12;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;
    static final int RTN_UNICAST = 1;
    static final int RTN_LOCAL = 2;
    static final int RTN_BLACKHOLE = 6;
    static final int CLONED = 0x200;

    /** Where packets go next. */
    public sealed interface Hop {}

    /**
     * To a neighbour on a link. It may be of the other family for an IPv4 destination (RFC 5549), and need not be on a
     * network that the link has.
     */
    public record Via(int index, IpAddress gateway) implements Hop {}

    /** To the destination itself, on a link. */
    public record Direct(int index) implements Hop {}

    /** To this namespace itself, as if the destination were an address on a link. */
    public record Local(int index) implements Hop {}

    /** Nowhere, silently. */
    public record Blackhole() implements Hop {}

    /** Somewhere that we never send packets: several hops, an error to the sender, and the like. */
    public record Elsewhere() implements Hop {}

    /** One of ours. */
    public static KernelRoute ours(int table, IpPrefix destination, Hop hop) {
        return new KernelRoute(table, destination, hop, Rtnetlink.OUR_PROTOCOL);
    }

    /** One of ours that makes an address the namespace's own on a link. */
    public static KernelRoute local(int index, IpAddress address) {
        return ours(LOCAL, new IpPrefix(address, address.family().bits()), new Local(index));
    }

    public boolean isOurs() {
        return protocol == Rtnetlink.OUR_PROTOCOL;
    }

    /** Reads the message; empty when it is no route of IPv4 or IPv6, or only a cached one. */
    public static Optional<KernelRoute> of(Received message) {
        Attributes attributes = message.attributes(FIXED);
        return Rtnetlink.family(message.u8(0))
                .filter(family -> (message.int32(8) & CLONED) == 0)
                .flatMap(family -> destination(family, message.u8(1), attributes))
                .map(destination -> new KernelRoute(
                        attributes.number(RTA_TABLE).orElse(message.u8(4)),
                        destination,
                        hop(message.u8(7), attributes),
                        message.u8(5)));
    }

    private static Optional<IpPrefix> destination(Family family, int length, Attributes attributes) {
        IpAddress address = attributes.address(RTA_DST).orElse(IpAddress.of(family, BigInteger.ZERO));
        return address.family() == family && length <= family.bits()
                ? Optional.of(new IpPrefix(address, length).network())
                : Optional.empty();
    }

    private static Hop hop(int type, Attributes attributes) {
        int index = attributes.number(RTA_OIF).orElse(0);
        return switch (type) {
            case RTN_BLACKHOLE -> new Blackhole();
            case RTN_LOCAL -> new Local(index);
            case RTN_UNICAST -> {
                Optional<IpAddress> gateway = attributes.address(RTA_GATEWAY).or(() -> via(attributes));
                yield index == 0
                        ? new Elsewhere()
                        : gateway.<Hop>map(g -> new Via(index, g)).orElse(new Direct(index));
            }
            default -> new Elsewhere();
        };
    }

    /** {@code struct rtvia}: the family in two bytes, then the address. */
    private static Optional<IpAddress> via(Attributes attributes) {
        return attributes
                .bytes(RTA_VIA)
                .filter(b -> b.length == 6 || b.length == 18)
                .map(b -> IpAddress.of(Arrays.copyOfRange(b, 2, b.length)));
    }
}
