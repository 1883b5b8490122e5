package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinuxFabricTest {

    @Test
    void twoServersReachEachOtherTheirRouterAndAnotherSubnetInBothFamilies() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent one = world.subnet(vpc, 1, "10.0.0.1/24", "fd00:1::1/64");
            SubnetIntent two = world.subnet(vpc, 2, "10.0.1.1/24", "fd00:2::1/64");
            world.port(one, 1, "10.0.0.11/24", "fd00:1::11/64");
            world.port(one, 2, "10.0.0.12/24", "fd00:1::12/64");
            world.port(two, 3, "10.0.1.13/24", "fd00:2::13/64");
            world.converge();
            for (String target :
                    List.of("10.0.0.12", "10.0.0.1", "10.0.1.13", "fd00:1::12", "fd00:1::1", "fd00:2::13")) {
                assertThat(world.in(1, "ping -c1 -W2 " + target)).contains("1 received");
            }
        }
    }

    @Test
    void afterApplyingThePlanIsEmptyAlsoForAFabricThatRemembersNothing() {
        try (World world = new World()) {
            SubnetIntent subnet = world.subnet(world.vpc(1), 1, "10.0.0.1/24", "fd00:1::1/64");
            PortIntent port = world.port(subnet, 1, "10.0.0.11/24", "fd00:1::11/64");
            world.converge();
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
            assertThat(world.fabric.observed(port.port())).isNotEmpty();
        }
    }

    @Test
    void aLinkThatSomebodyDeletedIsMadeAgain() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            PortIntent port = world.port(subnet, 1, "10.0.0.11/24");
            world.converge();
            World.tryIn(world.namespaceOf(vpc), "ip link del " + Names.link(port.port()));
            world.apply(world.fabric.plan(port.port(), Optional.of(port)));
            assertThat(world.in(1, "ping -c1 -W2 10.0.0.1")).contains("1 received");
        }
    }

    @Test
    void aNamespaceThatSomebodyDeletedIsMadeAgainWithAllInIt() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            world.port(subnet, 1, "10.0.0.11/24");
            world.converge();
            world.namespaces.delete(world.namespaceOf(vpc));
            world.converge();
            assertThat(world.in(1, "ping -c1 -W2 10.0.0.1")).contains("1 received");
        }
    }

    @Test
    void removingAPortAndASubnetLeavesNothingOfThem() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            PortIntent port = world.port(subnet, 1, "10.0.0.11/24");
            world.converge();
            world.apply(world.fabric.plan(port.port(), Optional.empty()));
            world.apply(world.fabric.plan(subnet.subnet(), Optional.empty()));
            assertThat(World.tryIn(world.namespaceOf(vpc), "ip -o link")
                            .output()
                            .lines())
                    .hasSize(1);
            assertThat(world.in(1, "ip -o link").lines()).hasSize(1);
        }
    }
}
