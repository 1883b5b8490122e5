package dev.perch.net;

import dev.perch.net.NeighborDiscovery.Advertisement;
import dev.perch.net.NeighborDiscovery.Option;
import dev.perch.net.NeighborDiscovery.Solicitation;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is encoded reads back the same. */
class CodecPropertyTest {
    private static final Ipv4Address FROM = new Ipv4Address(0xc0a80005);
    private static final Ipv6Address FROM6 = (Ipv6Address) IpAddress.of("2001:db8::5");

    @Property
    boolean framesReadBack(@ForAll("frames") Frame frame) {
        return Frame.parse(frame.encode()).equals(Parsed.ok(frame));
    }

    @Property
    boolean advertisementsOfVirtualRoutersReadBack(@ForAll("vrrps") Vrrp vrrp) {
        IpAddress from = vrrp.family() == Family.IPV4 ? FROM : FROM6;
        return Vrrp.parse(vrrp.packet(from, Vrrp.group(vrrp.family()))).equals(Parsed.ok(vrrp));
    }

    @Property
    boolean neighborMessagesReadBack(@ForAll("neighborMessages") NeighborDiscovery message) {
        return NeighborDiscovery.parse(message.packet(FROM6, new Ipv6Address(1, 1)))
                .equals(Parsed.ok(message));
    }

    @Property
    boolean echoesReadBack(
            @ForAll("echoes") Echo echo, @ForAll("ipv6") Ipv6Address to6, @ForAll("ipv4") Ipv4Address to) {
        return Echo.parse(echo.packet(FROM, to)).equals(Parsed.ok(echo))
                && Echo.parse(echo.packet(FROM6, to6)).equals(Parsed.ok(echo));
    }

    @Property
    boolean aFilledInChecksumIsGood(@ForAll("payloads") Bytes payload, @ForAll("ipv6") Ipv6Address to) {
        ByteBuffer packet = ByteBuffer.allocate(payload.length() + 2).putShort((short) 0);
        payload.putTo(packet);
        Checksum.fill(packet, 0, FROM6, to, 58);
        return Checksum.of(FROM6, to, 58, Bytes.of(packet.array())) == 0;
    }

    @Provide
    Arbitrary<Frame> frames() {
        return Combinators.combine(macs(), macs(), frameContents()).as(Frame::new);
    }

    private Arbitrary<Frame.Payload> frameContents() {
        return Arbitraries.oneOf(arps(), ipv4Packets(), ipv6Packets(), others());
    }

    private Arbitrary<Arp> arps() {
        return Combinators.combine(u16(), macs(), ipv4(), macs(), ipv4()).as(Arp::new);
    }

    private Arbitrary<Ipv4Packet> ipv4Packets() {
        Arbitrary<Bytes> options = Arbitraries.integers().between(0, 10).flatMap(words -> bytes(words * 4, words * 4));
        return Combinators.combine(u8(), u16(), u16(), u8(), ipv4(), ipv4(), options, payloads())
                .as((tos, id, flags, ttl, source, destination, words, payload) ->
                        new Ipv4Packet(tos, id, flags, ttl, id & 0xff, source, destination, words, payload));
    }

    private Arbitrary<Ipv6Packet> ipv6Packets() {
        Arbitrary<Integer> label = Arbitraries.integers().between(0, 0xfffff);
        return Combinators.combine(u8(), label, u8(), u8(), ipv6(), ipv6(), payloads())
                .as(Ipv6Packet::new);
    }

    private Arbitrary<Frame.Other> others() {
        return Combinators.combine(u16().filter(type -> type != 0x0800 && type != 0x0806 && type != 0x86dd), payloads())
                .as(Frame.Other::new);
    }

    @Provide
    Arbitrary<Vrrp> vrrps() {
        Arbitrary<Integer> vrid = Arbitraries.integers().between(1, 255);
        Arbitrary<Vrrp> v2 = Combinators.combine(vrid, u8(), u8(), ipv4().list().ofMaxSize(20), u8(), bytes(0, 8))
                .as((id, priority, seconds, addresses, auth, trailer) -> new Vrrp(
                        Family.IPV4, 2, id, priority, seconds * 100, List.copyOf(addresses), auth, trailer, false));
        Arbitrary<Integer> centiseconds = Arbitraries.integers().between(0, 4095);
        Arbitrary<Vrrp> v3 = Combinators.combine(
                        vrid, u8(), centiseconds, ipv4().list().ofMaxSize(20), Arbitraries.of(true, false))
                .as((id, priority, interval, addresses, pseudo) -> new Vrrp(
                        Family.IPV4, 3, id, priority, interval, List.copyOf(addresses), 0, Bytes.EMPTY, pseudo));
        Arbitrary<Vrrp> v6 = Combinators.combine(
                        vrid, u8(), centiseconds, ipv6().list().ofMaxSize(20))
                .as((id, priority, interval, addresses) ->
                        new Vrrp(Family.IPV6, 3, id, priority, interval, List.copyOf(addresses), 0, Bytes.EMPTY, true));
        return Arbitraries.oneOf(v2, v3, v6);
    }

    @Provide
    Arbitrary<NeighborDiscovery> neighborMessages() {
        Arbitrary<Ipv6Address> target = ipv6().filter(address -> !address.isMulticast());
        Arbitrary<List<Option>> options = Combinators.combine(
                        u8(), Arbitraries.integers().between(0, 3).flatMap(n -> bytes(6 + 8 * n, 6 + 8 * n)))
                .as(Option::new)
                .list()
                .ofMaxSize(4);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<NeighborDiscovery> solicitations =
                Combinators.combine(target, options).as(Solicitation::new);
        Arbitrary<NeighborDiscovery> advertisements =
                Combinators.combine(target, flag, flag, flag, options).as(Advertisement::new);
        return Arbitraries.oneOf(solicitations, advertisements);
    }

    @Provide
    Arbitrary<Echo> echoes() {
        return Combinators.combine(Arbitraries.of(true, false), u16(), u16(), payloads())
                .as(Echo::new);
    }

    @Provide
    Arbitrary<Ipv4Address> ipv4() {
        return Arbitraries.integers().map(Ipv4Address::new);
    }

    @Provide
    Arbitrary<Ipv6Address> ipv6() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Ipv6Address::new);
    }

    @Provide
    Arbitrary<Bytes> payloads() {
        return bytes(0, 100);
    }

    private static Arbitrary<Bytes> bytes(int min, int max) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(Bytes::of);
    }

    private static Arbitrary<MacAddress> macs() {
        return Arbitraries.longs().between(0, 0xffffffffffffL).map(MacAddress::new);
    }

    private static Arbitrary<Integer> u8() {
        return Arbitraries.integers().between(0, 0xff);
    }

    private static Arbitrary<Integer> u16() {
        return Arbitraries.integers().between(0, 0xffff);
    }
}
