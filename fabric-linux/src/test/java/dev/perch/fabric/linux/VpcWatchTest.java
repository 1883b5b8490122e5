package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Evidence;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sockets of one VPC, apart from the thread that reads them. */
class VpcWatchTest {

    private static final VpcState.Doors OPEN = new VpcState.Doors() {
        @Override
        public void entered(VpcState state, VpcNamespace namespace) {
            // It is watched by hand.
        }

        @Override
        public void left(VpcState state) {
            // It is watched by hand.
        }
    };

    @Test
    void linksThatWentDownOrAwayWhileNoticesWereLostAreToldOf() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            PortIntent down = world.port(subnet, 1, "10.0.0.11/24");
            PortIntent gone = world.port(subnet, 2, "10.0.0.12/24");
            world.port(subnet, 3, "10.0.0.13/24");
            world.converge();
            Names names = new Names(world.tag);
            VpcState state = new VpcState(names, vpc.vpc(), OPEN, intent -> List.of());
            List<Evidence> seen = new ArrayList<>();
            try (VpcWatch watch =
                    new VpcWatch(names, state, state.namespace().orElseThrow(), seen::add, object -> {})) {
                world.fabric.setLink(down.port(), false);
                World.tryIn(world.namespaceOf(vpc), "ip link del " + Names.link(gone.port()));

                watch.missed();

                assertThat(seen).allMatch(Evidence.Link.class::isInstance).noneMatch(e -> ((Evidence.Link) e).up());
                assertThat(seen).extracting(Evidence::port).containsExactlyInAnyOrder(down.port(), gone.port());
            } finally {
                state.leave();
            }
        }
    }
}
