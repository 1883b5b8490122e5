package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.model.ObjectId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two VPCs with a peering and routes on both sides, in both families. */
class PeeringTest {
    private final World world = new World();
    private VpcIntent red;
    private VpcIntent blue;
    private SubnetIntent blueSubnet;
    private PortIntent bluePort;
    private PeeringIntent peering;
    private String link;
    private RouteTableIntent blueTable;

    @BeforeEach
    void build() {
        red = world.vpc(1);
        blue = world.vpc(2);
        SubnetIntent redSubnet = world.subnet(red, 1, "10.1.0.1/24", "fd01::1/64");
        blueSubnet = world.subnet(blue, 2, "10.2.0.1/24", "fd02::1/64");
        world.port(redSubnet, 1, "10.1.0.11/24", "fd01::11/64");
        bluePort = world.port(blueSubnet, 2, "10.2.0.12/24", "fd02::12/64");
        peering = world.peering(red, blue, 1);
        link = Names.link(peering.peering());
        ThroughPeering through = new ThroughPeering(peering.peering());
        RouteTableIntent redTable = world.table(red, 1);
        world.route(redTable, 1, "10.2.0.0/16", through);
        world.route(redTable, 2, "fd02::/32", through);
        blueTable = world.table(blue, 2);
        world.route(blueTable, 3, "10.1.0.0/16", through);
        world.route(blueTable, 4, "fd01::/32", through);
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private boolean reaches(int guest, String target) {
        return world.reaches(guest, target);
    }

    private void eachReachesTheOther() {
        assertThat(List.of(
                        reaches(1, "10.2.0.12"),
                        reaches(1, "fd02::12"),
                        reaches(2, "10.1.0.11"),
                        reaches(2, "fd01::11")))
                .containsOnly(true);
    }

    private void sabotage(VpcIntent vpc, String command) {
        World.Result result = World.tryIn(world.namespaceOf(vpc), command);
        assertThat(result.exit()).as("%s: %s", command, result.output()).isZero();
    }

    @Test
    void serversOfPeeredVpcsReachEachOtherAndAnotherPlanIsEmptyAfterARestartToo() {
        world.converge();
        eachReachesTheOther();
        assertThat(world.planAll().lines()).isEmpty();
        world.restart();
        assertThat(world.planAll().lines()).isEmpty();
        world.restart();
        world.intents
                .values()
                .forEach(intent -> assertThat(world.fabric
                                .plan(intent.object(), Optional.of(intent))
                                .lines())
                        .isEmpty());
        assertThat(world.fabric.observed(peering.peering())).isNotEmpty();
    }

    /** Neighbours ask for an IPv6 address in the group of its last three bytes (RFC 4291 section 2.7.1). */
    @Test
    void theRoutersAskAndAreAskedAsSoonAsAPlanIsCarriedOut() {
        for (int i = 0; i < 10; i++) {
            world.converge();
            for (VpcIntent side : List.of(red, blue)) {
                String groups = proc(side, "igmp6");
                List<String> addresses = proc(side, "if_inet6").lines().toList();
                assertThat(addresses).hasSize(3);
                assertThat(addresses).filteredOn(PeeringTest::isTentative).isEmpty();
                assertThat(addresses)
                        .filteredOn(address -> !address.endsWith("lo"))
                        .allSatisfy(address ->
                                assertThat(groups).contains("ff0200000000000000000001ff" + address.substring(26, 32)));
            }
            world.fabric.apply(world.fabric.planAll(List.of()));
        }
    }

    /** Whether the kernel does not use the address yet (IFA_F_TENTATIVE); a line of {@code /proc/net/if_inet6}. */
    private static boolean isTentative(String address) {
        return (Integer.parseInt(address.split(" +")[4], 16) & 0x40) != 0;
    }

    private String proc(VpcIntent vpc, String file) {
        try (NamespaceThread inside = NamespaceThread.enter(world.namespaces.path(world.namespaceOf(vpc)))) {
            return inside.call(() -> Files.readString(Path.of("/proc/thread-self/net", file)));
        }
    }

    @Test
    void theVpcsOfWhichNoRouteSpeaksDoNotMatterWhateverTheirAddresses() {
        SubnetIntent same = world.subnet(world.vpc(3), 3, "10.2.0.1/24", "fd02::1/64");
        world.port(same, 3, "10.2.0.12/24", "fd02::12/64");
        world.converge();
        World.tryIn(world.guestName(3), "ip link set eth0 down");
        eachReachesTheOther();
    }

    @Test
    void aVirtualIpIsReachedAcrossThePeeringAndFollowsItsHolderAtOnce() {
        PortIntent other = world.port(blueSubnet, 3, "10.2.0.13/24", "fd02::13/64");
        for (PortIntent port : List.of(bluePort, other)) {
            world.bound(world.checked(port, false), "10.2.0.100", "fd02::100");
        }
        world.converge();
        for (PortIntent holder : List.of(bluePort, other, bluePort)) {
            int guest = holder == other ? 3 : 2;
            world.in(guest, "ip addr add 10.2.0.100/32 dev eth0; ip -6 addr add fd02::100/128 dev eth0 nodad");
            for (String vip : List.of("10.2.0.100", "fd02::100")) {
                world.fabric.steer(
                        blue.vpc(), blueSubnet.subnet(), IpAddress.of(vip), holder.port(), holder.mac(), true);
                assertThat(reaches(1, vip)).as("%s at %s", vip, guest).isTrue();
            }
            world.in(guest, "ip addr del 10.2.0.100/32 dev eth0; ip -6 addr del fd02::100/128 dev eth0");
        }
    }

    /** A third VPC behind the second, with a server 3; routes from the first and back through whatever is in the second. */
    private PeeringIntent onwards() {
        VpcIntent green = world.vpc(3);
        SubnetIntent greenSubnet = world.subnet(green, 3, "10.3.0.1/24", "fd03::1/64");
        world.port(greenSubnet, 3, "10.3.0.13/24", "fd03::13/64");
        PeeringIntent onward = world.peering(blue, green, 2);
        RouteTableIntent greenTable = world.table(green, 3);
        world.route(greenTable, 5, "10.0.0.0/8", new ThroughPeering(onward.peering()));
        world.route(greenTable, 6, "fd00::/8", new ThroughPeering(onward.peering()));
        RouteTableIntent redTable = world.table(red, 1);
        world.route(redTable, 7, "10.3.0.0/16", new ThroughPeering(peering.peering()));
        world.route(redTable, 8, "fd03::/32", new ThroughPeering(peering.peering()));
        return onward;
    }

    @Test
    void aPeeringLeadsOnToNoOtherPeering() {
        PeeringIntent onward = onwards();
        world.route(blueTable, 9, "10.3.0.0/16", new ThroughPeering(onward.peering()));
        world.route(blueTable, 10, "fd03::/32", new ThroughPeering(onward.peering()));
        world.converge();
        eachReachesTheOther();
        assertThat(List.of(reaches(2, "10.3.0.13"), reaches(2, "fd03::13"))).containsOnly(true);
        assertThat(List.of(
                        reaches(1, "10.3.0.13"),
                        reaches(1, "fd03::13"),
                        reaches(3, "10.1.0.11"),
                        reaches(3, "fd01::11")))
                .containsOnly(false);
    }

    @Test
    void aPeeringLeadsToNoUplink() {
        blue = world.connected(blue);
        world.peering(red, blue, 1);
        world.eip(blue, 1, "198.18.0.12", "10.2.0.12");
        world.eip(blue, 2, "2001:2::12", "fd02::12");
        RouteTableIntent redTable = world.table(red, 1);
        world.route(redTable, 5, "198.18.0.0/16", new ThroughPeering(peering.peering()));
        world.route(redTable, 6, "2001:2::/64", new ThroughPeering(peering.peering()));
        world.converge();
        world.outsider(9, "198.18.9.9", "2001:2::9:9");
        eachReachesTheOther();
        assertThat(List.of(reaches(2, "198.18.9.9"), reaches(2, "2001:2::9:9"))).containsOnly(true);
        try (Wire outside = new Wire(world, 9)) {
            assertThat(List.of(reaches(1, "198.18.9.9"), reaches(1, "2001:2::9:9")))
                    .containsOnly(false);
            assertThat(outside.receives(
                            Duration.ofMillis(100),
                            frame -> frame.payload() instanceof IpPacket packet
                                    && Set.of(IpAddress.of("10.1.0.11"), IpAddress.of("fd01::11"))
                                            .contains(packet.source())))
                    .isFalse();
        }
    }

    @Test
    void aFirewallServerBetweenTwoPeeringsSendsOnWhatThePeeringsDoNot() {
        PeeringIntent onward = onwards();
        world.checked(bluePort, false);
        world.in(
                2,
                "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.accept_dad=0");
        RouteTableIntent fromFirewall = world.table(blue, 4, blueSubnet);
        for (boolean ipv4 : List.of(true, false)) {
            ToAddress firewall = new ToAddress(blueSubnet.subnet(), IpAddress.of(ipv4 ? "10.2.0.12" : "fd02::12"));
            int digit = ipv4 ? 20 : 30;
            String before = ipv4 ? "10.1.0.0/16" : "fd01::/32";
            String behind = ipv4 ? "10.3.0.0/16" : "fd03::/32";
            world.route(blueTable, ipv4 ? 3 : 4, before, firewall);
            world.route(blueTable, digit, behind, firewall);
            world.route(fromFirewall, digit + 1, before, new ThroughPeering(peering.peering()));
            world.route(fromFirewall, digit + 2, behind, new ThroughPeering(onward.peering()));
        }
        world.converge();
        assertThat(List.of(
                        reaches(1, "10.3.0.13"),
                        reaches(1, "fd03::13"),
                        reaches(3, "10.1.0.11"),
                        reaches(3, "fd01::11")))
                .containsOnly(true);
        world.in(2, "sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0");
        assertThat(List.of(reaches(1, "10.3.0.13"), reaches(3, "fd01::11"))).containsOnly(false);
    }

    @Test
    void aPeeringWhoseMakingWasInterruptedIsCompleted() {
        ObjectId interrupted = peering.peering();
        Intent intent = world.intents.remove(interrupted);
        world.fabric.apply(world.planAll());
        sabotage(red, "ip link add " + link + " type veth peer name " + link + " netns " + world.namespaceOf(blue));
        world.restart();
        world.intents.put(interrupted, intent);
        world.converge();
        assertThat(world.planAll().lines()).isEmpty();
        eachReachesTheOther();
    }

    @Test
    void whatSomebodyBreaksOnEitherSideIsPutRight() {
        world.converge();
        for (VpcIntent side : List.of(red, blue)) {
            for (String command : List.of(
                    "ip link set LINK down",
                    "ip link set LINK down; ip link set LINK up",
                    "ip link set LINK address 02:00:00:00:00:09",
                    "ip link set LINK mtu 1400",
                    "ip neigh del 169.254.0.1 dev LINK",
                    "ip neigh replace fe80::1 lladdr 02:00:00:00:00:09 dev LINK nud permanent",
                    "sysctl -qw net.ipv4.conf.LINK.rp_filter=2",
                    "ip link set LINK alias ''",
                    "ip link set LINK down; ip link set LINK name other",
                    "ip link del LINK")) {
                sabotage(side, command.replace("LINK", link));
                assertThat(world.planAll().lines()).as(command).isNotEmpty();
                // As the reconciler does: one object after the other, whatever is wrong with it.
                world.intents
                        .values()
                        .forEach(intent -> world.apply(world.fabric.plan(intent.object(), Optional.of(intent))));
                assertThat(world.planAll().lines()).as(command).isEmpty();
                eachReachesTheOther();
            }
        }
    }

    @Test
    void thePeeringOfANamespaceThatIsNotThereIsTriedAgain() {
        world.intents.remove(blue.vpc());
        Applied applied = world.fabric.apply(world.fabric.planAll(List.copyOf(world.intents.values())));
        assertThat(applied.failures()).isNotEmpty();
        world.vpc(2);
        world.peering(red, blue, 1);
        world.converge();
        eachReachesTheOther();
    }

    @Test
    void aNamespaceThatWasMadeAnewGetsItsPeeringAgainOnEitherSide() {
        world.converge();
        for (VpcIntent side : List.of(red, blue)) {
            // A process in the old one keeps it, and the old link with it.
            try (VpcNamespace old = VpcNamespace.enter(world.namespaceOf(side)).orElseThrow()) {
                world.namespaces.delete(world.namespaceOf(side));
                world.converge();
                assertThat(world.planAll().lines()).isEmpty();
                eachReachesTheOther();
                assertThat(old.isCurrent()).isFalse();
            }
        }
    }

    @Test
    void deletingAPeeringLeavesNothingOfItOnEitherSide() {
        world.converge();
        world.intents.remove(peering.peering());
        world.apply(world.fabric.plan(peering.peering(), Optional.empty()));
        for (VpcIntent side : List.of(red, blue)) {
            assertThat(World.tryIn(world.namespaceOf(side), "ip -o link; ip neigh")
                            .output())
                    .doesNotContain(link);
        }
        assertThat(world.fabric.plan(peering.peering(), Optional.empty()).lines())
                .isEmpty();
        assertThat(reaches(1, "10.2.0.12")).isFalse();
    }

    @Test
    void aFullPassRemovesAPeeringThatNobodyWants() {
        world.converge();
        world.intents.remove(peering.peering());
        world.restart();
        assertThat(world.planAll().lines()).contains("- cable " + link + " to " + link + " in somewhere");
        world.fabric.apply(world.planAll());
        assertThat(World.tryIn(world.namespaceOf(blue), "ip -o link").output()).doesNotContain(link);
    }
}
