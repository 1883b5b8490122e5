package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent.Blackhole;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.model.ObjectId;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Routes to servers and virtual IPs of a VPC, in both families. Two firewall servers, 2 and 3, have what lies behind them on
 * their loopback interfaces; a client, 1, is in another subnet.
 */
class RouteTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    private final World world = new World();
    private VpcIntent vpc;
    private SubnetIntent clients;
    private SubnetIntent firewalls;
    private PortIntent one;
    private PortIntent two;
    private RouteTableIntent table;

    @BeforeEach
    void build() {
        vpc = world.vpc(1);
        clients = world.subnet(vpc, 1, "10.1.0.1/24", "fd01::1/64");
        firewalls = world.subnet(vpc, 2, "10.2.0.1/24", "fd02::1/64");
        world.port(clients, 1, "10.1.0.11/24", "fd01::11/64");
        one = firewall(2);
        two = firewall(3);
        table = world.table(vpc, 1);
    }

    private PortIntent firewall(int digit) {
        PortIntent port = world.checked(
                world.port(firewalls, digit, "10.2.0.1" + digit + "/24", "fd02::1" + digit + "/64"), false);
        // It answers from addresses that are not its port's, and asks for the router's MAC as itself all the same: in
        // IPv6
        // from its link-local address, which it may use at once.
        world.in(
                digit,
                "sysctl -qw net.ipv4.conf.all.arp_announce=2 net.ipv6.conf.default.accept_dad=0; ip addr add 192.0.2."
                        + digit + "/32 dev lo; ip -6 addr add 2001:db8::" + digit + "/128 dev lo nodad");
        return world.bound(port, "10.2.0.100", "fd02::100");
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private ToAddress to(String address) {
        return new ToAddress(firewalls.subnet(), IpAddress.of(address));
    }

    private void route(RouteTableIntent in, int digit, String destination, dev.perch.fabric.Intent.Hop hop) {
        RouteIntent intent = world.route(in, digit, destination, hop);
        world.apply(world.fabric.plan(intent.route(), Optional.of(intent)));
        assertThat(world.fabric.plan(intent.route(), Optional.of(intent)).lines())
                .isEmpty();
    }

    private void delete(int digit) {
        RouteIntent intent = world.route(table, digit, "0.0.0.0/0", new Blackhole());
        world.intents.remove(intent.route());
        world.apply(world.fabric.plan(intent.route(), Optional.empty()));
    }

    private boolean reaches(String target) {
        return world.reaches(1, target);
    }

    private String inVpc(String command) {
        World.Result result = World.tryIn(world.namespaceOf(vpc), command);
        assertThat(result.exit()).as("%s: %s", command, result.output()).isZero();
        return result.output();
    }

    @Test
    void aFirewallServerWithItsCheckOffIsTheNextHopUntilTheRouteGoes() {
        world.converge();
        route(table, 1, "192.0.2.0/24", to("10.2.0.12"));
        route(table, 2, "2001:db8::/32", to("fd02::12"));
        assertThat(reaches("192.0.2.2")).isTrue();
        assertThat(reaches("2001:db8::2")).isTrue();
        assertThat(world.planAll().lines()).isEmpty();
        delete(1);
        delete(2);
        assertThat(reaches("192.0.2.2")).isFalse();
        assertThat(reaches("2001:db8::2")).isFalse();
        assertThat(inVpc("ip route show table 1001 2>&1; ip -6 route show table 1001 2>&1"))
                .doesNotContain("192.0.2.0")
                .doesNotContain("2001:db8");
        assertThat(world.planAll().lines()).isEmpty();
    }

    @Test
    void theLongestPrefixWins() {
        world.converge();
        route(table, 1, "0.0.0.0/0", to("10.2.0.12"));
        route(table, 2, "192.0.2.3/32", to("10.2.0.13"));
        route(table, 3, "::/0", to("fd02::12"));
        route(table, 4, "2001:db8::3/128", to("fd02::13"));
        for (String target : List.of("192.0.2.2", "192.0.2.3", "2001:db8::2", "2001:db8::3")) {
            assertThat(reaches(target)).as(target).isTrue();
        }
    }

    @Test
    void aRouteNeverGetsHoldOfPacketsBetweenSubnets() {
        world.converge();
        route(table, 1, "10.2.0.0/24", new Blackhole());
        route(table, 2, "fd02::/64", new Blackhole());
        route(table, 3, "10.2.0.13/32", new Blackhole());
        assertThat(reaches("10.2.0.13")).isTrue();
        assertThat(reaches("fd02::13")).isTrue();
    }

    @Test
    void aNextHopThatIsAVirtualIpFollowsItsHolderAtOnce() {
        world.converge();
        route(table, 1, "192.0.2.0/24", to("10.2.0.100"));
        route(table, 2, "2001:db8::/32", to("fd02::100"));
        for (PortIntent holder : List.of(one, two, one)) {
            int guest = holder == one ? 2 : 3;
            world.in(guest, "ip addr add 10.2.0.100/32 dev eth0; ip -6 addr add fd02::100/128 dev eth0 nodad");
            for (String vip : List.of("10.2.0.100", "fd02::100")) {
                world.fabric.steer(vpc.vpc(), firewalls.subnet(), IpAddress.of(vip), holder.port(), holder.mac(), true);
            }
            assertThat(reaches("192.0.2." + guest)).isTrue();
            assertThat(reaches("192.0.2." + (5 - guest))).isFalse();
            assertThat(reaches("2001:db8::" + guest)).isTrue();
            world.in(guest, "ip addr del 10.2.0.100/32 dev eth0; ip -6 addr del fd02::100/128 dev eth0");
        }
    }

    @Test
    void aBlackHoleWinsOverAShorterPrefixAndIsLeftWhenTheNextHopReturns() {
        world.converge();
        route(table, 1, "0.0.0.0/0", to("10.2.0.12"));
        route(table, 2, "::/0", to("fd02::12"));
        route(table, 3, "192.0.2.0/24", new Blackhole());
        route(table, 4, "2001:db8::/32", new Blackhole());
        assertThat(reaches("192.0.2.2")).isFalse();
        assertThat(reaches("2001:db8::2")).isFalse();
        route(table, 3, "192.0.2.0/24", to("10.2.0.12"));
        route(table, 4, "2001:db8::/32", to("fd02::12"));
        assertThat(reaches("192.0.2.2")).isTrue();
        assertThat(reaches("2001:db8::2")).isTrue();
    }

    @Test
    void aTableOfItsOwnIsForItsSubnetsOnlyAndTheDefaultTableIsNotForThem() {
        SubnetIntent others = world.subnet(vpc, 3, "10.3.0.1/24", "fd03::1/64");
        world.port(others, 4, "10.3.0.14/24", "fd03::14/64");
        RouteTableIntent own = world.table(vpc, 2, others);
        world.route(own, 1, "192.0.2.2/32", to("10.2.0.12"));
        world.route(own, 2, "2001:db8::2/128", to("fd02::12"));
        world.route(table, 3, "192.0.2.3/32", to("10.2.0.13"));
        world.route(table, 4, "2001:db8::3/128", to("fd02::13"));
        world.converge();
        for (String target : List.of("192.0.2.2", "2001:db8::2")) {
            assertThat(reaches(target)).as(target).isFalse();
            assertThat(world.reaches(4, target)).as(target).isTrue();
        }
        for (String target : List.of("192.0.2.3", "2001:db8::3")) {
            assertThat(reaches(target)).as(target).isTrue();
            assertThat(world.reaches(4, target)).as(target).isFalse();
        }
        RouteTableIntent associated = world.table(vpc, 2, others, clients);
        world.apply(world.fabric.plan(associated.table(), Optional.of(associated)));
        assertThat(reaches("192.0.2.2")).isTrue();
        assertThat(reaches("192.0.2.3")).isFalse();
        world.intents.remove(associated.table());
        world.apply(world.fabric.plan(associated.table(), Optional.empty()));
        assertThat(reaches("192.0.2.2")).isFalse();
        assertThat(reaches("192.0.2.3")).isTrue();
        assertThat(inVpc("ip rule; ip -6 rule")).doesNotContain("1002");
        assertThat(inVpc("ip -o link show group " + RoutingFact.Lookup.GROUP)).isBlank();
    }

    @Test
    void whatNoTableOfTheVpcIsAboutIsForTheUplinksTableWhicheverTableASubnetHas() {
        SubnetIntent others = world.subnet(vpc, 3, "10.3.0.1/24", "fd03::1/64");
        world.port(others, 4, "10.3.0.14/24", "fd03::14/64");
        world.table(vpc, 2, others);
        world.converge();
        String by = " dev " + Names.bridge(firewalls.subnet()) + " onlink table " + RoutingFact.UPLINK_TABLE;
        inVpc("ip route add 192.0.2.0/24 via 10.2.0.12" + by + "; ip route add 2001:db8::/32 via fd02::12" + by);
        for (String target : List.of("192.0.2.2", "2001:db8::2")) {
            assertThat(reaches(target)).as(target).isTrue();
            assertThat(world.reaches(4, target)).as(target).isTrue();
        }
    }

    @Test
    void theSameRouteOfAnotherObjectIsNotRemovedWithTheFirst() {
        world.converge();
        route(table, 1, "192.0.2.0/24", to("10.2.0.12"));
        // Both are planned before either plan is carried out, as in one batch of the reconciler.
        RouteIntent next = world.route(table, 2, "192.0.2.0/24", to("10.2.0.12"));
        ObjectId before = new ObjectId.RouteId(World.uuid(0xf, 1));
        world.intents.remove(before);
        var removal = world.fabric.plan(before, Optional.empty());
        var addition = world.fabric.plan(next.route(), Optional.of(next));
        world.apply(removal);
        world.apply(addition);
        assertThat(reaches("192.0.2.2")).isTrue();
        assertThat(world.planAll().lines()).isEmpty();
    }

    @Test
    void afterARestartThePlanIsEmptyAndWhatNobodyWantsAnyMoreGoes() {
        RouteTableIntent own = world.table(vpc, 2, clients);
        world.route(own, 1, "192.0.2.0/24", to("10.2.0.12"));
        world.route(own, 2, "2001:db8::/32", new Blackhole());
        world.converge();
        world.restart();
        assertThat(world.planAll().lines()).isEmpty();
        inVpc("ip route add 198.51.100.0/24 dev lo table 1002; ip rule add pref 50000 lookup 1002");
        world.intents.remove(own.table());
        world.intents.remove(new ObjectId.RouteId(World.uuid(0xf, 1)));
        world.restart();
        assertThat(world.planAll().lines())
                .containsExactlyInAnyOrder(
                        "- table 1002 for " + Names.bridge(clients.subnet()),
                        "- route 192.0.2.0/24 in table 1002 via 10.2.0.12 on " + Names.bridge(firewalls.subnet()));
        world.converge();
        assertThat(world.planAll().lines()).isEmpty();
        assertThat(inVpc("ip rule; ip route show table 1002"))
                .as("what is not ours stays")
                .contains("50000")
                .contains("198.51.100.0/24");
    }

    @Test
    void whatSomebodyBreaksIsToldAndPutRight() {
        RouteTableIntent own = world.table(vpc, 2, clients);
        RouteIntent route = world.route(own, 1, "192.0.2.0/24", to("10.2.0.12"));
        RouteIntent route6 = world.route(own, 2, "2001:db8::/32", to("fd02::12"));
        List<ObjectId> disturbed = new CopyOnWriteArrayList<>();
        world.fabric.watch(new Evidence.Watcher() {
            @Override
            public void seen(Evidence evidence) {
                // Not what is looked for here.
            }

            @Override
            public void disturbed(ObjectId object, String what) {
                disturbed.add(object);
            }
        });
        world.converge();
        String bridge = Names.bridge(firewalls.subnet());
        broken(disturbed, route.route(), "ip route del 192.0.2.0/24 table 1002");
        broken(disturbed, route6.route(), "ip -6 route del 2001:db8::/32 table 1002");
        broken(disturbed, route.route(), "ip route replace blackhole 192.0.2.0/24 table 1002");
        broken(
                disturbed,
                route6.route(),
                "ip -6 route replace 2001:db8::/32 via fe80::9 dev " + bridge + " table 1002");
        broken(disturbed, route.route(), "ip link set " + bridge + " down");
        broken(disturbed, route6.route(), "ip link set " + bridge + " down; ip link set " + bridge + " up");
        broken(disturbed, route.route(), "ip link del " + bridge);
        broken(disturbed, route.route(), "ip addr flush dev " + bridge);
        broken(disturbed, own.table(), "ip rule del pref 40000");
        broken(disturbed, own.table(), "ip -6 rule del pref 40001");
        broken(disturbed, vpc.vpc(), "ip rule del pref 42000");
        broken(disturbed, table.table(), "ip rule flush; ip rule add pref 32766 lookup main");
        assertThat(reaches("192.0.2.2")).isTrue();
    }

    private void broken(List<ObjectId> disturbed, ObjectId object, String sabotage) {
        disturbed.clear();
        inVpc(sabotage);
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!disturbed.contains(object)) {
            assertThat(System.nanoTime())
                    .as("%s told after %s", object, sabotage)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
        // As the reconciler does, what is told is put right one by one, those that others need first.
        world.intents.values().forEach(intent -> world.apply(world.fabric.plan(intent.object(), Optional.of(intent))));
        assertThat(world.planAll().lines()).as(sabotage).isEmpty();
    }

    /** Its notice is not waited for: the next full pass finds it. */
    @Test
    void aLinkThatLostItsGroupGetsItBack() {
        RouteTableIntent own = world.table(vpc, 2, clients);
        world.converge();
        String bridge = Names.bridge(clients.subnet());
        inVpc("ip link set " + bridge + " group 0");
        assertThat(world.planAll().lines()).containsExactly("~ table 1002 for " + bridge);
        world.apply(world.fabric.plan(own.table(), Optional.of(own)));
        assertThat(world.planAll().lines()).isEmpty();
        inVpc("ip link del " + bridge);
        world.converge();
        assertThat(inVpc("ip -o link show group " + RoutingFact.Lookup.GROUP)).contains(bridge);
    }

    @Test
    void ourOwnChangesDisturbNothing() {
        List<ObjectId> disturbed = new CopyOnWriteArrayList<>();
        world.fabric.watch(new Evidence.Watcher() {
            @Override
            public void seen(Evidence evidence) {
                // Not what is looked for here.
            }

            @Override
            public void disturbed(ObjectId object, String what) {
                disturbed.add(object);
            }
        });
        world.converge();
        route(table, 1, "192.0.2.0/24", to("10.2.0.12"));
        route(table, 1, "192.0.2.0/24", new Blackhole());
        delete(1);
        route(table, 2, "2001:db8::/32", to("fd02::12"));
        route(table, 2, "2001:db8::/32", new Blackhole());
        delete(2);
        ObjectId subnet = firewalls.subnet();
        broken(disturbed, subnet, "ip link set " + Names.bridge(firewalls.subnet()) + " down");
        assertThat(disturbed).containsOnly(subnet);
    }
}
