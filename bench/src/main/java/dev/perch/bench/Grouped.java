package dev.perch.bench;

import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.policy.Policies;
import dev.perch.fabric.policy.PolicyFacts;
import dev.perch.model.GroupSet;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.SecurityRule;
import dev.perch.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Two ports of a subnet in a fabric of their own, both in one security group, or in none. */
final class Grouped implements AutoCloseable {
    private static final int NUMBER = 1;

    private final VpcId vpc = new VpcId(UUID.randomUUID());
    private final String namespace;
    private final List<SecurityRule> rules;
    private final Policies policies = new Policies();
    private final Testbed testbed;

    /**
     * @param tag   six hexadecimal digits
     * @param rules of the group; none for ports without groups
     */
    Grouped(String tag, List<SecurityRule> rules) {
        this.rules = rules;
        testbed = new Testbed(tag, "l", "r");
        namespace =
                "perch-" + tag + "-v-" + vpc.value().toString().replace("-", "").substring(0, 12);
        SubnetIntent subnet = new SubnetIntent(
                vpc,
                new SubnetId(UUID.randomUUID()),
                Testbed.gateway("10.99.0.1"),
                new MacAddress(0x0250_5200_0001L),
                1500);
        int groups = rules.isEmpty() ? 0 : NUMBER;
        testbed.make(List.of(
                vpc(rules),
                subnet,
                Testbed.port(subnet, NewFlows.LEFT, Pair.LEFT, groups, pair().left()),
                Testbed.port(subnet, NewFlows.RIGHT, Pair.RIGHT, groups, pair().right())));
    }

    Pair pair() {
        return testbed.pair();
    }

    /** New flows in a second of processor time, in thousands, beginning with none. */
    double thousandNewFlows() {
        Shell.run(
                "ip", "netns", "exec", namespace, "nft", "flush set bridge perch udp4; flush set bridge perch asked4");
        return NewFlows.once(pair());
    }

    /** Compiles, plans and makes one rule more, and takes it away again; how long the making took. */
    double microsForOneMore(SecurityRule rule) {
        List<SecurityRule> more = new ArrayList<>(rules);
        more.add(rule);
        return testbed.microsFor(() -> vpc(more), () -> Optional.of(vpc(rules)));
    }

    private VpcIntent vpc(List<SecurityRule> rules) {
        List<GroupSet> sets = rules.isEmpty() ? List.of() : List.of(new GroupSet(NUMBER, List.of(Rules.GROUP)));
        return new VpcIntent(vpc, false, false, policies.compile(PolicyFacts.of(sets, rules, Map.of())));
    }

    @Override
    public void close() {
        testbed.close();
    }
}
