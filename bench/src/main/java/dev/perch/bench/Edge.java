package dev.perch.bench;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.EipIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A VPC with an uplink and a number of EIPs in a fabric of its own: the left of the pair is in the provider network, the
 * right is a port with the first EIP.
 */
final class Edge implements AutoCloseable {
    static final String EIP = "198.18.0.11";
    static final String OUTSIDE = "198.18.9.9";
    private static final int ONE_MORE = 50_000;

    private final VpcId vpc = new VpcId(UUID.randomUUID());
    private final Family family;
    private final Testbed testbed;

    /**
     * @param tag    six hexadecimal digits
     * @param family of the EIPs that are beside the first
     * @param eips   how many of the family
     */
    Edge(String tag, Family family, int eips) {
        this.family = family;
        testbed = new Testbed(tag, "o", "i");
        Namespace outside = pair().left();
        SubnetIntent subnet = new SubnetIntent(
                vpc,
                new SubnetId(UUID.randomUUID()),
                Testbed.gateway("10.99.0.1"),
                new MacAddress(0x0250_5200_0001L),
                1500);
        MacAddress mac = new MacAddress(0xfa16_3e00_0001L);
        List<Intent> intents = new ArrayList<>(List.of(
                new ProviderIntent(),
                new VpcIntent(vpc, true, false, Policy.NONE),
                subnet,
                Testbed.port(subnet, mac, Pair.RIGHT, 0, pair().right(), "10.99.0.1"),
                eip(EIP, Pair.RIGHT)));
        for (int i = family == Family.IPV4 ? 1 : 0; i < eips; i++) {
            intents.add(numbered(i));
        }
        testbed.make(intents);
        testbed.fabric().plugOutside(new Namespaces().path(outside.name()), "eth0", List.of(IpAddress.of(OUTSIDE)));
    }

    Pair pair() {
        return testbed.pair();
    }

    private EipIntent eip(String address, String inside) {
        return new EipIntent(
                vpc, new EipId(UUID.randomUUID()), IpAddress.of(address), IpAddress.of(inside), Optional.empty());
    }

    private EipIntent numbered(int number) {
        return switch (family) {
            case IPV4 -> eip(text("198.18.1.0", number), text("10.100.0.0", number));
            case IPV6 -> eip(text("2001:2::1:0", number), text("fd00:64::", number));
        };
    }

    private static String text(String first, int number) {
        return IpAddress.of(first).plus(number).toString();
    }

    /** Plans and makes one EIP more, and takes it away again; how long the making took. */
    double microsForOneMore() {
        EipIntent eip = numbered(ONE_MORE);
        return testbed.microsFor(() -> eip, Optional::empty);
    }

    @Override
    public void close() {
        testbed.close();
    }
}
