package dev.perch.model;

import dev.perch.model.PortRefusal.NoFreeMac;
import dev.perch.net.MacAddress;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** MAC addresses for ports: fa:16:3e, which OpenStack uses, and 24 random bits. */
public final class MacPool {

    private static final long PREFIX = 0xfa163e000000L;

    /** With 20,000 of 16 million in use, ten tries in a row fail once in 10^29. */
    private static final int TRIES = 64;

    private MacPool() {}

    public static Outcome<MacAddress> next(RandomGenerator random, Predicate<MacAddress> inUse) {
        for (int i = 0; i < TRIES; i++) {
            MacAddress mac = new MacAddress(PREFIX | random.nextInt(1 << 24));
            if (!inUse.test(mac)) {
                return Outcome.done(mac);
            }
        }
        return Outcome.refused(new NoFreeMac(""));
    }
}
