package dev.perch.net;

import java.util.Optional;

/**
 * What a frame says about who has an address. Asking for an address claims nothing about it: neither an ARP probe
 * (RFC 5227) nor a neighbour solicitation claims its target. But who asks says that it has the address it asks from.
 *
 * @param address what is claimed
 * @param mac     where the sender says that frames for the address should go; neighbours learn this one
 */
public record Claim(IpAddress address, MacAddress mac, ClaimKind kind) {

    /** The claim that a frame makes; empty also when the packet in it is one that neighbours discard. */
    public static Optional<Claim> of(Frame frame) {
        return switch (frame.payload()) {
            case Arp arp -> of(arp);
            case Ipv6Packet packet ->
                NeighborDiscovery.parse(packet)
                        .toOptional()
                        .flatMap(message -> of(message, packet.source(), frame.source()));
            case Ipv4Packet packet -> Optional.empty();
            case Frame.Other other -> Optional.empty();
        };
    }

    private static Optional<Claim> of(Arp arp) {
        if (arp.sender().isUnspecified()) {
            return Optional.empty();
        }
        return switch (arp.operation()) {
            case Arp.REQUEST ->
                Optional.of(new Claim(
                        arp.sender(),
                        arp.senderMac(),
                        arp.isGratuitous() ? ClaimKind.GRATUITOUS_ARP : ClaimKind.ARP_REQUEST));
            case Arp.REPLY -> Optional.of(new Claim(arp.sender(), arp.senderMac(), ClaimKind.ARP_REPLY));
            default -> Optional.empty();
        };
    }

    private static Optional<Claim> of(NeighborDiscovery message, Ipv6Address source, MacAddress frameSource) {
        return switch (message) {
            case NeighborDiscovery.Advertisement a ->
                Optional.of(new Claim(a.target(), a.targetMac().orElse(frameSource), ClaimKind.NEIGHBOR_ADVERTISEMENT));
            case NeighborDiscovery.Solicitation s ->
                source.isUnspecified()
                        ? Optional.empty()
                        : Optional.of(
                                new Claim(source, s.sourceMac().orElse(frameSource), ClaimKind.NEIGHBOR_SOLICITATION));
        };
    }
}
