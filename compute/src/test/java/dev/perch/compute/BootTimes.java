package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Prints how long servers take to boot and to die, in milliseconds. A program, not a test. */
final class BootTimes {
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 5;

    private BootTimes() {}

    public static void main(String[] arguments) {
        List<Double> prepares = new ArrayList<>();
        List<Double> boots = new ArrayList<>();
        List<Double> scripts = new ArrayList<>();
        List<Double> deaths = new ArrayList<>();
        List<Double> powerOffs = new ArrayList<>();
        try (Lab lab = new Lab()) {
            for (int round = 0; round < ROUNDS; round++) {
                ServerId server = Lab.id();
                long begin = System.nanoTime();
                lab.runtime.prepare(server);
                long prepared = System.nanoTime();
                Running running = lab.runtime.boot(new Boot(server, "web-1", "echo up; sleep 1000 &", List.of(), 1));
                long booted = System.nanoTime();
                lab.awaitLog(server, "up");
                long up = System.nanoTime();
                Thread killer = Thread.ofPlatform().start(() -> lab.runtime.powerOff(server));
                while (running.process().isPresent()) {
                    LockSupport.parkNanos(100_000);
                }
                long dead = System.nanoTime();
                join(killer);
                long off = System.nanoTime();
                if (round >= WARM_UP) {
                    prepares.add((prepared - begin) / 1e6);
                    boots.add((booted - prepared) / 1e6);
                    scripts.add((up - prepared) / 1e6);
                    deaths.add((dead - up) / 1e6);
                    powerOffs.add((off - up) / 1e6);
                }
            }
        }
        print("prepare", prepares);
        print("boot", boots);
        print("boot until user_data prints", scripts);
        print("power-off until no process is left", deaths);
        print("power-off until no network is left", powerOffs);
        System.exit(0);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void print(String what, List<Double> times) {
        Collections.sort(times);
        System.out.printf("%-36s median %6.1f  slowest %6.1f%n", what, times.get(times.size() / 2), times.getLast());
    }
}
