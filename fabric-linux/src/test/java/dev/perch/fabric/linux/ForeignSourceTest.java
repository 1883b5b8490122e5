package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.DropReason;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.net.Bytes;
import dev.perch.net.Echo;
import dev.perch.net.Family;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPacket;
import dev.perch.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes into blue with a source that cannot be there: over the peering with red, and from the provider network. */
class ForeignSourceTest {
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final Duration NEVER = Duration.ofMillis(60);
    private static final int RED = 1;
    private static final int BLUE = 2;
    private static final int OUTSIDER = 9;

    private final World world = new World();
    private VpcIntent blue;
    private SubnetIntent redSubnet;
    private SubnetIntent blueSubnet;
    private PortIntent redPort;
    private PortIntent bluePort;
    private ThroughPeering through;
    private RouteTableIntent blueTable;

    @BeforeEach
    void build() {
        VpcIntent red = world.vpc(1);
        blue = world.connected(world.vpc(2));
        redSubnet = world.subnet(red, 1, "10.1.0.1/24", "fd01::1/64");
        blueSubnet = world.subnet(blue, 2, "10.2.0.1/24", "fd02::1/64");
        world.subnet(blue, 3, "10.2.1.1/24", "fd02:1::1/64");
        redPort = world.checked(world.port(redSubnet, RED, "10.1.0.11/24", "fd01::11/64"), false);
        bluePort = world.port(blueSubnet, BLUE, "10.2.0.12/24", "fd02::12/64");
        PeeringIntent peering = world.peering(red, blue, 1);
        through = new ThroughPeering(peering.peering());
        RouteTableIntent redTable = world.table(red, 1);
        world.route(redTable, 1, "10.2.0.0/16", through);
        world.route(redTable, 2, "fd02::/16", through);
        blueTable = world.table(blue, 2);
        world.eip(blue, 1, "198.18.0.12", "10.2.0.12");
        world.eip(blue, 2, "2001:2::12", "fd02::12");
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private void routesBack(RouteTableIntent table, int digit) {
        world.route(table, digit, "10.1.0.0/16", through);
        world.route(table, digit + 1, "fd01::/32", through);
    }

    private long drops() {
        return world.fabric.drops().getOrDefault(bluePort.port(), Map.of()).getOrDefault(DropReason.FOREIGN_SOURCE, 0L);
    }

    private Frame fromRed(String source) {
        return echo(redSubnet.routerMac(), redPort.mac(), source, "10.2.0.12", "fd02::12");
    }

    private Frame fromOutside(String source) {
        MacAddress outsider = MacAddress.of("0a:00:00:00:00:09");
        return echo(Names.uplinkMac(blue.vpc()), outsider, source, "198.18.0.12", "2001:2::12");
    }

    private static Frame echo(MacAddress to, MacAddress from, String source, String ipv4, String ipv6) {
        IpAddress address = IpAddress.of(source);
        IpAddress destination = IpAddress.of(address.family() == Family.IPV4 ? ipv4 : ipv6);
        return new Frame(to, from, new Echo(false, 7, 1, Bytes.EMPTY).packet(address, destination));
    }

    /** Not what the router asks a neighbour, also from its own address. */
    private static boolean isFrom(Frame frame, String source) {
        return frame.payload() instanceof IpPacket packet
                && packet.source().equals(IpAddress.of(source))
                && Echo.parse(packet).toOptional().isPresent();
    }

    private void passes(Wire from, Wire to, Frame frame, String source) {
        long before = drops();
        from.send(frame);
        assertThat(to.receives(SOON, f -> isFrom(f, source)))
                .as("from %s", source)
                .isTrue();
        assertThat(drops()).isEqualTo(before);
    }

    private void dropped(Wire from, Wire to, Frame frame, String source) {
        long before = drops();
        from.send(frame);
        assertThat(to.receives(NEVER, f -> isFrom(f, source)))
                .as("from %s", source)
                .isFalse();
        assertThat(drops()).as("counted from %s", source).isEqualTo(before + 1);
    }

    /** A first packet makes the routers ask for each other's neighbours, which takes its time. */
    private void warmUp(Wire red, Wire blue, String... sources) {
        for (String source : sources) {
            passes(red, blue, fromRed(source), source);
        }
    }

    @Test
    void byAPeeringComesOnlyWhatARouteLeadsBackTo() {
        routesBack(blueTable, 3);
        world.converge();
        try (Wire red = new Wire(world, RED);
                Wire inside = new Wire(world, BLUE)) {
            warmUp(red, inside, "10.1.0.11", "fd01::11");
            for (String source : List.of("10.1.200.7", "fd01:0:5::7")) {
                passes(red, inside, fromRed(source), source);
            }
            for (String source : List.of(
                    "10.2.0.13",
                    "10.2.1.13",
                    "10.2.0.1",
                    "10.2.9.9",
                    "10.3.0.1",
                    "198.18.9.9",
                    "fd02::13",
                    "fd02:1::13",
                    "fd02::1",
                    "fd03::1",
                    "2001:2::9:9")) {
                dropped(red, inside, fromRed(source), source);
            }
        }
    }

    /** What goes to the firewall instead may come straight all the same, if the default table leads back. */
    @Test
    void theRouteBackIsInTheTableOfTheSubnetOrInTheDefaultOne() {
        RouteTableIntent own = world.table(blue, 3, blueSubnet);
        world.converge();
        try (Wire red = new Wire(world, RED);
                Wire inside = new Wire(world, BLUE)) {
            for (String source : List.of("10.1.0.11", "fd01::11")) {
                long before = drops();
                red.send(fromRed(source));
                assertThat(inside.receives(NEVER, f -> isFrom(f, source))).isFalse();
                assertThat(drops()).isGreaterThanOrEqualTo(before);
            }
            routesBack(own, 5);
            world.converge();
            warmUp(red, inside, "10.1.0.11", "fd01::11");
            for (int digit = 5; digit <= 6; digit++) {
                String firewall = digit == 5 ? "10.2.0.77" : "fd02::77";
                String block = digit == 5 ? "10.1.0.0/16" : "fd01::/32";
                world.route(own, digit, block, new ToAddress(blueSubnet.subnet(), IpAddress.of(firewall)));
            }
            world.converge();
            for (String source : List.of("10.1.0.11", "fd01::11")) {
                dropped(red, inside, fromRed(source), source);
            }
            routesBack(blueTable, 3);
            world.converge();
            for (String source : List.of("10.1.0.11", "fd01::11")) {
                passes(red, inside, fromRed(source), source);
            }
            for (String source : List.of("10.2.0.13", "fd02::13")) {
                dropped(red, inside, fromRed(source), source);
            }
        }
    }

    @Test
    void theRouterDoesNotAnswerWhoIsNotBehindThePeering() {
        routesBack(blueTable, 3);
        world.route(blueTable, 5, "172.31.0.0/16", new ToAddress(blueSubnet.subnet(), IpAddress.of("10.2.0.12")));
        world.converge();
        try (Wire red = new Wire(world, RED);
                Wire inside = new Wire(world, BLUE)) {
            warmUp(red, inside, "10.1.0.11");
            red.send(echo(redSubnet.routerMac(), redPort.mac(), "172.31.0.9", "10.2.0.1", "fd02::1"));
            assertThat(inside.receives(NEVER, f -> isFrom(f, "10.2.0.1"))).isFalse();
        }
    }

    /** Also where a default route leads to a server on a subnet: an address in none of the subnets is outside. */
    @Test
    void byAnUplinkComesNothingFromTheVpcsOwnSubnets() {
        world.route(blueTable, 3, "0.0.0.0/0", new ToAddress(blueSubnet.subnet(), IpAddress.of("10.2.0.77")));
        world.route(blueTable, 4, "::/0", new ToAddress(blueSubnet.subnet(), IpAddress.of("fd02::77")));
        world.converge();
        world.outsider(OUTSIDER, "198.18.9.9", "2001:2::9:9");
        try (Wire outside = new Wire(world, OUTSIDER);
                Wire inside = new Wire(world, BLUE)) {
            for (String source : List.of("198.18.9.9", "203.0.113.7", "2001:2::9:9", "2001:db8::7")) {
                passes(outside, inside, fromOutside(source), source);
            }
            for (String source :
                    List.of("10.2.0.13", "10.2.1.13", "10.2.0.1", "10.2.0.255", "fd02::13", "fd02:1::13", "fd02::1")) {
                dropped(outside, inside, fromOutside(source), source);
            }
            // One would take the VPC's own packets for its answers.
            assertThat(World.tryIn(world.namespaceOf(blue), "cat /proc/net/nf_conntrack")
                            .output())
                    .as("the flows that conntrack knows")
                    .contains(" src=203.0.113.7 ")
                    .doesNotContain(" src=10.2.0.13 ", " src=10.2.1.13 ", ":0013 ");
        }
    }

    @Test
    void whatSomebodyRemovesOfTheCheckIsPutBack() {
        routesBack(blueTable, 3);
        world.converge();
        world.outsider(OUTSIDER, "198.18.9.9", "2001:2::9:9");
        try (Disturbances disturbed = new Disturbances(world.fabric);
                Wire outside = new Wire(world, OUTSIDER);
                Wire inside = new Wire(world, BLUE)) {
            passes(outside, inside, fromOutside("198.18.9.9"), "198.18.9.9");
            for (String sabotage : List.of(
                    "nft flush chain inet perch whether_own",
                    "nft flush chain bridge perch foreign_source",
                    "ip rule del priority 33000",
                    "ip -6 rule del priority 33000",
                    "ip rule del priority 33000; ip rule add priority 33000 fwmark 0x5 blackhole protocol 80")) {
                World.Result result = World.tryIn(world.namespaceOf(blue), sabotage);
                assertThat(result.exit()).as(result.output()).isZero();
                disturbed.await(blue.vpc());
                Plan plan = world.fabric.plan(blue.vpc(), Optional.of(blue));
                assertThat(plan.lines()).as(sabotage).isNotEmpty();
                world.apply(plan);
                assertThat(world.planAll().lines()).as(sabotage).isEmpty();
                dropped(outside, inside, fromOutside("10.2.1.13"), "10.2.1.13");
                dropped(outside, inside, fromOutside("fd02:1::13"), "fd02:1::13");
            }
        }
    }
}
