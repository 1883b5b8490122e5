package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.model.ObjectId.EipId;
import dev.perch.net.Arp;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.Ipv6Address;
import dev.perch.net.Ipv6Packet;
import dev.perch.net.MacAddress;
import dev.perch.net.NeighborDiscovery;
import dev.perch.net.NeighborDiscovery.Advertisement;
import dev.perch.net.NeighborDiscovery.Solicitation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches servers and virtual IPs through EIPs, seen from the provider network. */
class EipTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofMillis(100);
    private static final int OUTSIDER = 9;

    private final World world = new World();
    private VpcIntent vpc;
    private SubnetIntent subnet;
    private PortIntent one;
    private PortIntent two;

    @BeforeEach
    void build() {
        vpc = world.connected(world.vpc(1));
        subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        one = world.bound(
                world.checked(world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64"), false),
                "10.0.0.100",
                "fd00:1::100");
        two = world.bound(
                world.checked(world.port(subnet, 2, "10.0.0.12/24", "fd00:1::12/64"), false),
                "10.0.0.100",
                "fd00:1::100");
        world.eip(vpc, 1, "198.18.0.11", "10.0.0.11");
        world.eip(vpc, 2, "2001:2::11", "fd00:1::11");
        world.eip(vpc, 3, "198.18.0.100", "10.0.0.100");
        world.eip(vpc, 4, "2001:2::100", "fd00:1::100");
        world.converge();
        world.outsider(OUTSIDER, "198.18.9.9", "2001:2::9:9");
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private void reaches(int guest, String target) {
        assertThat(World.tryIn(world.guestName(guest), "ping -c1 -W1 " + target).output())
                .as("%s to %s", guest, target)
                .contains("1 received");
    }

    private void doesNotReach(int guest, String target) {
        World.Result result = World.tryIn(world.guestName(guest), "ping -c1 -W1 " + target);
        assertThat(result.output())
                .as("%s to %s", guest, target)
                .contains("0 received")
                .doesNotContain("errors");
    }

    private void hold(PortIntent port, int guest, String address) {
        for (PortIntent other : List.of(one, two)) {
            World.tryIn(world.guestName(other == one ? 1 : 2), "ip addr del " + address + " dev eth0");
        }
        world.in(guest, "ip addr add " + address + " dev eth0" + (address.contains(":") ? " nodad" : ""));
        world.fabric.steer(
                vpc.vpc(), subnet.subnet(), IpAddress.of(address.split("/")[0]), port.port(), port.mac(), true);
    }

    private static final IpAddress NOBODY = IpAddress.of("0.0.0.0");

    @Test
    void anEipLeadsToAServerInBothFamilies() {
        reaches(OUTSIDER, "198.18.0.11");
        reaches(OUTSIDER, "2001:2::11");
    }

    @Test
    void whatAServerSendsLeavesWithItsEip() {
        try (Wire outside = new Wire(world, OUTSIDER)) {
            world.in(1, "ping -c1 -W1 198.18.9.9");
            assertThat(outside.receives(SOON, from("198.18.0.11"))).isTrue();
            world.in(1, "ping -c1 -W1 2001:2::9:9");
            assertThat(outside.receives(SOON, from("2001:2::11"))).isTrue();
        }
    }

    private static Predicate<Frame> from(String address) {
        return frame ->
                frame.payload() instanceof IpPacket packet && packet.source().equals(IpAddress.of(address));
    }

    @Test
    void whoHasNoEipDoesNotGetOutAndNothingButItsEipGetsIn() {
        try (Wire outside = new Wire(world, OUTSIDER)) {
            doesNotReach(2, "198.18.9.9");
            doesNotReach(2, "2001:2::9:9");
            doesNotReach(2, "198.18.0.11");
            assertThat(outside.receives(NEVER, from("10.0.0.12"))).isFalse();
            assertThat(outside.receives(NEVER, from("fd00:1::12"))).isFalse();
        }
        world.in(OUTSIDER, "ip route add 10.0.0.0/24 via 198.18.0.11");
        doesNotReach(OUTSIDER, "10.0.0.11");
        doesNotReach(OUTSIDER, "10.0.0.1");
    }

    @Test
    void onTheProviderNetworkAVpcSpeaksForItsEipsOnly() {
        String asked = World.tryIn(
                        world.guestName(OUTSIDER),
                        "for a in 198.18.0.11 10.0.0.1 198.18.0.99; do arping -c1 -w1 -I eth0 $a; arping -D -c1 -w1 -I eth0"
                                + " $a; done")
                .output();
        assertThat(asked.lines().filter(line -> line.contains("reply")))
                .hasSize(2)
                .allMatch(line -> line.contains("198.18.0.11 ")
                        && line.toLowerCase()
                                .contains(Names.uplinkMac(vpc.vpc()).toString()));
        reaches(1, "198.18.9.9");
        String neighbor = "198.18.9.9 dev " + Names.uplink(vpc.vpc());
        Set<IpAddress> asking = new HashSet<>();
        try (Wire outside = new Wire(world, OUTSIDER)) {
            World.tryIn(world.namespaceOf(vpc), "ip neigh change " + neighbor + " nud probe");
            assertThat(outside.receives(
                            Duration.ofSeconds(3),
                            frame -> frame.payload() instanceof Arp arp
                                    && asking.add(arp.sender())
                                    && arp.sender().equals(NOBODY)
                                    && arp.target().equals(IpAddress.of("198.18.9.9"))))
                    .as("asked whether it is still there")
                    .isTrue();
        }
        assertThat(asking).isSubsetOf(NOBODY, IpAddress.of("198.18.0.11"));
        assertThat(World.tryIn(
                                world.namespaceOf(vpc),
                                "timeout 3 sh -c 'until ip neigh show " + neighbor + " | grep REACHABLE; do :; done'")
                        .output())
                .contains("REACHABLE");
        World.tryIn(world.namespaceOf(vpc), "ip neigh change " + neighbor + " nud failed");
        reaches(1, "198.18.9.9");
    }

    @Test
    void overIpv6AVpcAnswersForItsEipsAtOnceAndForNothingElse() {
        String router = Ipv6Address.linkLocalOf(Names.uplinkMac(vpc.vpc())).toString();
        for (String asked : List.of("2001:2::11", "2001:2::100")) {
            assertThat(advertised(asked, "2001:2::9:9")).as(asked).hasValue(IpAddress.of(router));
            assertThat(advertised(asked, "::")).as("%s as a duplicate", asked).hasValue(IpAddress.of(router));
        }
        for (String asked : List.of("2001:2::99", "fd00:1::1", "fd00:1::11", "fd00:1::100")) {
            assertThat(advertised(asked, "2001:2::9:9")).as(asked).isEmpty();
            assertThat(advertised(asked, "::")).as("%s as a duplicate", asked).isEmpty();
        }
    }

    /** From where a solicitation is answered with the uplink's MAC. */
    private Optional<IpAddress> advertised(String target, String from) {
        Ipv6Address asked = (Ipv6Address) IpAddress.of(target);
        Ipv6Address group = asked.solicitedNode();
        MacAddress mac = MacAddress.of(World.tryIn(world.guestName(OUTSIDER), "cat /sys/class/net/eth0/address")
                .output()
                .strip());
        NeighborDiscovery question =
                from.equals("::") ? new Solicitation(asked, List.of()) : Solicitation.of(asked, mac);
        AtomicReference<IpAddress> answering = new AtomicReference<>();
        try (Wire outside = new Wire(world, OUTSIDER)) {
            outside.send(new Frame(
                    MacAddress.ofGroup(group), mac, question.packet((Ipv6Address) IpAddress.of(from), group)));
            outside.receives(NEVER, frame -> {
                boolean answer = frame.source().equals(Names.uplinkMac(vpc.vpc()))
                        && frame.payload() instanceof Ipv6Packet packet
                        && NeighborDiscovery.parse(packet).toOptional().stream()
                                .anyMatch(message -> message instanceof Advertisement
                                        && message.target().equals(asked));
                if (answer) {
                    answering.set(((Ipv6Packet) frame.payload()).source());
                }
                return answer;
            });
        }
        return Optional.ofNullable(answering.get());
    }

    @Test
    void anEipOfIpv6IsAskedForAgainAndTheRouterAsksForWhoIsOutside() {
        reaches(OUTSIDER, "2001:2::11");
        String uplink = Names.uplink(vpc.vpc());
        probed(world.guestName(OUTSIDER), "2001:2::11 dev eth0");
        probed(world.namespaceOf(vpc), "2001:2::9:9 dev " + uplink);
        World.tryIn(world.namespaceOf(vpc), "ip neigh flush dev " + uplink);
        reaches(1, "2001:2::9:9");
    }

    /** A known neighbour is asked by a packet to itself whether it is still there, and answers. */
    private void probed(String namespace, String neighbor) {
        World.tryIn(namespace, "ip neigh change " + neighbor + " nud probe");
        assertThat(World.tryIn(
                                namespace,
                                "timeout 3 sh -c 'until ip neigh show " + neighbor + " | grep REACHABLE; do :; done'")
                        .output())
                .as(neighbor)
                .contains("REACHABLE");
    }

    @Test
    void anEipOfIpv6ThatIsBoundInAnotherVpcIsAnsweredForThere() {
        VpcIntent other = world.connected(world.vpc(2));
        world.port(world.subnet(other, 2, "fd00:1::1/64"), 3, "fd00:1::13/64");
        world.converge();
        reaches(OUTSIDER, "2001:2::11");
        EipIntent moved = world.eip(other, 2, "2001:2::11", "fd00:1::13");
        world.apply(world.fabric.plan(moved.eip(), Optional.of(moved)));
        assertThat(World.tryIn(world.guestName(OUTSIDER), "ip neigh show 2001:2::11")
                        .output())
                .as("announced")
                .contains(Names.uplinkMac(other.vpc()).toString());
        reaches(OUTSIDER, "2001:2::11");
        assertThat(World.tryIn(
                                world.namespaceOf(vpc),
                                "ip -6 addr; ip -6 route show table local; ip -6 neigh show proxy")
                        .output())
                .contains("2001:2::100")
                .doesNotContain("2001:2::11 ");
        assertThat(world.planAll().lines()).isEmpty();
        reaches(3, "2001:2::9:9");
    }

    @Test
    void theEipOfAVirtualIpFollowsTheHolderWithoutTheOutsideLearningAnything() {
        hold(one, 1, "10.0.0.100/32");
        hold(one, 1, "fd00:1::100/128");
        reaches(OUTSIDER, "198.18.0.100");
        reaches(OUTSIDER, "2001:2::100");
        try (Wire outside = new Wire(world, OUTSIDER);
                Wire second = new Wire(world, 2)) {
            hold(two, 2, "10.0.0.100/32");
            hold(two, 2, "fd00:1::100/128");
            reaches(OUTSIDER, "198.18.0.100");
            reaches(OUTSIDER, "2001:2::100");
            assertThat(second.receives(SOON, to("10.0.0.100"))).isTrue();
            assertThat(second.receives(SOON, to("fd00:1::100"))).isTrue();
            assertThat(outside.receives(
                            NEVER,
                            f -> f.payload() instanceof Arp arp && arp.sender().equals(IpAddress.of("198.18.0.100"))))
                    .isFalse();
            world.in(2, "ping -c1 -W1 -I 10.0.0.100 198.18.9.9");
            assertThat(outside.receives(SOON, from("198.18.0.100"))).isTrue();
        }
    }

    private static Predicate<Frame> to(String address) {
        return frame -> frame.payload() instanceof IpPacket packet
                && packet.destination().equals(IpAddress.of(address));
    }

    @Test
    void withoutAHolderNothingAnswersAndThePacketsAreCounted() {
        world.fabric.markUnheld(vpc.vpc(), IpAddress.of("10.0.0.100"), true);
        world.fabric.markUnheld(vpc.vpc(), IpAddress.of("fd00:1::100"), true);
        World.Result ping =
                World.tryIn(world.guestName(OUTSIDER), "ping -c5 -i1 -W1 198.18.0.100; ping -c5 -W1 2001:2::100");
        assertThat(ping.output())
                .doesNotContain("errors")
                .doesNotContain("nreachable")
                .contains("100% packet loss");
        assertThat(world.fabric.noHolderDrops())
                .containsEntry(vpc.vpc(), Map.of(IpAddress.of("10.0.0.100"), 5L, IpAddress.of("fd00:1::100"), 5L));
        assertThat(world.planAll().lines()).isEmpty();
        hold(one, 1, "10.0.0.100/32");
        // A mark that is out of date stops nothing.
        reaches(OUTSIDER, "198.18.0.100");
        world.fabric.markUnheld(vpc.vpc(), IpAddress.of("10.0.0.100"), false);
        reaches(OUTSIDER, "198.18.0.100");
        assertThat(world.fabric.noHolderDrops().get(vpc.vpc())).containsEntry(IpAddress.of("10.0.0.100"), 6L);
    }

    @Test
    void serversReachEipsOfTheirOwnVpcAsIfFromOutside() {
        world.eip(vpc, 5, "198.18.0.12", "10.0.0.12");
        world.converge();
        try (Wire first = new Wire(world, 1)) {
            reaches(2, "198.18.0.11");
            assertThat(first.receives(SOON, from("198.18.0.12"))).isTrue();
        }
        reaches(1, "198.18.0.11");
    }

    @Test
    void releasingAnEipLeavesNothingOfIt() {
        EipIntent eip = world.eip(vpc, 1, "198.18.0.11", "10.0.0.11", Optional.of(50));
        world.converge();
        reaches(OUTSIDER, "198.18.0.11");
        world.fabric.markUnheld(vpc.vpc(), eip.inside(), true);
        reaches(OUTSIDER, "198.18.0.11");
        world.intents.remove(eip.eip());
        world.apply(world.fabric.plan(eip.eip(), Optional.empty()));
        doesNotReach(OUTSIDER, "198.18.0.11");
        doesNotReach(1, "198.18.9.9");
        String left = World.tryIn(
                        world.namespaceOf(vpc),
                        "ip addr; ip route show table local; nft list table inet perch; nft list table arp perch; cat /proc/net/nf_conntrack")
                .output();
        assertThat(left).contains("198.18.0.100").doesNotContain("198.18.0.11 ").doesNotContain("10.0.0.11 ");
        assertThat(world.planAll().lines()).isEmpty();
    }

    @Test
    void theLastEipTakesTheUplinkAlong() {
        List.of(1, 2, 3, 4).forEach(digit -> world.intents.remove(new EipId(World.uuid(0xe, digit))));
        world.intents.put(vpc.vpc(), new VpcIntent(vpc.vpc(), false, false, vpc.policy()));
        world.converge();
        String left = World.tryIn(
                        world.namespaceOf(vpc),
                        "ip -o link; ip rule; ip -6 rule; ip route show table all; nft list tables")
                .output();
        assertThat(left)
                .doesNotContain("u-")
                .doesNotContain("table 999")
                .doesNotContain("inet")
                .doesNotContain("arp");
        assertThat(World.tryIn(world.providerNamespace(), "ip -o link").output())
                .doesNotContain("u-");
        assertThat(world.planAll().lines()).isEmpty();
        reaches(1, "10.0.0.12");
    }

    @Test
    void anEipThatIsBoundElsewhereEndsItsFlowsAndLeadsThere() {
        reaches(OUTSIDER, "198.18.0.11");
        EipIntent moved = world.eip(vpc, 1, "198.18.0.11", "10.0.0.12");
        world.apply(world.fabric.plan(moved.eip(), Optional.of(moved)));
        assertThat(World.tryIn(world.namespaceOf(vpc), "cat /proc/net/nf_conntrack")
                        .output())
                .doesNotContain("dst=198.18.0.11 ");
        try (Wire second = new Wire(world, 2)) {
            reaches(OUTSIDER, "198.18.0.11");
            assertThat(second.receives(SOON, to("10.0.0.12"))).isTrue();
        }
        doesNotReach(1, "198.18.9.9");
    }

    @Test
    void anEipThatIsBoundInAnotherVpcLeavesTheFirstAndIsAnnouncedAnew() {
        VpcIntent other = world.connected(world.vpc(2));
        SubnetIntent elsewhere = world.subnet(other, 2, "10.0.0.1/24");
        world.port(elsewhere, 3, "10.0.0.13/24");
        world.converge();
        reaches(OUTSIDER, "198.18.0.11");
        EipIntent moved = world.eip(other, 1, "198.18.0.11", "10.0.0.13");
        List<String> lines = world.fabric.plan(moved.eip(), Optional.of(moved)).lines();
        assertThat(lines.getFirst()).isEqualTo("- address 198.18.0.11 on " + Names.uplink(vpc.vpc()));
        try (Wire outside = new Wire(world, OUTSIDER)) {
            world.apply(world.fabric.plan(moved.eip(), Optional.of(moved)));
            assertThat(outside.receives(
                            SOON,
                            f -> f.payload() instanceof Arp arp
                                    && arp.sender().equals(IpAddress.of("198.18.0.11"))
                                    && f.source().equals(Names.uplinkMac(other.vpc()))))
                    .as("announced")
                    .isTrue();
        }
        reaches(OUTSIDER, "198.18.0.11");
        assertThat(World.tryIn(world.namespaceOf(vpc), "ip addr; ip route show table local")
                        .output())
                .doesNotContain("198.18.0.11");
        assertThat(world.planAll().lines()).isEmpty();
        reaches(3, "198.18.9.9");
    }

    @Test
    void twoVpcsMeetAtTheirEips() {
        VpcIntent other = world.connected(world.vpc(2));
        world.port(world.subnet(other, 2, "10.0.0.1/24", "fd00:1::1/64"), 3, "10.0.0.13/24", "fd00:1::13/64");
        world.eip(other, 6, "198.18.0.13", "10.0.0.13");
        world.eip(other, 7, "2001:2::13", "fd00:1::13");
        world.converge();
        reaches(3, "198.18.0.11");
        reaches(1, "198.18.0.13");
        reaches(3, "2001:2::11");
    }
}
