package dev.perch.bench;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Two peered VPCs in a fabric of their own, a port in each, and a number of routes through the peering on both sides, one of
 * which leads to the other port.
 */
final class Routed implements AutoCloseable {
    private static final String LEFT = "10.98.0.11";
    private static final int TABLE = 1000;

    private final VpcId left = new VpcId(UUID.randomUUID());
    private final VpcId right = new VpcId(UUID.randomUUID());
    private final PeeringId peering = new PeeringId(UUID.randomUUID());
    private final Testbed testbed;

    /**
     * @param tag    six hexadecimal digits
     * @param routes in each direction
     */
    Routed(String tag, int routes) {
        testbed = new Testbed(tag, "l", "r");
        List<Intent> intents = new ArrayList<>();
        intents.addAll(side(left, 1, pair().left(), LEFT, "10.98.0.1"));
        intents.addAll(side(right, 2, pair().right(), Pair.RIGHT, "10.99.0.1"));
        intents.add(new PeeringIntent(left, right, peering, mac(3), mac(4), 1500));
        for (int i = 0; i < routes - 1; i++) {
            intents.add(route(left, TABLE + 1, destination(i)));
            intents.add(route(right, TABLE + 2, destination(i)));
        }
        intents.add(route(left, TABLE + 1, "10.99.0.0/24"));
        intents.add(route(right, TABLE + 2, "10.98.0.0/24"));
        testbed.make(intents);
    }

    Pair pair() {
        return testbed.pair();
    }

    private static String destination(int i) {
        return "100." + (64 + i / 256) + "." + i % 256 + ".0/24";
    }

    private static MacAddress mac(int i) {
        return new MacAddress(0x0250_5300_0000L | i);
    }

    private static List<Intent> side(VpcId vpc, int digit, Namespace guest, String address, String router) {
        SubnetIntent subnet =
                new SubnetIntent(vpc, new SubnetId(UUID.randomUUID()), Testbed.gateway(router), mac(digit), 1500);
        return List.of(
                new VpcIntent(vpc, false, true, Policy.NONE),
                subnet,
                Testbed.port(subnet, new MacAddress(0xfa16_3e00_0000L | digit), address, 0, guest, router),
                new RouteTableIntent(vpc, new RouteTableId(UUID.randomUUID()), TABLE + digit, true, Set.of()));
    }

    private RouteIntent route(VpcId vpc, int table, String destination) {
        return new RouteIntent(
                vpc, new RouteId(UUID.randomUUID()), table, IpPrefix.of(destination), new ThroughPeering(peering));
    }

    /** Plans and makes one route more, and takes it away again; how long the making took. */
    double microsForOneMore() {
        RouteIntent route = route(left, TABLE + 1, "198.18.0.0/15");
        return testbed.microsFor(() -> route, Optional::empty);
    }

    @Override
    public void close() {
        testbed.close();
    }
}
