package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is ours and not wanted goes; what is not ours stays. */
class LeftoversTest {

    @Test
    void leftoversOfAnEarlierLifeArePrunedAndForeignThingsStay() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
            PortIntent gone = world.port(subnet, 1, "10.0.0.11/24");
            world.bound(world.port(subnet, 2, "10.0.0.12/24"), "10.0.0.100");
            SubnetIntent old = world.subnet(vpc, 2, "10.0.1.1/24");
            VpcIntent deleted = world.vpc(2);
            world.converge();
            String namespace = world.namespaceOf(vpc);
            String foreign = "ip link add foreign type dummy; ip link add br0 type bridge; "
                    + "ip addr add 192.0.2.1/24 dev " + Names.bridge(subnet.subnet()) + "; "
                    + "nft add table inet mine; nft add element bridge perch vrrp { p-0123456789ab }";
            assertThat(World.tryIn(namespace, foreign).exit()).isZero();

            world.intents.remove(gone.port());
            world.intents.remove(old.subnet());
            world.intents.remove(deleted.vpc());
            world.restart();
            world.converge();
            assertThat(world.planAll().lines()).isEmpty();
            String links = World.tryIn(namespace, "ip -o link; ip -o addr; nft list ruleset")
                    .output();
            assertThat(links)
                    .contains("foreign")
                    .contains("br0")
                    .contains("192.0.2.1/24")
                    .contains("table inet mine")
                    .doesNotContain("p-0123456789ab")
                    .doesNotContain(Names.link(gone.port()))
                    .doesNotContain(Names.bridge(old.subnet()))
                    .contains(Names.bridge(subnet.subnet()));
            assertThat(world.namespaces.exists(world.namespaceOf(deleted))).isFalse();
            assertThat(world.in(1, "ip -o link").lines()).hasSize(1);

            world.apply(world.fabric.planAll(List.of()));
            assertThat(world.namespaces.list("perch-" + world.tag + "-v-")).isEmpty();
        }
    }

    @Test
    void aHalfMadePortIsMadeAgain() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            PortIntent port = world.port(subnet, 1, "10.0.0.11/24");
            world.converge();
            // As after a kill between making the link and marking it.
            World.tryIn(world.namespaceOf(vpc), "ip link set " + Names.link(port.port()) + " alias ''");
            world.in(1, "ip addr flush dev eth0");
            world.restart();
            world.converge();
            assertThat(world.in(1, "ping -c1 -W2 10.0.0.1")).contains("1 received");
        }
    }

    @Test
    void twoVpcsWithTheSameAddressesDoNotMeet() {
        try (World world = new World()) {
            SubnetIntent red = world.subnet(world.vpc(1), 1, "10.0.0.1/24");
            SubnetIntent blue = world.subnet(world.vpc(2), 2, "10.0.0.1/24");
            world.port(red, 1, "10.0.0.11/24");
            world.port(blue, 2, "10.0.0.11/24");
            world.port(blue, 3, "10.0.0.12/24");
            world.converge();
            assertThat(world.in(2, "ping -c1 -W2 10.0.0.12")).contains("1 received");
            assertThat(World.tryIn(world.guestName(1), "ping -c1 -W1 10.0.0.12").output())
                    .contains("0 received");
        }
    }

    @Test
    void aGuestNamespaceThatWasMadeAnewGetsItsPortAgain() {
        try (World world = new World()) {
            SubnetIntent subnet = world.subnet(world.vpc(1), 1, "10.0.0.1/24");
            PortIntent port = world.port(subnet, 1, "10.0.0.11/24");
            world.converge();
            // Something still lives in the old one.
            try (Wire wire = new Wire(world, 1)) {
                world.namespaces.delete(world.guestName(1));
                world.namespaces.create(world.guestName(1));
                assertThat(world.fabric
                                .plan(port.port(), Optional.of(port))
                                .lines()
                                .getFirst())
                        .startsWith("- cable");
                world.converge();
                assertThat(world.in(1, "ping -c1 -W2 10.0.0.1")).contains("1 received");
                assertThat(wire).isNotNull();
            }
        }
    }
}
