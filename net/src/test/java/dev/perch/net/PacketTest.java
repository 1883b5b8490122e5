package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checksum, ARP, echo, IPv4 and IPv6. */
class PacketTest {
    private static final Ipv4Address FROM = new Ipv4Address(0xc0a80005);
    private static final Ipv4Address TO = new Ipv4Address(0xc0a80006);
    private static final Ipv6Address FROM6 = (Ipv6Address) IpAddress.of("2001:db8::5");
    private static final Ipv6Address TO6 = (Ipv6Address) IpAddress.of("2001:db8::6");
    private static final MacAddress MAC = MacAddress.of("fa:16:3e:00:00:05");

    @ParameterizedTest
    @CsvSource({
        "'',                   ffff",
        // RFC 1071 section 3
        "0001f203f4f5f6f7,     220d",
        "0001f203f4f5f6f7220d, 0",
        "0001f203f4f5f6,       2304",
        "ffff,                 0",
        "ffffffff,             0",
        "0000,                 ffff",
        "80008000,             fffe",
    })
    void theChecksumIsTheComplementOfTheEndAroundSum(String hex, String checksum) {
        assertThat(Checksum.of(bytes(hex))).isEqualTo(Integer.parseInt(checksum, 16));
    }

    @Test
    void theChecksumOfTheLongestPacketDoesNotOverflow() {
        byte[] ones = new byte[0xffff];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(Checksum.of(Bytes.of(ones))).isEqualTo(0xff);
    }

    @Test
    void arpTellsProbesAnnouncementsAndTheRestApart() {
        assertThat(Arp.probe(MAC, TO).isProbe()).isTrue();
        assertThat(Arp.probe(MAC, TO).isGratuitous()).isFalse();
        assertThat(Arp.announcement(MAC, TO).isGratuitous()).isTrue();
        assertThat(Arp.announcement(MAC, TO).isProbe()).isFalse();
        assertThat(Arp.request(MAC, FROM, TO).isGratuitous()).isFalse();
        assertThat(Arp.request(MAC, FROM, TO).isProbe()).isFalse();
        assertThat(Arp.reply(MAC, TO, MAC, TO).isGratuitous()).isTrue();
        Ipv4Address none = new Ipv4Address(0);
        assertThat(Arp.request(MAC, none, none).isProbe()).isFalse();
        assertThat(Arp.request(MAC, none, none).isGratuitous()).isFalse();
        assertThat(new Arp(8, MAC, TO, MAC, TO).isGratuitous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void arpForOtherNetworksIsMalformed(int index) {
        byte[] arp = Arp.announcement(MAC, TO).encode();
        arp[index] ^= 2;
        assertThat(Arp.parse(Bytes.of(arp))).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTheCapturedEchoes() {
        Bytes data = Bytes.of(Samples.ECHO_REPLY).from(42);
        assertThat(Echo.parse((IpPacket) Samples.frame(Samples.ECHO_REPLY).payload()))
                .isEqualTo(Parsed.ok(new Echo(true, 0x323b, 1, data)));
        Bytes data6 = Bytes.of(Samples.ECHO_REQUEST_IPV6).from(62);
        assertThat(Echo.parse(
                        (IpPacket) Samples.frame(Samples.ECHO_REQUEST_IPV6).payload()))
                .isEqualTo(Parsed.ok(new Echo(false, 0x3244, 1, data6)));
    }

    @Test
    void buildsEchoesAsTheKernelDoes() {
        IpPacket captured = (IpPacket) Samples.frame(Samples.ECHO_REPLY).payload();
        Echo echo = Echo.parse(captured).orThrow();
        assertThat(echo.packet(captured.source(), captured.destination()).upper())
                .isEqualTo(captured.upper());
        IpPacket captured6 = (IpPacket) Samples.frame(Samples.ECHO_REQUEST_IPV6).payload();
        Echo echo6 = Echo.parse(captured6).orThrow();
        assertThat(echo6.packet(captured6.source(), captured6.destination()).upper())
                .isEqualTo(captured6.upper());
        assertThat(echo6.answer()).isEqualTo(new Echo(true, 0x3244, 1, echo6.data()));
    }

    @Test
    void whatIsNoEchoIsMalformed() {
        assertThat(Echo.parse((IpPacket) Samples.frame(Samples.SOLICITATION).payload()))
                .isInstanceOf(Malformed.class);
        assertThat(Echo.parse((IpPacket) Samples.frame(Samples.VRRP_3).payload()))
                .isInstanceOf(Malformed.class);
        assertThat(Echo.parse(IpPacket.of(FROM, TO, 0, 64, 1, bytes("0000ffff0000"))))
                .isInstanceOf(Malformed.class);
        assertThat(Echo.parse(IpPacket.of(FROM, TO, 0, 64, 1, bytes("0800f7fe00000000"))))
                .isInstanceOf(Malformed.class);
        assertThat(Echo.parse(IpPacket.of(FROM, TO, 0, 64, 1, bytes("0800f7ff00000000"))))
                .isInstanceOf(Parsed.Ok.class);
        assertThatThrownBy(() -> new Echo(false, 1, 1, Bytes.EMPTY).packet(FROM, TO6))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ipv4OptionsAreKeptApartFromThePayload() {
        Ipv4Packet igmp = (Ipv4Packet) Samples.frame(Samples.IGMP_REPORT).payload();
        assertThat(igmp.options()).isEqualTo(bytes("94040000"));
        assertThat(igmp.protocol()).isEqualTo(2);
        assertThat(igmp.hopLimit()).isEqualTo(1);
        assertThat(igmp.trafficClass()).isEqualTo(IpPacket.NETWORK_CONTROL);
        assertThat(igmp.payload().length()).isEqualTo(16);
    }

    @Test
    void everyFlippedBitOfAnIpv4HeaderIsNoticed() {
        byte[] good = IpPacket.of(FROM, TO, 0, 64, 17, bytes("0011223344")).encode();
        for (int bit = 0; bit < 160; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ipv4Packet.parse(Bytes.of(bad))).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void ipv4FragmentsHaveNoUpperLayerThatCouldBeRead() {
        assertThat(fragment(0x4000).upper()).isInstanceOf(Parsed.Ok.class);
        assertThat(fragment(0x2000).upper()).isInstanceOf(Malformed.class);
        assertThat(fragment(0x0001).upper()).isInstanceOf(Malformed.class);
    }

    @Test
    void packetsThatDoNotFitTheirFieldsCannotBeBuilt() {
        Bytes tooLong = Bytes.of(new byte[0x10000]);
        assertThatThrownBy(() -> IpPacket.of(FROM, TO, 0, 64, 17, tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpPacket.of(FROM6, TO6, 0, 64, 17, tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpPacket.of(FROM, TO, 0, 256, 17, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ipv4Packet(0, 0, 0, 1, 1, FROM, TO, bytes("0102"), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frame.Other(0x0800, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // first header, extension headers and rest, upper protocol, its first byte
        "58, aa,                                                       58, aa",
        "59, '',                                                       59, ''",
        "0,  3a00050200000100 aa,                                      58, aa",
        "0,  3c00010400000000 2b00010400000000 3a00000000000000 aa,    58, aa",
        "60, 3a01010c000000000000000000000000 aa,                      58, aa",
        "51, 70040000000000010000000100000000 0000000000000000 aa,     112, aa",
        "44, 1100000000000001 aa,                                      17, aa",
        "50, 0000000100000001 aa,                                      50, 00",
        "135, 3a00000000000000 aa,                                     135, 3a",
    })
    void ipv6ExtensionHeadersLeadToTheUpperLayer(int first, String hex, int protocol, String begins) {
        assertThat(upper(first, hex)).isInstanceOfSatisfying(Parsed.Ok.class, ok -> {
            IpPacket.Upper upper = (IpPacket.Upper) ok.value();
            assertThat(upper.protocol()).isEqualTo(protocol);
            assertThat(upper.payload().toString()).startsWith(begins);
            assertThat(upper.fragment()).isEqualTo(first == 44);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0,  ''",
        "0,  3a000502000001",
        "0,  3a01050200000100",
        "0,  0000050200000100",
        "60, 3aff010400000000",
        "51, 7004000000000001",
        "44, 11000008 00000001 aa",
        "44, 11000001 00000001 aa",
        "44, 2c000000 00000001",
    })
    void ipv6HeadersThatDoNotFitAndFragmentsAreMalformed(int first, String hex) {
        assertThat(upper(first, hex)).isInstanceOf(Malformed.class);
    }

    @Test
    void aChainOfExtensionHeadersAsLongAsAPacketIsWalkedToItsEnd() {
        byte[] chain = new byte[65528];
        for (int i = 0; i < chain.length; i += 8) {
            chain[i] = 60;
        }
        chain[chain.length - 8] = 58;
        Ipv6Packet packet = new Ipv6Packet(0, 0, 60, 255, FROM6, TO6, Bytes.of(chain));
        assertThat(packet.upper()).isEqualTo(Parsed.ok(new IpPacket.Upper(58, Bytes.EMPTY, false)));
    }

    @Test
    void stretchesOfBytesAreEqualWhenTheirBytesAre() {
        byte[] array = {9, 1, 2, 3, 9};
        assertThat(Bytes.of(array, 1, 3))
                .isEqualTo(Bytes.of(new byte[] {1, 2, 3}))
                .hasToString("010203");
        assertThat(Bytes.of(array, 1, 3)).hasSameHashCodeAs(Bytes.of(new byte[] {1, 2, 3}));
        assertThat(Bytes.of(array, 1, 3)).isNotEqualTo(Bytes.of(array));
        assertThat(Bytes.copyOf(ByteBuffer.wrap(array, 1, 3))).isEqualTo(Bytes.of(array, 1, 3));
        assertThatThrownBy(() -> Bytes.of(array, 1, 3).u8(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(array, 1, 3).u8(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(array, 1, 3).ipv4(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.of(array, 3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Bytes.of(new byte[65])).asString().endsWith("(65 bytes)");
    }

    private static Parsed<IpPacket.Upper> upper(int first, String hex) {
        return new Ipv6Packet(0, 0, first, 255, FROM6, TO6, bytes(hex)).upper();
    }

    private static Ipv4Packet fragment(int flagsAndOffset) {
        return new Ipv4Packet(0, 1, flagsAndOffset, 64, 17, FROM, TO, Bytes.EMPTY, bytes("0011"));
    }

    private static Bytes bytes(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
