package dev.perch.control;

import com.sun.management.OperatingSystemMXBean;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.store.Engine;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures how many ports a second sixteen callers can make while there are few and while there are many, and what reading
 * one port costs. Arguments: an engine, and how many ports each measurement makes.
 */
final class PortRate {
    private static final int CALLERS = 16;

    private PortRate() {}

    public static void main(String... arguments) throws Exception {
        Engine engine = Engine.valueOf(arguments[0]);
        int ports = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("perch-rate-");
        try (World world = new World(engine, folder)) {
            SubnetId subnet = world.subnet(world.vpc("net"), "front", "10.0.0.0/16");
            create(world, subnet, ports + 1000); // warms up
            delete(world, ports);
            for (int present : new int[] {1000, 20_000}) {
                create(world, subnet, present - count(world));
                long start = System.nanoTime();
                long cpu = cpu();
                create(world, subnet, ports);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "%s %6d present: %.0f creations/s, %.0f us of CPU each, view %.0f us%n",
                        engine, present, ports / seconds, (cpu() - cpu) / 1e3 / ports, view(world));
                delete(world, ports);
            }
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** CPU time of this process, in nanoseconds: what is left to compare when the machine is busy with other things. */
    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static int count(World world) {
        return world.control.snapshots().everything().ports().size();
    }

    private static void create(World world, SubnetId subnet, int times) throws Exception {
        run(
                times,
                i -> world.control
                        .ports()
                        .create(world.caller, World.port(subnet, AddressChoice.FIRST))
                        .orThrow());
    }

    private static void delete(World world, int times) throws Exception {
        List<PortId> ids = world.control.snapshots().everything().ports().stream()
                .limit(times)
                .map(facts -> facts.port().id())
                .toList();
        run(
                ids.size(),
                i -> world.control.ports().delete(world.caller, ids.get(i)).orThrow());
    }

    private static double view(World world) {
        List<PortId> ids = world.control.snapshots().everything().ports().stream()
                .limit(1000)
                .map(facts -> facts.port().id())
                .toList();
        long start = System.nanoTime();
        ids.forEach(id -> world.control.ports().get(world.caller, id).orThrow());
        return (System.nanoTime() - start) / 1e3 / ids.size();
    }

    private static void run(int times, java.util.function.IntConsumer work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                callers.add(threads.submit(() -> IntStream.iterate(first, i -> i < times, i -> i + CALLERS)
                        .forEach(work)));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
    }
}
