package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.model.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider network and the uplinks: found again, put right, connected to a host. */
class ProviderTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final World world = new World();
    private final List<ObjectId> disturbed = new CopyOnWriteArrayList<>();
    private VpcIntent vpc;
    private EipIntent eip;
    private EipIntent eip6;

    @BeforeEach
    void build() {
        vpc = world.connected(world.vpc(1));
        SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64");
        eip = world.eip(vpc, 1, "198.18.0.11", "10.0.0.11", Optional.of(100));
        eip6 = world.eip(vpc, 2, "2001:2::11", "fd00:1::11");
        world.converge();
    }

    @AfterEach
    void remove() {
        world.close();
    }

    @Test
    void aFabricThatRemembersNothingFindsAllAsItShouldBe() {
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
        assertThat(world.fabric.observed(eip.eip()))
                .contains(
                        "address 198.18.0.11 on " + Names.uplink(vpc.vpc()),
                        "element inward4 198.18.0.11 gives 10.0.0.11",
                        "element outward4 10.0.0.11 gives 198.18.0.11",
                        "element limit_in4 198.18.0.11 12500000 bytes/s");
        assertThat(world.fabric.observed(Intent.PROVIDER_NETWORK)).contains("gateway provider 198.18.0.1/16");
    }

    @Test
    void whatSomebodyBrokeIsToldAndPutRight() {
        watch();
        String inside = world.namespaceOf(vpc);
        String outside = world.providerNamespace();
        String uplink = Names.uplink(vpc.vpc());
        broken(eip.eip(), inside, "ip route del local 198.18.0.11 table local");
        broken(eip.eip(), inside, "ip route replace local 198.18.0.11 dev lo table local proto static");
        broken(eip.eip(), inside, "ip route replace unreachable 198.18.0.11 table local");
        broken(eip6.eip(), inside, "ip -6 neigh del proxy 2001:2::11 dev " + uplink);
        broken(eip6.eip(), inside, "ip -6 route del local 2001:2::11 dev " + uplink + " table local");
        broken(vpc.vpc(), inside, "ip -6 addr flush dev " + uplink);
        broken(eip6.eip(), inside, "ip link set " + uplink + " down; ip link set " + uplink + " up");
        String lastAddress = "ip addr add 192.0.2.1/32 dev " + uplink + "; ip addr del 192.0.2.1/32 dev " + uplink;
        broken(eip.eip(), inside, lastAddress);
        broken(eip.eip(), inside, "nft delete element arp perch answered { 198.18.0.11 }");
        broken(vpc.vpc(), inside, "nft flush chain arp perch output");
        broken(vpc.vpc(), inside, "nft delete table arp perch");
        broken(eip.eip(), inside, "nft delete element inet perch inward4 { 198.18.0.11 : 10.0.0.11 }");
        broken(eip.eip(), inside, "nft flush set inet perch limit_out4");
        broken(vpc.vpc(), inside, "nft flush chain inet perch from_uplink");
        broken(vpc.vpc(), inside, "nft delete table inet perch");
        broken(vpc.vpc(), inside, "ip route flush table 999");
        broken(vpc.vpc(), inside, "ip link set " + uplink + " down");
        broken(vpc.vpc(), inside, "ip link del " + uplink);
        broken(vpc.vpc(), inside, lastAddress);
        broken(vpc.vpc(), outside, "ip link set " + uplink + " nomaster");
        broken(Intent.PROVIDER_NETWORK, outside, "ip addr del 198.18.0.1/16 dev provider");
        broken(Intent.PROVIDER_NETWORK, outside, "ip link set provider down");
        broken(Intent.PROVIDER_NETWORK, outside, "ip link del provider");
        world.namespaces.delete(outside);
        awaitDisturbed(Intent.PROVIDER_NETWORK);
        world.converge();
        assertThat(world.planAll().lines()).isEmpty();
        reaches();
    }

    private void watch() {
        world.fabric.watch(new Evidence.Watcher() {
            @Override
            public void seen(Evidence evidence) {}

            @Override
            public void disturbed(ObjectId object, String what) {
                disturbed.add(object);
            }
        });
    }

    /** As an earlier Perch made it. With the last address of a link the kernel forgets its routes without a word. */
    @Test
    void anEipThatIsAnAddressTakesTheOthersAlongWhenItGoesWhichIsToldAndPutRight() {
        EipIntent other = world.eip(vpc, 3, "198.18.0.12", "10.0.0.12");
        world.converge();
        String inside = world.namespaceOf(vpc);
        String uplink = Names.uplink(vpc.vpc());
        try (NamespaceThread thread = NamespaceThread.enter(world.namespaces.path(inside));
                Rtnetlink route = thread.call(Rtnetlink::open)) {
            route.addresses().add(route.index(uplink), eip.address(), 32);
        }
        String route = "ip route del local 198.18.0.11 table local proto 80";
        assertThat(World.tryIn(inside, route).exit()).isZero();
        assertThat(world.planAll().lines()).isEmpty();
        watch();
        broken(other.eip(), inside, "ip addr del 198.18.0.11/32 dev " + uplink);
    }

    private void broken(ObjectId object, String namespace, String sabotage) {
        disturbed.clear();
        World.Result result = World.tryIn(namespace, sabotage);
        assertThat(result.exit()).as("%s: %s", sabotage, result.output()).isZero();
        awaitDisturbed(object);
        world.converge();
        assertThat(world.planAll().lines()).as(sabotage).isEmpty();
        reaches();
    }

    private void awaitDisturbed(ObjectId object) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!disturbed.contains(object)) {
            assertThat(System.nanoTime())
                    .as("disturbed %s, not %s", disturbed, object)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** From the gateway, which is on the provider network's own bridge. */
    private void reaches() {
        for (String target : List.of("198.18.0.11", "2001:2::11")) {
            assertThat(World.tryIn(world.providerNamespace(), "ping -c1 -W4 " + target)
                            .output())
                    .as(target)
                    .contains("1 received");
        }
    }

    @Test
    void nothingIsLeftWhenNothingIsWanted() {
        world.apply(world.fabric.planAll(List.of()));
        assertThat(world.namespaces.list("perch-" + world.tag)).isEmpty();
    }

    @Test
    void theHostItselfReachesEips() {
        try (Host host = new Host(world)) {
            host.begin(new ProviderNetwork(new ProviderNetwork.Host(), ProviderNetwork.ISOLATED.gateways()));
            assertThat(world.fabric.providerObstacle()).isEmpty();
            world.converge();
            assertThat(world.planAll().lines()).isEmpty();
            assertThat(host.run("ping -c1 -W4 198.18.0.11")).contains("1 received");
            assertThat(host.run("ping -c1 -W4 2001:2::11")).contains("1 received");
            host.run("ip addr del 198.18.0.1/16 dev perch-" + world.tag);
            assertThat(world.planAll().lines())
                    .containsExactly("~ connection to the host: 198.18.0.1/16, 2001:2::1/64");
            world.converge();
            assertThat(host.run("ping -c1 -W4 198.18.0.11")).contains("1 received");
            watch();
            host.broken("ip addr del 198.18.0.1/16 dev perch-" + world.tag);
            host.broken("ip link set perch-" + world.tag + " down");
            host.broken("ip link del perch-" + world.tag);
            world.apply(world.fabric.planAll(List.of()));
            assertThat(host.run("ip -o link").lines()).hasSize(1);
        }
    }

    @Test
    void aHostThatRoutesThePoolAlreadyIsLeftAlone() {
        try (Host host = new Host(world)) {
            host.run("ip link add mine type bridge && ip link set mine up && ip addr add 198.18.7.1/24 dev mine"
                    + " && ip route add 198.18.0.0/17 dev mine");
            host.begin(new ProviderNetwork(new ProviderNetwork.Host(), ProviderNetwork.ISOLATED.gateways()));
            assertThat(world.fabric.providerObstacle())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("the host already routes 198.18.0.1/16"));
            world.converge();
            assertThat(world.planAll().lines()).isEmpty();
            assertThat(host.run("ip -o link")).doesNotContain("perch-");
            reaches();
        }
    }

    @Test
    void aBridgeOfTheHostLeadsToAGatewayBehindIt() {
        try (Host host = new Host(world)) {
            host.run("ip link add br0 type bridge && ip link set br0 up && ip addr add 198.18.0.1/16 dev br0");
            host.begin(new ProviderNetwork(new ProviderNetwork.Bridge("br0"), ProviderNetwork.ISOLATED.gateways()));
            world.converge();
            assertThat(world.planAll().lines()).isEmpty();
            assertThat(host.run("ping -c1 -W4 198.18.0.11")).contains("1 received");
            watch();
            host.broken("ip link set perch-" + world.tag + " nomaster");
            disturbed.clear();
            host.run("ip link del br0");
            awaitDisturbed(Intent.PROVIDER_NETWORK);
            host.broken("ip link add br0 type bridge && ip link set br0 up && ip addr add 198.18.0.1/16 dev br0");
        }
    }

    /** A namespace that stands for the host's. */
    private final class Host implements AutoCloseable {
        private final World world;
        private final String name;

        Host(World world) {
            this.world = world;
            this.name = "perchtest-" + world.tag + "-host";
            world.namespaces.create(name);
        }

        /** A fabric on this host, in place of the one before. */
        void begin(ProviderNetwork network) {
            world.apply(world.fabric.planAll(List.of()));
            world.fabric.close();
            try (NamespaceThread thread = NamespaceThread.enter(world.namespaces.path(name))) {
                world.fabric = thread.call(() -> new LinuxFabric(world.tag, network));
            }
        }

        /** Which is told and put right. */
        void broken(String sabotage) {
            disturbed.clear();
            run(sabotage);
            awaitDisturbed(Intent.PROVIDER_NETWORK);
            world.converge();
            assertThat(world.planAll().lines()).as(sabotage).isEmpty();
            assertThat(run("ping -c1 -W4 198.18.0.11")).contains("1 received");
        }

        String run(String command) {
            World.Result result = World.tryIn(name, command);
            assertThat(result.exit()).as("%s: %s", command, result.output()).isZero();
            return result.output();
        }

        @Override
        public void close() {
            world.namespaces.delete(name);
        }
    }
}
