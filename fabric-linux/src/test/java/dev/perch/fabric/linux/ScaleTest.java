package dev.perch.fabric.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What plans cost when there are many ports. Times are printed; the bounds only catch a change of order. */
class ScaleTest {
    /** A bridge has at most 1023 ports (BR_MAX_PORTS in net/bridge/br_private.h), hence several subnets. */
    private static final int PER_SUBNET = 500;

    private static final int SUBNETS = 4;

    @Test
    void aPlanForOnePortCostsTheSameAmongThousandsAndThePlanForAllStaysShort() {
        try (World world = new World()) {
            VpcIntent vpc = world.vpc(1);
            List<PortIntent> ports = new ArrayList<>();
            for (int s = 0; s < SUBNETS; s++) {
                SubnetIntent subnet = world.subnet(vpc, 1 + s, "10.0." + s * 4 + ".1/22", "fd00:" + (s + 1) + "::1/64");
                for (int i = 0; i < PER_SUBNET; i++) {
                    int digit = s * PER_SUBNET + i + 1;
                    String host = s * 4 + (i + 10) / 250 + "." + (i + 10) % 250;
                    ports.add(world.crowded(
                            subnet, digit, "10.0." + host + "/22", "fd00:" + (s + 1) + "::" + digit + "/64"));
                }
                if (s == 0) {
                    world.converge();
                    report(world, ports.subList(0, 10), 10);
                }
            }
            long start = System.nanoTime();
            world.converge();
            System.out.printf("%d ports more made in %d ms%n", (SUBNETS - 1) * PER_SUBNET, millis(start));
            long one = report(world, ports, ports.size());
            assertThat(one).as("microseconds for one port's plan").isLessThan(20_000);
            start = System.nanoTime();
            assertThat(world.planAll().lines()).isEmpty();
            long all = millis(start);
            System.out.printf("empty plan for all of %d ports in %d ms%n", ports.size(), all);
            assertThat(all).isLessThan(10_000);
            world.restart();
            assertThat(world.planAll().lines()).isEmpty();
        }
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long report(World world, List<PortIntent> ports, int present) {
        long start = System.nanoTime();
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            PortIntent port = ports.get(i * 7 % ports.size());
            assertThat(world.fabric.plan(port.port(), Optional.of(port)).lines())
                    .isEmpty();
        }
        long each = (System.nanoTime() - start) / rounds / 1000;
        System.out.printf("empty plan for one port, of %d looked at: %d us%n", present, each);
        return each;
    }
}
