package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.TreeSet;

/** Intents for tests that need no kernel. */
final class Topologies {
    private Topologies() {}

    /** A VPC with a dual-stack subnet and one checked port with a pair, bound to a VIP. */
    static List<Intent> small() {
        VpcId vpc = new VpcId(World.uuid(0xa, 1));
        SubnetId subnet = new SubnetId(World.uuid(0xb, 1));
        return List.of(
                new VpcIntent(vpc, false, false, Policy.NONE),
                new SubnetIntent(
                        vpc,
                        subnet,
                        World.gateways("10.0.0.1/24", "fd00:1::1/64"),
                        MacAddress.of("02:50:52:00:00:01"),
                        1500),
                new PortIntent(
                        vpc,
                        subnet,
                        new PortId(World.uuid(0xc, 1)),
                        MacAddress.of("fa:16:3e:00:00:01"),
                        new TreeSet<>(List.of(MacAddress.of("00:00:5e:00:01:33"))),
                        World.addresses("10.0.0.11", "fd00:1::11"),
                        new TreeSet<>(List.of(IpPrefix.of("192.0.2.0/28"), IpPrefix.of("10.0.0.100"))),
                        true,
                        World.addresses("10.0.0.100"),
                        new TreeSet<>(),
                        0,
                        new TreeSet<>(),
                        true,
                        new Plug(
                                "/run/netns/guest",
                                "eth0",
                                World.gateways("10.0.0.11/24"),
                                World.addresses("10.0.0.1"))));
    }
}
