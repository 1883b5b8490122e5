package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VrrpTest {
    private static final IpAddress FIVE = IpAddress.of("192.168.0.5");
    private static final Ipv4Address VIP = new Ipv4Address(0xc0a80064);
    private static final IpAddress VIP6 = IpAddress.of("2001:db8::64");

    @Test
    void readsKeepalivedVersion2WithAPassword() {
        Vrrp vrrp = vrrp(Samples.VRRP_2_PASSWORD);
        Bytes password = Bytes.of("perch123".getBytes(StandardCharsets.US_ASCII));
        assertThat(vrrp).isEqualTo(new Vrrp(Family.IPV4, 2, 51, 150, 100, List.of(VIP), 1, password, false));
        assertThat(vrrp.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(vrrp(Samples.VRRP_2_RESIGNS)).isEqualTo(vrrp.withPriority(0));
    }

    @Test
    void buildsVersion2AsKeepalivedDoes() {
        List<Ipv4Address> addresses = List.of(new Ipv4Address(0xc0a80065), new Ipv4Address(0xc0a80066));
        Vrrp vrrp = Vrrp.v2(52, 150, 2, addresses);
        assertThat(vrrp(Samples.VRRP_2_TWO_ADDRESSES)).isEqualTo(vrrp);
        assertThat(vrrp.packet(FIVE, Vrrp.GROUP_IPV4).upper()).isEqualTo(upper(Samples.VRRP_2_TWO_ADDRESSES));
    }

    @Test
    void buildsVersion3AsKeepalivedDoes() {
        Vrrp vrrp = Vrrp.v3(53, 150, 25, List.of(IpAddress.of("192.168.0.103")));
        assertThat(vrrp(Samples.VRRP_3)).isEqualTo(vrrp);
        assertThat(vrrp.interval()).isEqualTo(Duration.ofMillis(250));
        assertThat(vrrp.packet(FIVE, Vrrp.group(Family.IPV4)).upper()).isEqualTo(upper(Samples.VRRP_3));
        Vrrp unicast = Vrrp.v3(55, 150, 100, List.of(IpAddress.of("192.168.0.105")));
        assertThat(unicast.packet(FIVE, IpAddress.of("192.168.0.6")).upper()).isEqualTo(upper(Samples.VRRP_3_UNICAST));
    }

    @Test
    void buildsVersion3InIpv6AsKeepalivedDoes() {
        Vrrp vrrp = Vrrp.v3(56, 150, 100, List.of(IpAddress.of("fe80::64"), VIP6));
        assertThat(vrrp(Samples.VRRP_3_IPV6)).isEqualTo(vrrp);
        assertThat(vrrp(Samples.VRRP_3_IPV6_RESIGNS)).isEqualTo(vrrp.withPriority(0));
        IpPacket packet = vrrp.withPriority(0).packet(IpAddress.of("fe80::f816:3eff:fe00:5"), Vrrp.group(Family.IPV6));
        assertThat(packet.hopLimit()).isEqualTo(255);
        assertThat(packet.upper()).isEqualTo(upper(Samples.VRRP_3_IPV6_RESIGNS));
    }

    @Test
    void acceptsTheIpv4ChecksumWithoutThePseudoHeaderAndSendsItSoAgain() {
        Vrrp vrrp = vrrp(Samples.VRRP_3_PLAIN);
        assertThat(vrrp.pseudoHeader()).isFalse();
        assertThat(vrrp.vrid()).isEqualTo(54);
        assertThat(vrrp.packet(FIVE, Vrrp.GROUP_IPV4).upper()).isEqualTo(upper(Samples.VRRP_3_PLAIN));
    }

    @Test
    void refusesAPacketThatARouterForwarded() {
        IpPacket sent = Vrrp.v2(51, 150, 1, List.of(VIP)).packet(FIVE, Vrrp.GROUP_IPV4);
        Bytes advertisement = ((Ipv4Packet) sent).payload();
        refuses(IpPacket.of(FIVE, Vrrp.GROUP_IPV4, 0, 254, 112, advertisement), "hop limit 254");
        IpPacket sent6 = Vrrp.v3(51, 150, 100, List.of(VIP6)).packet(VIP6, Vrrp.GROUP_IPV6);
        refuses(IpPacket.of(VIP6, Vrrp.GROUP_IPV6, 0, 64, 112, ((Ipv6Packet) sent6).payload()), "hop limit 64");
    }

    @Test
    void everyFlippedBitIsNoticed() {
        for (byte[] sample : List.of(Samples.VRRP_2_PASSWORD, Samples.VRRP_3, Samples.VRRP_3_PLAIN)) {
            Bytes good = upper(sample).orThrow().payload();
            for (int bit = 0; bit < good.length() * 8; bit++) {
                byte[] bad = good.toArray();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(Vrrp.parse(IpPacket.of(FIVE, Vrrp.GROUP_IPV4, 0, 255, 112, Bytes.of(bad))))
                        .isInstanceOf(Malformed.class);
            }
        }
    }

    @Test
    void refusesWhatReceiversDiscard() {
        refuses(raw(0x11_33_96_01, 0x0001_0000, 0xc0a80064), "version 1");
        refuses(raw(0x41_33_96_01, 0x0001_0000, 0xc0a80064), "version 4");
        refuses(raw(0x32_33_96_01, 0x0064_0000, 0xc0a80064), "type 2");
        refuses(raw(0x31_00_96_01, 0x0064_0000, 0xc0a80064), "VRID 0");
        refuses(raw(0x31_33_96_02, 0x0064_0000, 0xc0a80064), "for 2 addresses");
        refuses(raw(0x31_33_96_ff, 0x0064_0000), "for 255 addresses");
        refuses(raw(0x31_33_96_01), "fewer than 8");
        refuses(raw(), "fewer than 8");
        refuses(IpPacket.of(FIVE, Vrrp.GROUP_IPV4, 0, 255, 17, Bytes.EMPTY), "protocol 17");
    }

    @Test
    void refusesVersion2InIpv6() {
        Bytes advertisement = ((Ipv4Packet) raw(0x21_33_96_00, 0x0001_0000)).payload();
        refuses(IpPacket.of(VIP6, Vrrp.GROUP_IPV6, 0, 255, 112, advertisement), "version 2 in IPV6");
    }

    @Test
    void reservedBitsOfVersion3AreNoPartOfTheInterval() {
        Vrrp vrrp = Vrrp.parse(raw(0x31_33_64_01, 0xf064_0000, 0xc0a80064)).orThrow();
        assertThat(vrrp.centiseconds()).isEqualTo(100);
    }

    @Test
    void anAdvertisementMayNameNoAddressOrAllThatFit() {
        assertThat(Vrrp.parse(raw(0x31_33_64_00, 0x0064_0000)).orThrow().addresses())
                .isEmpty();
        List<Ipv4Address> many =
                IntStream.range(0, 255).mapToObj(Ipv4Address::new).toList();
        Vrrp vrrp = Vrrp.v3(1, 255, 4095, many);
        assertThat(Vrrp.parse(vrrp.packet(FIVE, Vrrp.GROUP_IPV4))).isEqualTo(Parsed.ok(vrrp));
    }

    @Test
    void impossibleAdvertisementsCannotBeBuilt() {
        assertThatThrownBy(() -> Vrrp.v2(0, 1, 1, List.of(VIP))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v2(1, 256, 1, List.of(VIP))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v2(1, 1, 256, List.of(VIP))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v2(1, 1, 1, List.of(VIP)).withCentiseconds(1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v3(1, 1, 4096, List.of(VIP))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v3(1, 1, 1, List.of(VIP, VIP6))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Vrrp.v3(1, 1, 1, List.of(VIP)).packet(FIVE, Vrrp.GROUP_IPV6))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Vrrp vrrp(byte[] frame) {
        return Samples.frame(frame).vrrp().orThrow();
    }

    private static Parsed<IpPacket.Upper> upper(byte[] frame) {
        return ((IpPacket) Samples.frame(frame).payload()).upper();
    }

    /** A packet of these words with the checksum, without pseudo-header, in its second. */
    private static IpPacket raw(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 4);
        IntStream.of(words).forEach(bytes::putInt);
        if (words.length > 1) {
            Checksum.fill(bytes, 6);
        }
        return IpPacket.of(FIVE, Vrrp.GROUP_IPV4, 0, 255, 112, Bytes.of(bytes.array()));
    }

    private static void refuses(IpPacket packet, String reason) {
        assertThat(Vrrp.parse(packet))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.rule()).contains(reason));
    }
}
