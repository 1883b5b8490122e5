package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.DropReason;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.net.Arp;
import dev.perch.net.Bytes;
import dev.perch.net.Echo;
import dev.perch.net.Family;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.Ipv4Address;
import dev.perch.net.Ipv4Packet;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import dev.perch.net.NeighborDiscovery;
import dev.perch.net.Vrrp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port rules on the wire: frames go in at one guest, and come out at another or are counted. */
class GuardsTest {
    private static final Ipv4Address VIP = (Ipv4Address) IpAddress.of("10.0.0.100");
    private static final Ipv6Address VIP6 = (Ipv6Address) IpAddress.of("fd00:1::100");
    private static final Ipv4Address ONE = (Ipv4Address) IpAddress.of("10.0.0.11");
    private static final Ipv6Address ONE6 = (Ipv6Address) IpAddress.of("fd00:1::11");
    private static final Ipv4Address TWO = (Ipv4Address) IpAddress.of("10.0.0.12");
    private static final Ipv6Address TWO6 = (Ipv6Address) IpAddress.of("fd00:1::12");
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofMillis(60);

    private final World world = new World();
    private PortIntent one;
    private PortIntent two;
    private Wire first;
    private Wire second;

    @BeforeEach
    void build() {
        VpcIntent vpc = world.vpc(1);
        SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        one = world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64");
        two = world.port(subnet, 2, "10.0.0.12/24", "fd00:1::12/64");
        // A third port is bound to the VIP, so that it is one.
        PortIntent three = world.port(subnet, 3, "10.0.0.13/24", "fd00:1::13/64");
        world.bound(three, "10.0.0.100", "fd00:1::100");
        world.converge();
        first = new Wire(world, 1);
        second = new Wire(world, 2);
    }

    @AfterEach
    void remove() {
        try (world) {
            first.close();
            second.close();
        }
    }

    private void passes(Frame frame) {
        first.send(frame);
        assertThat(second.receives(SOON, f -> same(f, frame)))
                .as("%s passes", frame)
                .isTrue();
    }

    private void dropped(DropReason reason, Frame frame) {
        long before = drops(one, reason);
        first.send(frame);
        assertThat(second.receives(NEVER, f -> same(f, frame)))
                .as("%s passes", frame)
                .isFalse();
        assertThat(drops(one, reason)).as("drops for %s", reason).isEqualTo(before + 1);
    }

    private static boolean same(Frame a, Frame b) {
        return a.source().equals(b.source())
                && Arrays.equals(a.payload().encode(), b.payload().encode());
    }

    private long drops(PortIntent port, DropReason reason) {
        return world.fabric.drops().getOrDefault(port.port(), Map.of()).getOrDefault(reason, 0L);
    }

    private Frame echo(IpAddress source, IpAddress destination) {
        return echo(one.mac(), source, destination);
    }

    private Frame echo(MacAddress from, IpAddress source, IpAddress destination) {
        return new Frame(two.mac(), from, new Echo(true, 1, 1, Bytes.of(new byte[8])).packet(source, destination));
    }

    private Frame advertisement(Ipv6Address target, Ipv6Address source) {
        return new Frame(
                MacAddress.ofGroup(Ipv6Address.ALL_NODES),
                one.mac(),
                NeighborDiscovery.Advertisement.unsolicited(target, one.mac()).packet(source, Ipv6Address.ALL_NODES));
    }

    private Frame arp(Arp arp) {
        return new Frame(MacAddress.BROADCAST, one.mac(), arp);
    }

    private void change(PortIntent intent) {
        world.apply(world.fabric.plan(intent.port(), Optional.of(intent)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPortThatIsNotBoundCannotClaimWhateverItsCheck(boolean checked) {
        change(world.checked(one, checked));
        dropped(DropReason.FOREIGN_CLAIM, arp(Arp.announcement(one.mac(), VIP)));
        dropped(DropReason.FOREIGN_CLAIM, arp(Arp.reply(one.mac(), VIP, two.mac(), TWO)));
        dropped(DropReason.FOREIGN_CLAIM, arp(Arp.announcement(one.mac(), TWO)));
        dropped(DropReason.FOREIGN_CLAIM, advertisement(VIP6, VIP6));
        dropped(DropReason.FOREIGN_CLAIM, advertisement(VIP6, ONE6));
        dropped(DropReason.FOREIGN_CLAIM, advertisement(ONE6, VIP6));
        dropped(
                DropReason.FOREIGN_CLAIM,
                new Frame(
                        MacAddress.ofGroup(VIP6.solicitedNode()),
                        one.mac(),
                        NeighborDiscovery.Solicitation.of(VIP6, one.mac())
                                .packet(new Ipv6Address(0, 0), VIP6.solicitedNode())));
        dropped(
                DropReason.FOREIGN_CLAIM,
                new Frame(
                        MacAddress.ofGroup(TWO6.solicitedNode()),
                        one.mac(),
                        NeighborDiscovery.Solicitation.of(TWO6, one.mac()).packet(VIP6, TWO6.solicitedNode())));
        assertThat(world.in(2, "ip neigh")).doesNotContain(VIP.toString()).doesNotContain(VIP6.toString());
    }

    @Test
    void aPortClaimsItsOwnAddressesAndProbes() {
        passes(arp(Arp.announcement(one.mac(), ONE)));
        passes(arp(Arp.reply(one.mac(), ONE, two.mac(), TWO)));
        passes(arp(Arp.probe(one.mac(), VIP)));
        passes(arp(Arp.request(one.mac(), ONE, VIP)));
        passes(advertisement(ONE6, ONE6));
        passes(advertisement(Ipv6Address.linkLocalOf(one.mac()), ONE6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBoundPortClaimsTheVipWhateverItsCheck(boolean checked) {
        change(world.bound(world.checked(one, checked), "10.0.0.100", "fd00:1::100"));
        passes(arp(Arp.announcement(one.mac(), VIP)));
        passes(arp(Arp.reply(one.mac(), VIP, two.mac(), TWO)));
        passes(advertisement(VIP6, VIP6));
    }

    @Test
    void aFencedPortCannotClaimNorSendFromTheVip() {
        PortIntent fenced = world.fenced(world.checked(one, false), "10.0.0.100", "fd00:1::100");
        change(fenced);
        dropped(DropReason.FENCED, arp(Arp.announcement(one.mac(), VIP)));
        dropped(DropReason.FENCED, advertisement(VIP6, VIP6));
        dropped(DropReason.FENCED, echo(VIP, TWO));
        dropped(DropReason.FENCED, echo(VIP6, TWO6));
        passes(echo(ONE, TWO));
        change(world.bound(world.fenced(fenced), "10.0.0.100", "fd00:1::100"));
        passes(arp(Arp.announcement(one.mac(), VIP)));
        passes(echo(VIP, TWO));
        passes(echo(VIP6, TWO6));
    }

    @Test
    void aCheckedPortSendsFromItsOwnAddressesOnly() {
        passes(echo(ONE, TWO));
        passes(echo(ONE6, TWO6));
        dropped(DropReason.SOURCE, echo(VIP, TWO));
        dropped(DropReason.SOURCE, echo(VIP6, TWO6));
        dropped(DropReason.SOURCE, echo(IpAddress.of("192.0.2.1"), TWO));
        change(world.bound(one, "10.0.0.100", "fd00:1::100"));
        dropped(DropReason.SOURCE, echo(VIP, TWO));
        dropped(DropReason.SOURCE, echo(VIP6, TWO6));
    }

    @Test
    void anUncheckedPortSendsFromAnywhere() {
        change(world.checked(one, false));
        passes(echo(VIP, TWO));
        passes(echo(VIP6, TWO6));
        passes(echo(IpAddress.of("192.0.2.1"), TWO));
    }

    @Test
    void pairsOpenTheCheckForSingleAddressesAndBlocks() {
        change(world.paired(one, "10.0.0.100/32", "192.0.2.0/28", "2001:db8::/64", "fd00:1::100/128"));
        passes(echo(VIP, TWO));
        passes(echo(VIP6, TWO6));
        passes(echo(IpAddress.of("192.0.2.15"), TWO));
        dropped(DropReason.SOURCE, echo(IpAddress.of("192.0.2.16"), TWO));
        passes(echo(IpAddress.of("2001:db8::7"), TWO6));
        dropped(DropReason.SOURCE, echo(IpAddress.of("2001:db8:0:1::7"), TWO6));
        change(world.paired(one));
        dropped(DropReason.SOURCE, echo(VIP, TWO));
        dropped(DropReason.SOURCE, echo(IpAddress.of("192.0.2.15"), TWO));
    }

    @Test
    void aCheckedPortReceivesForItsOwnAddressesOnly() {
        long before = drops(two, DropReason.DESTINATION);
        Set<IpAddress> foreign = Set.of(VIP, VIP6, IpAddress.of("192.0.2.1"));
        foreign.forEach(address -> first.send(echo(address.family() == Family.IPV4 ? ONE : ONE6, address)));
        // its kernel and the fabric send from its MAC too: solicitations, announcements
        assertThat(second.receives(
                        NEVER, f -> f.payload() instanceof IpPacket packet && foreign.contains(packet.destination())))
                .isFalse();
        assertThat(drops(two, DropReason.DESTINATION)).isEqualTo(before + 3);
        change(world.checked(two, false));
        passes(echo(ONE, VIP));
        passes(echo(ONE6, VIP6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForeignMacIsAlwaysDropped(boolean checked) {
        change(world.checked(one, checked));
        MacAddress foreign = MacAddress.of("fa:16:3e:99:99:99");
        dropped(DropReason.FOREIGN_MAC, echo(foreign, ONE, TWO));
        dropped(DropReason.FOREIGN_MAC, echo(foreign, ONE6, TWO6));
        dropped(DropReason.FOREIGN_MAC, arp(Arp.announcement(foreign, ONE)));
        dropped(
                DropReason.FOREIGN_MAC,
                new Frame(
                        MacAddress.ofGroup(Ipv6Address.ALL_NODES),
                        one.mac(),
                        NeighborDiscovery.Advertisement.unsolicited(ONE6, foreign)
                                .packet(ONE6, Ipv6Address.ALL_NODES)));
    }

    @Test
    void aVirtualMacPassesWhereItIsAllowed() {
        MacAddress virtual = MacAddress.of("00:00:5e:00:01:33");
        dropped(DropReason.FOREIGN_MAC, echo(virtual, ONE, TWO));
        change(world.virtualMac(one, virtual));
        passes(echo(virtual, ONE, TWO));
    }

    @Test
    void vrrpPassesBetweenBoundPortsOnly() {
        Frame advert = new Frame(
                MacAddress.of("01:00:5e:00:00:12"),
                one.mac(),
                Vrrp.v2(51, 100, 1, List.of(VIP)).packet(ONE, Vrrp.GROUP_IPV4));
        Frame advert6 = new Frame(
                MacAddress.of("33:33:00:00:00:12"),
                one.mac(),
                Vrrp.v3(51, 100, 100, List.of(VIP6)).packet(Ipv6Address.linkLocalOf(one.mac()), Vrrp.GROUP_IPV6));
        dropped(DropReason.FOREIGN_CLAIM, advert);
        dropped(DropReason.FOREIGN_CLAIM, advert6);
        change(world.bound(one, "10.0.0.100", "fd00:1::100"));
        passes(advert);
        passes(advert6);
        change(world.fenced(one, "10.0.0.100", "fd00:1::100"));
        dropped(DropReason.FENCED, advert);
        dropped(DropReason.FENCED, advert6);
    }

    @Test
    void nothingButIpv4Ipv6AndArpPasses() {
        dropped(DropReason.PROTOCOL, new Frame(two.mac(), one.mac(), new Frame.Other(0x88cc, Bytes.of(new byte[60]))));
        dropped(
                DropReason.PROTOCOL,
                new Frame(two.mac(), one.mac(), new Frame.Other(0x8100, Bytes.of(tagged(echo(ONE, TWO))))));
    }

    private static byte[] tagged(Frame frame) {
        byte[] inside = frame.payload().encode();
        byte[] out = new byte[inside.length + 4];
        out[2] = 8;
        System.arraycopy(inside, 0, out, 4, inside.length);
        return out;
    }

    @Test
    void aDirectRoutingBackEndAnswersFromTheVipAndNeverTakesIt() {
        change(world.checked(one, false));
        world.in(1, "ip addr add 10.0.0.100/32 dev lo; ip -6 addr add fd00:1::100/128 dev lo nodad");
        world.in(1, "ip neigh flush all");
        // The client asks the back end through the director's doing: a packet for the VIP to the back end's MAC.
        second.send(new Frame(one.mac(), two.mac(), new Echo(false, 7, 1, Bytes.EMPTY).packet(TWO, VIP)));
        second.send(new Frame(one.mac(), two.mac(), new Echo(false, 7, 1, Bytes.EMPTY).packet(TWO6, VIP6)));
        assertThat(second.receives(
                        SOON,
                        f -> f.source().equals(one.mac())
                                && f.payload() instanceof Ipv4Packet p
                                && p.source().equals(VIP)))
                .as("answers from the VIP")
                .isTrue();
        assertThat(world.in(2, "ip neigh show 10.0.0.100"))
                .doesNotContain(one.mac().toString());
        // Asked for the VIP, it says that it has it (no arp_ignore is set): nobody hears that.
        long before = drops(one, DropReason.FOREIGN_CLAIM);
        second.send(new Frame(MacAddress.BROADCAST, two.mac(), Arp.request(two.mac(), TWO, VIP)));
        assertThat(second.receives(
                        NEVER, f -> f.payload() instanceof Arp a && a.sender().equals(VIP)))
                .isFalse();
        assertThat(drops(one, DropReason.FOREIGN_CLAIM)).isGreaterThan(before);
    }
}
