package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
    private static final MacAddress HOLDER = MacAddress.of("fa:16:3e:00:00:05");
    private static final MacAddress ASKER = MacAddress.of("fa:16:3e:00:00:06");

    @ParameterizedTest
    @MethodSource("dev.perch.net.Samples#all")
    void capturedFramesEncodeToTheSameBytes(byte[] bytes) {
        assertThat(Samples.frame(bytes).encode()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("dev.perch.net.Samples#all")
    void paddingChangesNothing(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, bytes.length + 18);
        Arrays.fill(padded, bytes.length, padded.length, (byte) 0xa5);
        assertThat(Samples.frame(padded)).isEqualTo(Samples.frame(bytes));
    }

    @ParameterizedTest
    @MethodSource("dev.perch.net.Samples#all")
    void everyTruncationIsMalformedWithAReason(byte[] bytes) {
        for (int length = 0; length < bytes.length; length++) {
            Parsed<Frame> parsed = Frame.parse(Bytes.of(bytes, 0, length));
            assertThat(parsed)
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.rule()).isNotBlank());
        }
    }

    @Test
    void aHeaderAndItsPayloadMayComeApart() {
        Bytes whole = Bytes.of(Samples.SOLICITATION);
        assertThat(Frame.parse(whole.slice(0, 14), whole.from(14))).isEqualTo(Frame.parse(whole));
        assertThat(Frame.parse(whole.slice(0, 13), whole.from(14))).isInstanceOf(Malformed.class);
        assertThat(Frame.parse(whole.slice(0, 18), whole.from(14))).isInstanceOf(Malformed.class);
    }

    @Test
    void announcesAnIpv4AddressToAll() {
        Frame frame = Frame.announcing(IpAddress.of("192.168.0.103"), HOLDER);
        // All but the target hardware address, which has no meaning in a request: Keepalived sends ones, RFC 5227
        // zeros.
        byte[] expected = Samples.GRATUITOUS_ARP.clone();
        Arrays.fill(expected, 32, 38, (byte) 0);
        assertThat(frame.encode()).isEqualTo(expected);
    }

    @Test
    void announcesAnIpv6AddressAsKeepalivedDoes() {
        assertThat(Frame.announcing(IpAddress.of("2001:db8::64"), HOLDER).encode())
                .isEqualTo(Samples.UNSOLICITED_ADVERTISEMENT);
    }

    @Test
    void buildsTheArpAndNeighborPacketsOfTheKernel() {
        Ipv4Address five = (Ipv4Address) IpAddress.of("192.168.0.5");
        Ipv4Address six = (Ipv4Address) IpAddress.of("192.168.0.6");
        Ipv4Address vip = (Ipv4Address) IpAddress.of("192.168.0.105");
        assertThat(new Frame(MacAddress.BROADCAST, HOLDER, Arp.request(HOLDER, five, six)).encode())
                .isEqualTo(Samples.ARP_REQUEST);
        assertThat(new Frame(ASKER, HOLDER, Arp.reply(HOLDER, vip, ASKER, six)).encode())
                .isEqualTo(Samples.ARP_REPLY);
        Ipv6Address target = (Ipv6Address) IpAddress.of("2001:db8::64");
        Ipv6Address asks = (Ipv6Address) IpAddress.of("2001:db8::6");
        Ipv6Packet packet = NeighborDiscovery.Solicitation.of(target, ASKER).packet(asks, target.solicitedNode());
        assertThat(new Frame(MacAddress.ofGroup(target.solicitedNode()), ASKER, packet).encode())
                .isEqualTo(Samples.SOLICITATION);
    }

    @Test
    void aTaggedFrameIsSeenAndNotLookedInto() {
        byte[] untagged = Samples.GRATUITOUS_ARP;
        byte[] tagged = new byte[untagged.length + 4];
        System.arraycopy(untagged, 0, tagged, 0, 12);
        System.arraycopy(untagged, 12, tagged, 16, untagged.length - 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = 7;
        Frame frame = Samples.frame(tagged);
        assertThat(frame.isTagged()).isTrue();
        assertThat(frame.payload()).isInstanceOf(Frame.Other.class);
        assertThat(Claim.of(frame)).isEmpty();
        assertThat(frame.encode()).isEqualTo(tagged);
        tagged[12] = (byte) 0x88;
        tagged[13] = (byte) 0xa8;
        assertThat(Samples.frame(tagged).isTagged()).isTrue();
        assertThat(Samples.frame(untagged).isTagged()).isFalse();
    }

    @Test
    void whatIsInTheFrameIsFoundOrRefusedWithAReason() {
        Frame arp = Samples.frame(Samples.ARP_REPLY);
        assertThat(arp.vrrp()).isInstanceOf(Malformed.class);
        assertThat(arp.neighborDiscovery()).isInstanceOf(Malformed.class);
        assertThat(Samples.frame(Samples.VRRP_3).vrrp()).isInstanceOf(Parsed.Ok.class);
        assertThat(Samples.frame(Samples.SOLICITATION).neighborDiscovery()).isInstanceOf(Parsed.Ok.class);
        assertThat(Samples.frame(Samples.ECHO_REQUEST_IPV6).neighborDiscovery()).isInstanceOf(Malformed.class);
        assertThat(Samples.frame(Samples.LISTENER_REPORT).neighborDiscovery()).isInstanceOf(Malformed.class);
    }

    @Test
    void capturedFramesClaimWhatTheirSendersMeant() {
        assertThat(Claim.of(Samples.frame(Samples.GRATUITOUS_ARP)))
                .contains(new Claim(IpAddress.of("192.168.0.103"), HOLDER, ClaimKind.GRATUITOUS_ARP));
        assertThat(Claim.of(Samples.frame(Samples.ARP_REPLY)))
                .contains(new Claim(IpAddress.of("192.168.0.105"), HOLDER, ClaimKind.ARP_REPLY));
        assertThat(Claim.of(Samples.frame(Samples.ARP_REQUEST)))
                .contains(new Claim(IpAddress.of("192.168.0.5"), HOLDER, ClaimKind.ARP_REQUEST));
        assertThat(Claim.of(Samples.frame(Samples.UNSOLICITED_ADVERTISEMENT)))
                .contains(new Claim(IpAddress.of("2001:db8::64"), HOLDER, ClaimKind.NEIGHBOR_ADVERTISEMENT));
        assertThat(Claim.of(Samples.frame(Samples.SOLICITED_ADVERTISEMENT)))
                .contains(new Claim(IpAddress.of("2001:db8::64"), HOLDER, ClaimKind.NEIGHBOR_ADVERTISEMENT));
        assertThat(Claim.of(Samples.frame(Samples.SOLICITATION)))
                .contains(new Claim(IpAddress.of("2001:db8::6"), ASKER, ClaimKind.NEIGHBOR_SOLICITATION));
        assertThat(Claim.of(Samples.frame(Samples.ECHO_REPLY))).isEmpty();
        assertThat(Claim.of(Samples.frame(Samples.VRRP_3_IPV6))).isEmpty();
        assertThat(Claim.of(Samples.frame(Samples.LISTENER_REPORT))).isEmpty();
    }
}
