package dev.perch.net;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Frames captured from Keepalived 2.2.7, iputils ping and Linux 6.18 on a veth pair: fa:16:3e:00:00:05 sends from
 * 192.168.0.5 and 2001:db8::5 and holds the VIPs, fa:16:3e:00:00:06 asks from 192.168.0.6 and 2001:db8::6.
 */
final class Samples {
    private Samples() {}

    /** VRID 51, priority 150, 1 s, 192.168.0.100, simple password "perch123". */
    static final byte[] VRRP_2_PASSWORD = hex("01005e000012fa163e0000050800"
            + "45c0002800010000ff7019e5c0a80005e0000012"
            + "2133960101010990c0a800647065726368313233");

    /** The same when Keepalived stops: priority 0. */
    static final byte[] VRRP_2_RESIGNS = hex("01005e000012fa163e0000050800"
            + "45c0002800070000ff7019dfc0a80005e0000012"
            + "2133000101019f90c0a800647065726368313233");

    /** VRID 52, priority 150, 2 s, 192.168.0.101 and .102, no authentication. */
    static final byte[] VRRP_2_TWO_ADDRESSES = hex("01005e000012fa163e0000050800"
            + "45c0002c00010000ff7019e1c0a80005e0000012"
            + "213496020002c6aac0a80065c0a800660000000000000000");

    /** VRID 53, priority 150, 25 cs, 192.168.0.103; checksum with pseudo-header. */
    static final byte[] VRRP_3 = hex(
            "01005e000012fa163e0000050800" + "45c0002000010000ff7019edc0a80005e0000012" + "313596010019d663c0a80067");

    /** Not captured: VRID 54, priority 150, 100 cs, 192.168.0.104; checksum without pseudo-header, as some routers do. */
    static final byte[] VRRP_3_PLAIN = hex(
            "01005e000012fa163e0000050800" + "45c0002000010000ff7019edc0a80005e0000012" + "3136960100647753c0a80068");

    /** VRID 55, priority 150, 100 cs, 192.168.0.105; unicast to 192.168.0.6. */
    static final byte[] VRRP_3_UNICAST = hex(
            "fa163e000006fa163e0000050800" + "45c0002000010000ff703951c0a80005c0a80006" + "313796010064f578c0a80069");

    /** VRID 56, priority 150, 100 cs, fe80::64 and 2001:db8::64. */
    static final byte[] VRRP_3_IPV6 = hex("333300000012fa163e00000586dd"
            + "6c0b554e002870fffe80000000000000f8163efffe000005ff020000000000000000000000000012"
            + "313896020064d814fe80000000000000000000000000006420010db8000000000000000000000064");

    /** The same when Keepalived stops: priority 0. */
    static final byte[] VRRP_3_IPV6_RESIGNS = hex("333300000012fa163e00000586dd"
            + "6c0b554e002870fffe80000000000000f8163efffe000005ff020000000000000000000000000012"
            + "313800020064" + "6e15" + "fe80000000000000000000000000006420010db8000000000000000000000064");

    /** Keepalived's announcement of 192.168.0.103; its target hardware address is all ones. */
    static final byte[] GRATUITOUS_ARP =
            hex("fffffffffffffa163e000005080600010800060400" + "01fa163e000005c0a80067ffffffffffffc0a80067");

    /** Who has 192.168.0.6? Tell 192.168.0.5. */
    static final byte[] ARP_REQUEST =
            hex("fffffffffffffa163e000005080600010800060400" + "01fa163e000005c0a80005000000000000c0a80006");

    /** 192.168.0.105 is at fa:16:3e:00:00:05. */
    static final byte[] ARP_REPLY =
            hex("fa163e000006fa163e000005080600010800060400" + "02fa163e000005c0a80069fa163e000006c0a80006");

    /** Keepalived's announcement of 2001:db8::64. */
    static final byte[] UNSOLICITED_ADVERTISEMENT = hex("333300000001fa163e00000586dd"
            + "6000000000203aff20010db8000000000000000000000064ff020000000000000000000000000001"
            + "8800c2492000000020010db80000000000000000000000640201fa163e000005");

    /** 2001:db8::64 is at fa:16:3e:00:00:05, solicited, override. */
    static final byte[] SOLICITED_ADVERTISEMENT = hex("fa163e000006fa163e00000586dd"
            + "6000000000203aff20010db800000000000000000000006420010db8000000000000000000000006"
            + "8800538e6000000020010db80000000000000000000000640201fa163e000005");

    /** Who has 2001:db8::64? From 2001:db8::6. */
    static final byte[] SOLICITATION = hex("3333ff000064fa163e00000686dd"
            + "6000000000203aff20010db8000000000000000000000006ff0200000000000000000001ff000064"
            + "8700e5410000000020010db80000000000000000000000640101fa163e000006");

    /** A multicast listener report: ICMPv6 behind a hop-by-hop header with Router Alert. */
    static final byte[] LISTENER_REPORT = hex("333300000016fa163e00000586dd"
            + "6000000000240001fe80000000000000f8163efffe000005ff020000000000000000000000000016"
            + "3a000502000001008f003be80000000104000000ff0200000000000000000001ff000005");

    /** An IGMPv3 report: IPv4 with the Router Alert option. */
    static final byte[] IGMP_REPORT = hex("01005e000016fa163e0000050800"
            + "46c00028000040000102434cc0a80005e000001694040000"
            + "2200f9eb0000000104000000e0000012");

    /** 192.168.0.100 answers 192.168.0.6: identifier 0x323b, sequence 1, 56 bytes. */
    static final byte[] ECHO_REPLY = hex("fa163e000006fa163e0000050800"
            + "450000548ad3000040016e1bc0a80064c0a80006"
            + "00000a2e323b0001a740046b000000004f170a0000000000"
            + "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637");

    /** 2001:db8::6 asks 2001:db8::64: identifier 0x3244, sequence 1, 56 bytes. */
    static final byte[] ECHO_REQUEST_IPV6 = hex("fa163e000005fa163e00000686dd"
            + "6007327a00403a4020010db800000000000000000000000620010db8000000000000000000000064"
            + "800085b632440001a740046b00000000f72e0a0000000000"
            + "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637");

    static final List<byte[]> ALL = List.of(
            VRRP_2_PASSWORD,
            VRRP_2_RESIGNS,
            VRRP_2_TWO_ADDRESSES,
            VRRP_3,
            VRRP_3_PLAIN,
            VRRP_3_UNICAST,
            VRRP_3_IPV6,
            VRRP_3_IPV6_RESIGNS,
            GRATUITOUS_ARP,
            ARP_REQUEST,
            ARP_REPLY,
            UNSOLICITED_ADVERTISEMENT,
            SOLICITED_ADVERTISEMENT,
            SOLICITATION,
            LISTENER_REPORT,
            IGMP_REPORT,
            ECHO_REPLY,
            ECHO_REQUEST_IPV6);

    /** For {@code @MethodSource}. */
    static Stream<byte[]> all() {
        return ALL.stream();
    }

    static Frame frame(byte[] bytes) {
        return Frame.parse(bytes).orThrow();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
