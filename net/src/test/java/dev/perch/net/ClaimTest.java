package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.net.NeighborDiscovery.Advertisement;
import dev.perch.net.NeighborDiscovery.Option;
import dev.perch.net.NeighborDiscovery.Solicitation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final MacAddress MAC = MacAddress.of("fa:16:3e:00:00:05");
    private static final MacAddress OTHER_MAC = MacAddress.of("fa:16:3e:00:00:06");
    private static final Ipv4Address VIP = new Ipv4Address(0xc0a80064);
    private static final Ipv4Address OTHER = new Ipv4Address(0xc0a80065);
    private static final Ipv6Address VIP6 = (Ipv6Address) IpAddress.of("2001:db8::64");
    private static final Ipv6Address OTHER6 = (Ipv6Address) IpAddress.of("2001:db8::65");
    private static final Ipv6Address NONE6 = new Ipv6Address(0, 0);

    @Test
    void anAnnouncementClaimsItsAddress() {
        assertThat(claim(Frame.announcing(VIP, MAC))).contains(new Claim(VIP, MAC, ClaimKind.GRATUITOUS_ARP));
        assertThat(claim(Frame.announcing(VIP6, MAC))).contains(new Claim(VIP6, MAC, ClaimKind.NEIGHBOR_ADVERTISEMENT));
    }

    @Test
    void anyArpReplyClaimsItsSenderAlsoWhenItIsGratuitous() {
        assertThat(claim(arp(Arp.reply(MAC, VIP, OTHER_MAC, OTHER))))
                .contains(new Claim(VIP, MAC, ClaimKind.ARP_REPLY));
        assertThat(claim(arp(Arp.reply(MAC, VIP, OTHER_MAC, VIP)))).contains(new Claim(VIP, MAC, ClaimKind.ARP_REPLY));
    }

    @Test
    void anArpRequestClaimsWhereItIsFromAndNotWhatItAsksFor() {
        assertThat(claim(arp(Arp.request(MAC, VIP, OTHER)))).contains(new Claim(VIP, MAC, ClaimKind.ARP_REQUEST));
    }

    @Test
    void anArpProbeClaimsNothing() {
        assertThat(claim(arp(Arp.probe(MAC, VIP)))).isEmpty();
    }

    @Test
    void anArpReplyFromTheUnspecifiedAddressClaimsNothing() {
        assertThat(claim(arp(Arp.reply(MAC, new Ipv4Address(0), OTHER_MAC, VIP))))
                .isEmpty();
    }

    @Test
    void otherArpOperationsClaimNothing() {
        assertThat(claim(arp(new Arp(3, MAC, VIP, OTHER_MAC, VIP)))).isEmpty();
    }

    @Test
    void theSenderHardwareAddressIsClaimedForNotTheFrameSource() {
        Frame frame = new Frame(MacAddress.BROADCAST, OTHER_MAC, Arp.announcement(MAC, VIP));
        assertThat(claim(frame)).contains(new Claim(VIP, MAC, ClaimKind.GRATUITOUS_ARP));
    }

    @Test
    void aSolicitationClaimsItsSourceAndNotItsTarget() {
        assertThat(claim(nd(Solicitation.of(OTHER6, MAC).packet(VIP6, OTHER6.solicitedNode()))))
                .contains(new Claim(VIP6, MAC, ClaimKind.NEIGHBOR_SOLICITATION));
    }

    @Test
    void duplicateAddressDetectionClaimsNothing() {
        assertThat(claim(nd(new Solicitation(VIP6, List.of()).packet(NONE6, VIP6.solicitedNode()))))
                .isEmpty();
    }

    @Test
    void withoutALinkLayerOptionTheFrameSourceIsWhereFramesShouldGo() {
        Advertisement answer = new Advertisement(VIP6, false, true, true, List.of());
        assertThat(claim(nd(answer.packet(VIP6, OTHER6))))
                .contains(new Claim(VIP6, MAC, ClaimKind.NEIGHBOR_ADVERTISEMENT));
    }

    @Test
    void anAdvertisementFromAnotherLinkClaimsNothing() {
        Ipv6Packet sent = Advertisement.unsolicited(VIP6, MAC).packet(VIP6, Ipv6Address.ALL_NODES);
        Ipv6Packet routed = new Ipv6Packet(0, 0, 58, 254, VIP6, Ipv6Address.ALL_NODES, sent.payload());
        assertThat(claim(nd(routed))).isEmpty();
    }

    @Test
    void anOptionOfAnotherHardwareLengthIsNoMac() {
        Option infiniband = new Option(Option.TARGET, Bytes.of(new byte[14]));
        Advertisement answer = new Advertisement(VIP6, false, false, true, List.of(infiniband));
        assertThat(answer.targetMac()).isEmpty();
    }

    @Test
    void ordinaryPacketsClaimNothing() {
        Echo ping = new Echo(false, 1, 1, Bytes.EMPTY);
        assertThat(claim(nd((Ipv6Packet) ping.packet(VIP6, OTHER6)))).isEmpty();
        assertThat(claim(new Frame(OTHER_MAC, MAC, ping.packet(VIP, OTHER)))).isEmpty();
        assertThat(claim(new Frame(OTHER_MAC, MAC, new Frame.Other(0x88cc, Bytes.EMPTY))))
                .isEmpty();
    }

    /** What a receiver makes of the encoded frame. */
    private static Optional<Claim> claim(Frame frame) {
        Frame received = Frame.parse(frame.encode()).orThrow();
        assertThat(received).isEqualTo(frame);
        return Claim.of(received);
    }

    private static Frame arp(Arp arp) {
        return new Frame(MacAddress.BROADCAST, MAC, arp);
    }

    private static Frame nd(Ipv6Packet packet) {
        return new Frame(OTHER_MAC, MAC, packet);
    }
}
