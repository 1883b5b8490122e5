package dev.perch.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perch.net.NeighborDiscovery.Advertisement;
import dev.perch.net.NeighborDiscovery.Option;
import dev.perch.net.NeighborDiscovery.Solicitation;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighborDiscoveryTest {
    private static final MacAddress MAC = MacAddress.of("fa:16:3e:00:00:05");
    private static final Ipv6Address VIP = (Ipv6Address) IpAddress.of("2001:db8::64");
    private static final Ipv6Address SIX = (Ipv6Address) IpAddress.of("2001:db8::6");
    private static final Ipv6Address NONE = new Ipv6Address(0, 0);

    @Test
    void readsTheKernelsMessages() {
        assertThat(Samples.frame(Samples.SOLICITATION).neighborDiscovery().orThrow())
                .isEqualTo(Solicitation.of(VIP, MacAddress.of("fa:16:3e:00:00:06")));
        Advertisement answer =
                new Advertisement(VIP, false, true, true, List.of(Option.linkLayerAddress(Option.TARGET, MAC)));
        assertThat(Samples.frame(Samples.SOLICITED_ADVERTISEMENT)
                        .neighborDiscovery()
                        .orThrow())
                .isEqualTo(answer);
        assertThat(answer.targetMac()).contains(MAC);
    }

    @Test
    void aReceiverWantsHopLimit255() {
        Ipv6Packet sent = Advertisement.unsolicited(VIP, MAC).packet(VIP, Ipv6Address.ALL_NODES);
        refuses(with(sent, 254, sent.payload()), "hop limit 254");
    }

    @Test
    void aReceiverWantsCodeZeroChecksumAndLength() {
        refuses(message("8801 0000 00000000" + hex(VIP), VIP, SIX), "code 1");
        refuses(message("8800 0000 00000000 2001", VIP, SIX), "fewer than 24");
        refuses(message("8700", VIP, SIX), "fewer than 24");
        Ipv6Packet sent = Advertisement.unsolicited(VIP, MAC).packet(VIP, Ipv6Address.ALL_NODES);
        byte[] bad = sent.payload().toArray();
        bad[3] ^= 1;
        refuses(with(sent, 255, Bytes.of(bad)), "checksum");
    }

    @Test
    void aTargetIsNoGroup() {
        refuses(new Solicitation(Ipv6Address.ALL_NODES, List.of()).packet(VIP, SIX), "group");
        refuses(new Advertisement(Ipv6Address.ALL_NODES, false, false, true, List.of()).packet(VIP, SIX), "group");
    }

    @Test
    void duplicateAddressDetectionGoesToTheSolicitedNodeGroupWithoutALinkLayerAddress() {
        assertThat(NeighborDiscovery.parse(new Solicitation(VIP, List.of()).packet(NONE, VIP.solicitedNode())))
                .isInstanceOf(Parsed.Ok.class);
        refuses(new Solicitation(VIP, List.of()).packet(NONE, VIP), "solicited-node");
        refuses(Solicitation.of(VIP, MAC).packet(NONE, VIP.solicitedNode()), "where :: is");
    }

    @Test
    void whatGoesToAllWasNotSolicited() {
        refuses(new Advertisement(VIP, false, true, true, List.of()).packet(VIP, Ipv6Address.ALL_NODES), "solicited");
    }

    @Test
    void optionsHaveALengthAndFit() {
        refuses(message("8800 0000 00000000" + hex(VIP) + "0200 000000000000", VIP, SIX), "option of 0 bytes");
        refuses(message("8800 0000 00000000" + hex(VIP) + "0202 000000000000", VIP, SIX), "option of 16 bytes");
        refuses(message("8800 0000 00000000" + hex(VIP) + "02", VIP, SIX), "option");
        assertThatThrownBy(() -> new Option(1, Bytes.of(new byte[7]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownOptionsAreKeptAndIgnored() {
        Option nonce = new Option(14, Bytes.of(new byte[] {1, 2, 3, 4, 5, 6}));
        Option mac = Option.linkLayerAddress(Option.TARGET, MAC);
        Advertisement message = new Advertisement(VIP, true, false, false, List.of(nonce, mac));
        assertThat(NeighborDiscovery.parse(message.packet(VIP, SIX))).isEqualTo(Parsed.ok(message));
        assertThat(message.targetMac()).contains(MAC);
    }

    @Test
    void isFoundBehindExtensionHeadersButNotBehindAFragmentHeader() {
        Ipv6Packet plain = Advertisement.unsolicited(VIP, MAC).packet(VIP, Ipv6Address.ALL_NODES);
        Bytes message = plain.payload();
        assertThat(NeighborDiscovery.parse(behind(plain, 60, "3a00010400000000", message)))
                .isInstanceOf(Parsed.Ok.class);
        refuses(behind(plain, 44, "3a00000000000001", message), "fragment header");
        refuses(behind(plain, 44, "3a00000100000001", message), "one fragment of several");
    }

    private static Ipv6Packet behind(Ipv6Packet packet, int header, String extension, Bytes message) {
        ByteBuffer out =
                ByteBuffer.allocate(8 + message.length()).put(HexFormat.of().parseHex(extension));
        message.putTo(out);
        return new Ipv6Packet(0, 0, header, 255, packet.source(), packet.destination(), Bytes.of(out.array()));
    }

    private static Ipv6Packet with(Ipv6Packet packet, int hopLimit, Bytes payload) {
        return new Ipv6Packet(0, 0, 58, hopLimit, packet.source(), packet.destination(), payload);
    }

    /** A message in hexadecimal, its checksum filled in. */
    private static Ipv6Packet message(String text, Ipv6Address source, Ipv6Address destination) {
        ByteBuffer out = ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
        if (out.capacity() >= 4) {
            Checksum.fill(out, 2, source, destination, IpPacket.ICMPV6);
        }
        return new Ipv6Packet(0, 0, 58, 255, source, destination, Bytes.of(out.array()));
    }

    private static String hex(Ipv6Address address) {
        return HexFormat.of().formatHex(address.bytes());
    }

    private static void refuses(Ipv6Packet packet, String reason) {
        assertThat(NeighborDiscovery.parse(packet))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.rule()).contains(reason));
    }
}
