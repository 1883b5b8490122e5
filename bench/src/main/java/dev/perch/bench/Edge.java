package dev.perch.bench;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A VPC with an uplink and a number of EIPs in a fabric of its own: the left of the pair is in the provider network, the
 * right is a port with the first EIP.
 */
final class Edge implements AutoCloseable {
    static final String EIP = "198.18.0.11";
    static final String OUTSIDE = "198.18.9.9";

    private final LinuxFabric fabric;
    private final VpcId vpc = new VpcId(UUID.randomUUID());
    private final List<Intent> intents = new ArrayList<>();
    private final Pair pair;

    /**
     * @param tag  six hexadecimal digits
     * @param eips how many
     */
    Edge(String tag, int eips) {
        fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
        Namespace outside = new Namespace("perch-bench-" + tag + "-o");
        Namespace inside = new Namespace("perch-bench-" + tag + "-i");
        pair = new Pair(outside, inside, () -> {});
        SubnetId subnet = new SubnetId(UUID.randomUUID());
        intents.add(new ProviderIntent());
        intents.add(new VpcIntent(vpc, true, false, Policy.NONE));
        intents.add(new SubnetIntent(vpc, subnet, gateway("10.99.0.1"), new MacAddress(0x0250_5200_0001L), 1500));
        intents.add(new PortIntent(
                vpc,
                subnet,
                new PortId(UUID.randomUUID()),
                new MacAddress(0xfa16_3e00_0001L),
                new TreeSet<>(),
                addresses(Pair.RIGHT),
                new TreeSet<>(),
                true,
                new TreeSet<>(),
                new TreeSet<>(),
                0,
                new TreeSet<>(),
                true,
                new Plug(inside.path(), "eth0", gateway(Pair.RIGHT), addresses("10.99.0.1"))));
        intents.add(eip(EIP, Pair.RIGHT));
        for (int i = 1; i < eips; i++) {
            intents.add(eip(
                    IpAddress.of("198.18.1.0").plus(i).toString(),
                    IpAddress.of("10.100.0.0").plus(i).toString()));
        }
        apply(fabric.planAll(intents));
        fabric.plugOutside(new Namespaces().path(outside.name()), "eth0", List.of(IpAddress.of(OUTSIDE)));
    }

    Pair pair() {
        return pair;
    }

    private static TreeSet<IpAddress> addresses(String address) {
        return new TreeSet<>(Set.of(IpAddress.of(address)));
    }

    private static TreeSet<Gateway> gateway(String address) {
        return new TreeSet<>(Set.of(new Gateway(IpAddress.of(address), 24)));
    }

    private EipIntent eip(String address, String inside) {
        return new EipIntent(
                vpc, new EipId(UUID.randomUUID()), IpAddress.of(address), IpAddress.of(inside), Optional.empty());
    }

    /** Plans and makes one EIP more, and takes it away again; how long the making took. */
    double microsForOneMore() {
        EipIntent eip = eip("198.18.200.1", "10.101.0.1");
        long start = System.nanoTime();
        apply(fabric.plan(eip.eip(), Optional.of(eip)));
        long end = System.nanoTime();
        apply(fabric.plan(eip.eip(), Optional.empty()));
        return (end - start) / 1e3;
    }

    private void apply(Plan plan) {
        Applied applied = fabric.apply(plan);
        if (!applied.complete()) {
            throw new IllegalStateException(applied.failures().toString());
        }
    }

    @Override
    public void close() {
        apply(fabric.planAll(List.of()));
        fabric.close();
        pair.close();
    }
}
