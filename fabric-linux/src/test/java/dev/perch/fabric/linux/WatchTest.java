package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.model.ObjectId;
import dev.perch.net.Arp;
import dev.perch.net.ClaimKind;
import dev.perch.net.Family;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv4Address;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import dev.perch.net.NeighborDiscovery;
import dev.perch.net.Vrrp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the fabric sees and steers. */
class WatchTest {
    private static final Ipv4Address VIP = (Ipv4Address) IpAddress.of("10.0.0.100");
    private static final Ipv6Address VIP6 = (Ipv6Address) IpAddress.of("fd00:1::100");
    private static final Duration SOON = Duration.ofSeconds(3);

    private final World world = new World();
    private final List<Evidence> seen = new CopyOnWriteArrayList<>();
    private final List<ObjectId> disturbed = new CopyOnWriteArrayList<>();
    private VpcIntent vpc;
    private SubnetIntent subnet;
    private PortIntent one;
    private PortIntent two;

    private final Evidence.Watcher watcher = new Evidence.Watcher() {
        @Override
        public void seen(Evidence evidence) {
            seen.add(evidence);
        }

        @Override
        public void disturbed(ObjectId object, String what) {
            disturbed.add(object);
        }
    };

    @BeforeEach
    void build() {
        vpc = world.vpc(1);
        subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
        one = world.bound(
                world.checked(world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64"), false),
                "10.0.0.100",
                "fd00:1::100");
        two = world.bound(
                world.checked(world.port(subnet, 2, "10.0.0.12/24", "fd00:1::12/64"), false),
                "10.0.0.100",
                "fd00:1::100");
        world.fabric.watch(watcher);
        world.converge();
    }

    @AfterEach
    void remove() {
        world.close();
    }

    private <T extends Evidence> T await(Class<T> kind, Predicate<T> which) {
        return awaited(() -> seen.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .findFirst());
    }

    private <T> T awaited(Supplier<Optional<T>> condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> now = condition.get();
            if (now.isPresent()) {
                return now.get();
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("not within " + SOON + "; seen " + seen + "; disturbed " + disturbed);
    }

    private void awaitDisturbed(ObjectId object) {
        awaited(() -> disturbed.contains(object) ? Optional.of(object) : Optional.empty());
    }

    @Test
    void claimsAndAdvertisementsAreSeenWithThePortTheyCameInBy() {
        try (Wire wire = new Wire(world, 1)) {
            wire.send(new Frame(MacAddress.BROADCAST, one.mac(), Arp.announcement(one.mac(), VIP)));
            Evidence.Claim claim = await(Evidence.Claim.class, c -> c.address().equals(VIP));
            assertThat(claim.port()).isEqualTo(one.port());
            assertThat(claim.mac()).isEqualTo(one.mac());
            assertThat(claim.kind()).isEqualTo(ClaimKind.GRATUITOUS_ARP);

            wire.send(new Frame(
                    MacAddress.ofGroup(Ipv6Address.ALL_NODES),
                    one.mac(),
                    NeighborDiscovery.Advertisement.unsolicited(VIP6, one.mac()).packet(VIP6, Ipv6Address.ALL_NODES)));
            assertThat(await(Evidence.Claim.class, c -> c.address().equals(VIP6))
                            .kind())
                    .isEqualTo(ClaimKind.NEIGHBOR_ADVERTISEMENT);

            wire.send(new Frame(
                    MacAddress.of("01:00:5e:00:00:12"),
                    one.mac(),
                    Vrrp.v2(51, 150, 1, List.of(VIP)).packet(IpAddress.of("10.0.0.11"), Vrrp.GROUP_IPV4)));
            Evidence.Advertisement advert = await(Evidence.Advertisement.class, a -> true);
            assertThat(advert.port()).isEqualTo(one.port());
            assertThat(advert.vrid()).isEqualTo(51);
            assertThat(advert.priority()).isEqualTo(150);
            assertThat(advert.family()).isEqualTo(Family.IPV4);
        }
    }

    @Test
    void aRefusedClaimIsSeenToo() {
        world.apply(world.fabric.plan(one.port(), Optional.of(world.bound(one))));
        try (Wire wire = new Wire(world, 1)) {
            wire.send(new Frame(MacAddress.BROADCAST, one.mac(), Arp.announcement(one.mac(), VIP)));
            assertThat(await(Evidence.RefusedClaim.class, c -> c.address().equals(VIP))
                            .port())
                    .isEqualTo(one.port());
        }
    }

    @Test
    void aLinkThatLosesItsCarrierIsSeenAndComesBack() {
        world.in(1, "ip link set eth0 down");
        await(Evidence.Link.class, l -> l.port().equals(one.port()) && !l.up());
        world.in(1, "ip link set eth0 up");
        await(Evidence.Link.class, l -> l.port().equals(one.port()) && l.up());
    }

    @Test
    void cuttingALinkIsSeenAndIsNoDisturbance() {
        world.fabric.setLink(one.port(), false);
        await(Evidence.Link.class, l -> l.port().equals(one.port()) && !l.up());
        world.fabric.setLink(one.port(), true);
        await(Evidence.Link.class, l -> l.port().equals(one.port()) && l.up());
        assertThat(disturbed).isEmpty();
    }

    @Test
    void twoMovesWithinASecondBothReachTheRouter() {
        for (PortIntent holder : List.of(one, two, one)) {
            world.in(
                    holder == one ? 1 : 2,
                    "ip addr add 10.0.0.100/24 dev eth0; ip -6 addr add fd00:1::100/64 dev eth0 nodad");
            world.fabric.steer(vpc.vpc(), subnet.subnet(), VIP, holder.port(), holder.mac(), true);
            world.fabric.steer(vpc.vpc(), subnet.subnet(), VIP6, holder.port(), holder.mac(), true);
            assertThat(World.tryIn(world.namespaceOf(vpc), "ip neigh show 10.0.0.100")
                            .output())
                    .contains(holder.mac().toString());
            assertThat(World.tryIn(world.namespaceOf(vpc), "ping -c1 -W1 10.0.0.100")
                            .output())
                    .contains("1 received");
            assertThat(World.tryIn(world.namespaceOf(vpc), "ping -c1 -W1 fd00:1::100")
                            .output())
                    .contains("1 received");
            world.in(
                    holder == one ? 1 : 2,
                    "ip addr del 10.0.0.100/24 dev eth0; ip -6 addr del fd00:1::100/64 dev eth0");
        }
    }

    @Test
    void aGuestsOwnAnnouncementsMoveTheRouterTwiceWithinASecondWithoutAnyHelp() {
        try (Wire first = new Wire(world, 1);
                Wire second = new Wire(world, 2)) {
            // The router knows the VIP, as it does while somebody uses it.
            world.fabric.steer(vpc.vpc(), subnet.subnet(), VIP, one.port(), one.mac(), false);
            for (PortIntent holder : List.of(two, one, two)) {
                (holder == one ? first : second)
                        .send(new Frame(MacAddress.BROADCAST, holder.mac(), Arp.announcement(holder.mac(), VIP)));
                awaited(() -> Optional.of(World.tryIn(world.namespaceOf(vpc), "ip neigh show 10.0.0.100")
                                .output())
                        .filter(o -> o.contains(holder.mac().toString())));
            }
        }
    }

    @Test
    void anAnnouncementReachesEveryNeighbourAndAnAskedHolderAnswers() {
        try (Wire wire = new Wire(world, 2)) {
            world.fabric.steer(vpc.vpc(), subnet.subnet(), VIP, one.port(), one.mac(), true);
            assertThat(wire.receives(
                            SOON,
                            f -> f.payload() instanceof Arp a
                                    && a.sender().equals(VIP)
                                    && a.senderMac().equals(one.mac())))
                    .isTrue();
        }
        world.in(2, "ip addr add 10.0.0.100/24 dev eth0; ip -6 addr add fd00:1::100/64 dev eth0 nodad");
        world.fabric.ask(vpc.vpc(), subnet.subnet(), VIP);
        world.fabric.ask(vpc.vpc(), subnet.subnet(), VIP6);
        await(Evidence.Claim.class, c -> c.address().equals(VIP) && c.port().equals(two.port()));
        await(Evidence.Claim.class, c -> c.address().equals(VIP6) && c.port().equals(two.port()));
    }

    @Test
    void ourOwnChangesDisturbNothing() {
        world.apply(world.fabric.plan(one.port(), Optional.of(world.bound(one))));
        world.apply(world.fabric.plan(two.port(), Optional.empty()));
        world.apply(world.fabric.plan(two.port(), Optional.of(two)));
        // A disturbance of another object comes after all of that was looked at.
        World.tryIn(world.namespaceOf(vpc), "ip link set " + Names.bridge(subnet.subnet()) + " down");
        awaitDisturbed(subnet.subnet());
        assertThat(disturbed).containsOnly(subnet.subnet());
    }

    @Test
    void whatSomebodyElseBreaksIsToldAndThePlanRepairsIt() {
        String namespace = world.namespaceOf(vpc);
        String link = Names.link(one.port());
        for (String sabotage : List.of(
                "ip link del " + link,
                "ip link set " + link + " nomaster",
                "ip link set " + link + " down",
                "nft delete element bridge perch claims4 { " + link + " . 10.0.0.11 }",
                "nft add element bridge perch unchecked { p-000000000000 }; nft delete element bridge perch unchecked { "
                        + link + " }",
                "bridge fdb del " + one.mac() + " dev " + link + " master")) {
            broken(one.port(), namespace, sabotage);
        }
        for (String sabotage : List.of(
                "nft delete table bridge perch",
                "nft flush chain bridge perch from_port",
                "nft insert rule bridge perch from_port accept",
                "nft add chain bridge perch x",
                "nft add table bridge perch { flags dormant \\; }")) {
            broken(vpc.vpc(), namespace, sabotage);
        }
        broken(subnet.subnet(), namespace, "ip addr del 10.0.0.1/24 dev " + Names.bridge(subnet.subnet()));
    }

    private void broken(ObjectId object, String namespace, String sabotage) {
        disturbed.clear();
        World.Result result = World.tryIn(namespace, sabotage);
        assertThat(result.exit()).as("%s: %s", sabotage, result.output()).isZero();
        awaitDisturbed(object);
        world.converge();
        assertThat(world.planAll().lines()).as(sabotage).isEmpty();
        assertThat(world.in(1, "ping -c1 -W2 10.0.0.1")).contains("1 received");
    }

    @Test
    void aNamespaceWhoseNameWasRemovedIsTold() {
        world.namespaces.delete(world.namespaceOf(vpc));
        awaitDisturbed(vpc.vpc());
        awaitDisturbed(one.port());
        world.converge();
        assertThat(world.in(1, "ping -c1 -W2 10.0.0.12")).contains("1 received");
        seen.clear();
        try (Wire wire = new Wire(world, 1)) {
            wire.send(new Frame(MacAddress.BROADCAST, one.mac(), Arp.announcement(one.mac(), VIP)));
            await(Evidence.Claim.class, c -> c.address().equals(VIP));
        }
    }
}
