package dev.perch.bench;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A fabric of its own under measurement, with two namespaces to plug into it. Below the API: intents go straight to the fabric. */
final class Testbed implements AutoCloseable {
    private final LinuxFabric fabric;
    private final Pair pair;

    /**
     * @param tag   six hexadecimal digits
     * @param left  ends the name of the left namespace
     * @param right ends the name of the right one
     */
    Testbed(String tag, String left, String right) {
        fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
        pair = new Pair(
                new Namespace("perch-bench-" + tag + "-" + left),
                new Namespace("perch-bench-" + tag + "-" + right),
                () -> {});
    }

    LinuxFabric fabric() {
        return fabric;
    }

    Pair pair() {
        return pair;
    }

    /** Makes the kernel as all intents say. */
    void make(Collection<Intent> intents) {
        apply(fabric.planAll(intents));
    }

    /**
     * Works out, plans and makes an intent, and puts back what was before; how long the first took.
     *
     * @param before what the fabric held for the same object, worked out after the change as well
     */
    double microsFor(Supplier<Intent> change, Supplier<Optional<Intent>> before) {
        long start = System.nanoTime();
        Intent changed = change.get();
        apply(fabric.plan(changed.object(), Optional.of(changed)));
        long end = System.nanoTime();
        apply(fabric.plan(changed.object(), before.get()));
        return (end - start) / 1e3;
    }

    private void apply(Plan plan) {
        Applied applied = fabric.apply(plan);
        if (!applied.complete()) {
            throw new IllegalStateException(applied.failures().toString());
        }
    }

    /** A checked port with one address in a /24. */
    static PortIntent port(
            SubnetIntent subnet, MacAddress mac, String address, int groups, Namespace guest, String... routers) {
        return new PortIntent(
                subnet.vpc(),
                subnet.subnet(),
                new PortId(UUID.randomUUID()),
                mac,
                new TreeSet<>(),
                addresses(address),
                new TreeSet<>(),
                true,
                new TreeSet<>(),
                new TreeSet<>(),
                groups,
                new TreeSet<>(),
                true,
                new Plug(guest.path(), "eth0", gateway(address), addresses(routers)));
    }

    static SortedSet<Gateway> gateway(String address) {
        return new TreeSet<>(List.of(new Gateway(IpAddress.of(address), 24)));
    }

    private static SortedSet<IpAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(IpAddress::of).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        make(List.of());
        fabric.close();
        pair.close();
    }
}
