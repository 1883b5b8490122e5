package dev.perch.bench;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Two peered VPCs in a fabric of their own, a port in each, and a number of routes through the peering on both sides, one of
 * which leads to the other port.
 */
final class Routed implements AutoCloseable {
    private static final String LEFT = "10.98.0.11";
    private static final int TABLE = 1000;

    private final LinuxFabric fabric;
    private final VpcId left = new VpcId(UUID.randomUUID());
    private final VpcId right = new VpcId(UUID.randomUUID());
    private final PeeringId peering = new PeeringId(UUID.randomUUID());
    private final List<Intent> intents = new ArrayList<>();
    private final Pair pair;

    /**
     * @param tag    six hexadecimal digits
     * @param routes in each direction
     */
    Routed(String tag, int routes) {
        fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
        Namespace from = new Namespace("perch-bench-" + tag + "-l");
        Namespace to = new Namespace("perch-bench-" + tag + "-r");
        pair = new Pair(from, to, () -> {});
        side(left, 1, from, LEFT, "10.98.0.1");
        side(right, 2, to, Pair.RIGHT, "10.99.0.1");
        intents.add(new PeeringIntent(left, right, peering, mac(3), mac(4), 1500));
        for (int i = 0; i < routes - 1; i++) {
            intents.add(route(left, TABLE + 1, destination(i)));
            intents.add(route(right, TABLE + 2, destination(i)));
        }
        intents.add(route(left, TABLE + 1, "10.99.0.0/24"));
        intents.add(route(right, TABLE + 2, "10.98.0.0/24"));
        apply(fabric.planAll(intents));
    }

    Pair pair() {
        return pair;
    }

    private static String destination(int i) {
        return "100." + (64 + i / 256) + "." + i % 256 + ".0/24";
    }

    private static MacAddress mac(int i) {
        return new MacAddress(0x0250_5300_0000L | i);
    }

    private void side(VpcId vpc, int digit, Namespace guest, String address, String router) {
        SubnetId subnet = new SubnetId(UUID.randomUUID());
        TreeSet<IpAddress> own = new TreeSet<>(Set.of(IpAddress.of(address)));
        TreeSet<IpAddress> routers = new TreeSet<>(Set.of(IpAddress.of(router)));
        intents.add(new VpcIntent(vpc, false, true, Policy.NONE));
        intents.add(new SubnetIntent(vpc, subnet, gateway(router), mac(digit), 1500));
        intents.add(new PortIntent(
                vpc,
                subnet,
                new PortId(UUID.randomUUID()),
                new MacAddress(0xfa16_3e00_0000L | digit),
                new TreeSet<>(),
                own,
                new TreeSet<>(),
                true,
                new TreeSet<>(),
                new TreeSet<>(),
                0,
                new TreeSet<>(),
                true,
                new Plug(guest.path(), "eth0", gateway(address), routers)));
        intents.add(new RouteTableIntent(vpc, new RouteTableId(UUID.randomUUID()), TABLE + digit, true, Set.of()));
    }

    private static TreeSet<Gateway> gateway(String address) {
        return new TreeSet<>(Set.of(new Gateway(IpAddress.of(address), 24)));
    }

    private RouteIntent route(VpcId vpc, int table, String destination) {
        return new RouteIntent(
                vpc, new RouteId(UUID.randomUUID()), table, IpPrefix.of(destination), new ThroughPeering(peering));
    }

    /** Plans and makes one route more, and takes it away again; how long the making took. */
    double microsForOneMore() {
        RouteIntent route = route(left, TABLE + 1, "198.18.0.0/15");
        long start = System.nanoTime();
        apply(fabric.plan(route.route(), Optional.of(route)));
        long end = System.nanoTime();
        apply(fabric.plan(route.route(), Optional.empty()));
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
