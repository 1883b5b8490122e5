package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.net.IpAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A thousand routes of each family. Times are printed; the bounds only catch a change of order. */
class RouteScaleTest {
    private static final int MANY = 1000;

    private final World world = new World();

    @Test
    void aThousandRoutesAreMadeAdoptedAndComeBackWithTheirLinkAndOneMoreCostsAsMuchAsTheFirst() {
        try (world) {
            VpcIntent vpc = world.vpc(1);
            SubnetIntent subnet = world.subnet(vpc, 1, "10.1.0.1/24", "fd01::1/64");
            world.port(subnet, 1, "10.1.0.11/24", "fd01::11/64");
            RouteTableIntent table = world.table(vpc, 1);
            world.converge();
            ToAddress to = new ToAddress(subnet.subnet(), IpAddress.of("10.1.0.11"));
            ToAddress to6 = new ToAddress(subnet.subnet(), IpAddress.of("fd01::11"));
            long few = microsForOneMore(table, to);
            for (int i = 0; i < MANY; i++) {
                world.route(table, 2 * i, "100." + (64 + i / 256) + "." + i % 256 + ".0/24", to);
                world.route(table, 2 * i + 1, "2001:db8:" + Integer.toHexString(i + 1) + "::/48", to6);
            }
            timed("all made", world::converge);
            timed(
                    "empty plan for all",
                    () -> assertThat(world.planAll().lines()).isEmpty());
            long many = microsForOneMore(table, to);
            System.out.printf("one more: %d us among few, %d us among %d%n", few, many, 2 * MANY);
            assertThat(many).isLessThan(10 * few + 2000);

            world.restart();
            assertThat(world.planAll().lines()).isEmpty();

            World.tryIn(world.namespaceOf(vpc), "ip link set " + Names.bridge(subnet.subnet()) + " down");
            timed(
                    "all back with their link",
                    () -> world.apply(world.fabric.plan(subnet.subnet(), Optional.of(subnet))));
            assertThat(world.planAll().lines()).isEmpty();
        }
    }

    /** What it takes to plan and make one route, on average, and take it away again. */
    private long microsForOneMore(RouteTableIntent table, ToAddress to) {
        int rounds = 200;
        long start = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            RouteIntent route = world.route(table, 100_000, "198.18.0.0/15", to);
            world.apply(world.fabric.plan(route.route(), Optional.of(route)));
            world.intents.remove(route.route());
            world.apply(world.fabric.plan(route.route(), Optional.empty()));
        }
        return (System.nanoTime() - start) / rounds / 1000;
    }

    private static void timed(String what, Runnable task) {
        long start = System.nanoTime();
        task.run();
        System.out.printf("%s in %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
