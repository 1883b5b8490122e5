package dev.perch.bench;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.Intent.Plug;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.LinuxFabric;
import dev.perch.fabric.linux.ProviderNetwork;
import dev.perch.fabric.policy.Policies;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.SecurityRule;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Two ports of a subnet in a fabric of their own, both in one security group, or in none. */
final class Grouped implements AutoCloseable {
    private static final int NUMBER = 1;

    private final LinuxFabric fabric;
    private final VpcId vpc = new VpcId(UUID.randomUUID());
    private final SubnetId subnet = new SubnetId(UUID.randomUUID());
    private final String namespace;
    private final List<SecurityRule> rules;
    private final Pair pair;

    /**
     * @param tag   six hexadecimal digits
     * @param rules of the group; none for ports without groups
     */
    Grouped(String tag, List<SecurityRule> rules) {
        this.rules = rules;
        fabric = new LinuxFabric(tag, ProviderNetwork.ISOLATED);
        namespace =
                "perch-" + tag + "-v-" + vpc.value().toString().replace("-", "").substring(0, 12);
        Namespace left = new Namespace("perch-bench-" + tag + "-l");
        Namespace right = new Namespace("perch-bench-" + tag + "-r");
        pair = new Pair(left, right, () -> {});
        apply(fabric.planAll(List.of(
                vpc(rules),
                new SubnetIntent(vpc, subnet, gateway("10.99.0.1"), new MacAddress(0x0250_5200_0001L), 1500),
                port(left, Pair.LEFT, NewFlows.LEFT),
                port(right, Pair.RIGHT, NewFlows.RIGHT))));
    }

    Pair pair() {
        return pair;
    }

    /** New flows in a second of processor time, in thousands, beginning with none. */
    double thousandNewFlows() {
        Shell.run("ip", "netns", "exec", namespace, "nft", "flush set bridge perch udp4");
        return NewFlows.once(pair);
    }

    /** Compiles, plans and makes one rule more, and takes it away again; how long the making took. */
    double microsForOneMore(SecurityRule rule) {
        List<SecurityRule> more = new ArrayList<>(rules);
        more.add(rule);
        long start = System.nanoTime();
        apply(fabric.plan(vpc, Optional.of(vpc(more))));
        long end = System.nanoTime();
        apply(fabric.plan(vpc, Optional.of(vpc(rules))));
        return (end - start) / 1e3;
    }

    private VpcIntent vpc(List<SecurityRule> rules) {
        List<GroupSet> sets = rules.isEmpty() ? List.of() : List.of(new GroupSet(NUMBER, List.of(Rules.GROUP)));
        return new VpcIntent(vpc, false, false, new Policies(sets, rules, Map.of()).compile());
    }

    private PortIntent port(Namespace guest, String address, MacAddress mac) {
        return new PortIntent(
                vpc,
                subnet,
                new PortId(UUID.randomUUID()),
                mac,
                new TreeSet<>(),
                new TreeSet<>(Set.of(IpAddress.of(address))),
                new TreeSet<>(),
                true,
                new TreeSet<>(),
                new TreeSet<>(),
                rules.isEmpty() ? 0 : NUMBER,
                new TreeSet<>(),
                true,
                new Plug(guest.path(), "eth0", gateway(address), new TreeSet<>()));
    }

    private static TreeSet<Gateway> gateway(String address) {
        return new TreeSet<>(Set.of(new Gateway(IpAddress.of(address), 24)));
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
