package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A move while the lane is busy with a look at everything. */
class SteeringTest {
    private static final int ROUTES = 60_000;
    private static final int MOVES = 20;
    private static final Duration UNDER_WAY = Duration.ofMillis(20);
    private static final IpAddress VIP = IpAddress.of("10.0.0.100");
    private static final VpcState.Doors NOBODY = new VpcState.Doors() {
        @Override
        public void entered(VpcState state, VpcNamespace namespace) {}

        @Override
        public void left(VpcState state) {}
    };

    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void aMoveIsSteeredWhileAllIsBeingListed() throws InterruptedException {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.0.0.1/24");
            PortIntent port = world.bound(world.port(subnet, 1, "10.0.0.11/24"), "10.0.0.100");
            world.converge();
            manyRoutes(world.namespaceOf(vpc));
            VpcState state = new VpcState(new Names(world.tag), vpc.vpc(), NOBODY, intent -> List.of());
            state.remember(subnet.subnet(), Optional.of(subnet));
            state.remember(port.port(), Optional.of(port));
            VpcNamespace namespace = state.namespace().orElseThrow();
            Thread lane = Thread.ofPlatform().start(() -> list(state, namespace.route()));
            try {
                assertThat(waitsOfMoves(state, subnet, port)).isZero();
            } finally {
                enough.set(true);
                lane.join();
                state.leave();
            }
            assertThat(World.tryIn(world.namespaceOf(vpc), "ip neigh show 10.0.0.100")
                            .output())
                    .contains(port.mac().toString());
        }
    }

    private static void manyRoutes(String namespace) {
        World.Result result = World.tryIn(namespace, """
                awk 'BEGIN {
                    for (n = 0; n < %d; n++)
                        printf "route add blackhole 10.%%d.%%d.%%d/32 table 5000 proto %d\\n", 1 + n / 65536, n / 256 %% 256, n %% 256
                }' | ip -batch -""".formatted(ROUTES, Rtnetlink.OUR_PROTOCOL));
        assertThat(result.exit()).as(result.output()).isZero();
    }

    /** As a full pass does, whose monitor is held meanwhile. */
    private void list(VpcState state, Rtnetlink route) {
        synchronized (state) {
            while (!enough.get()) {
                listings.incrementAndGet();
                assertThat(route.routes().ours(Family.IPV4)).hasSize(ROUTES);
            }
        }
    }

    /** How often this thread waited for a monitor that another had, in moves that each began within a listing. */
    private long waitsOfMoves(VpcState state, SubnetIntent subnet, PortIntent port) throws InterruptedException {
        move(state, subnet, port);
        long before = waits();
        for (int n = 0; n < MOVES; n++) {
            int listing = listings.get();
            while (listings.get() == listing) {
                Thread.onSpinWait();
            }
            Thread.sleep(UNDER_WAY);
            move(state, subnet, port);
        }
        return waits() - before;
    }

    private static void move(VpcState state, SubnetIntent subnet, PortIntent port) {
        new Steering(state).steer(subnet.subnet(), VIP, port.port(), port.mac(), true);
        new Steering(state).ask(subnet.subnet(), VIP);
    }

    private static long waits() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().threadId())
                .getBlockedCount();
    }
}
