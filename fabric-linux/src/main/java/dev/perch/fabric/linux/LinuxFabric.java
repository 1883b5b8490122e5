package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Applied.Failure;
import dev.perch.fabric.DropReason;
import dev.perch.fabric.Evidence.Watcher;
import dev.perch.fabric.Fabric;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.netlink.Flows;
import dev.perch.fabric.linux.nft.Rules;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data plane of one machine in its own kernel: a namespace for each VPC, in it a bridge for each subnet, a veth for
 * each port, and one nftables table with the port rules.
 */
public final class LinuxFabric implements Fabric {
    private final Names names;
    private final Facts facts;
    private final HostSide host;
    private final Provider provider;
    private final Vpcs vpcs;
    private final Planner planner;
    private volatile Watching watching;

    private final VpcState.Doors doors = new VpcState.Doors() {
        @Override
        public void entered(VpcState state, VpcNamespace namespace) {
            if (watching != null) {
                watching.entered(state, namespace);
            }
        }

        @Override
        public void left(VpcState state) {
            if (watching != null) {
                watching.left(state);
            }
        }
    };

    /**
     * In the namespace of the calling thread, which is the host's.
     *
     * @param tag     the instance's six hexadecimal digits, which mark everything that it makes
     * @param network the network that EIPs are in
     */
    public LinuxFabric(String tag, ProviderNetwork network) {
        this.names = new Names(tag);
        this.host = new HostSide(names, network);
        EdgeFacts edge = new EdgeFacts(names, host.network(), Rules::reference);
        this.facts = new Facts(names, Rules.reference(Table.PORTS), edge);
        this.vpcs = new Vpcs(vpc -> new VpcState(names, vpc, doors, facts::routing));
        this.provider = new Provider(
                names,
                vpcs.state(PROVIDER_NETWORK),
                () -> apply(plan(PROVIDER_NETWORK, Optional.of(new ProviderIntent()))));
        this.planner = new Planner(names, facts, vpcs, new Sight(names, host, provider, vpcs));
    }

    /** Why the provider network is not connected to the host although it should be, in words. */
    public Optional<String> providerObstacle() {
        return host.obstacle();
    }

    /**
     * Plugs a network namespace into the provider network, as somebody outside of all VPCs; deleting the namespace unplugs it.
     *
     * @param namespace     its file
     * @param interfaceName of the interface that is made in it
     * @param addresses     of the pools of EIPs, for the interface
     */
    public void plugOutside(Path namespace, String interfaceName, List<IpAddress> addresses) {
        VpcNamespace inside = vpcs.open(PROVIDER_NETWORK)
                .orElseThrow(() -> new IllegalStateException("there is no provider network: no EIP is bound"));
        new Outsider(inside, host.network()).plug(namespace, interfaceName, addresses);
    }

    @Override
    public Plan planAll(Collection<? extends Intent> desired) {
        return planner.planAll(desired);
    }

    @Override
    public Plan plan(ObjectId object, Optional<? extends Intent> desired) {
        return planner.plan(object, desired);
    }

    @Override
    public Collection<String> observed(ObjectId object) {
        return planner.observed(object);
    }

    @Override
    public Applied apply(Plan plan) {
        List<Step> steps = plan.ops().stream().map(Step.class::cast).toList();
        int done = 0;
        List<Failure> failures = new ArrayList<>();
        for (int from = 0; from < steps.size(); ) {
            VpcId vpc = steps.get(from).vpc();
            int to = from;
            while (to < steps.size() && steps.get(to).vpc().equals(vpc)) {
                to++;
            }
            VpcState state = vpcs.state(vpc);
            synchronized (state) {
                done += new Steps(facts, provider, host, state, failures).carryOut(steps.subList(from, to));
                steps.subList(from, to).forEach(step -> state.planned(step.object(), false));
            }
            from = to;
        }
        forgetGone(steps, failures);
        return new Applied(done, failures);
    }

    /** What was removed need not be found again; what could not be is. */
    private void forgetGone(List<Step> steps, List<Failure> failures) {
        Set<ObjectId> failed =
                failures.stream().map(failure -> failure.op().object()).collect(Collectors.toSet());
        steps.stream()
                .map(Step::object)
                .distinct()
                .filter(object -> !failed.contains(object))
                .forEach(object -> vpcs.of(object)
                        .filter(vpc -> !vpcs.state(vpc).intents().containsKey(object))
                        .ifPresent(vpc -> vpcs.forget(object, vpc)));
    }

    @Override
    public Map<PortId, Map<DropReason, Long>> drops() {
        return new Figures(vpcs.all()).drops();
    }

    @Override
    public Map<PortId, Boolean> links() {
        return new Figures(vpcs.all()).links();
    }

    @Override
    public void setLink(PortId port, boolean up) {
        vpcs.of(port).flatMap(vpcs::find).ifPresent(state -> {
            state.cut(Names.link(port), up);
            state.open().ifPresent(namespace -> namespace.steering().setUp(Names.link(port), up));
        });
    }

    @Override
    public void resetFlows(VpcId vpc, IpAddress address, boolean udpOnly) {
        vpcs.open(vpc).ifPresent(namespace -> {
            try (Flows flows = namespace.flows()) {
                flows.reset(Set.of(address), udpOnly);
            }
        });
    }

    @Override
    public void markUnheld(VpcId vpc, IpAddress address, boolean unheld) {
        vpcs.find(vpc)
                .filter(VpcState::isConnected)
                .flatMap(VpcState::open)
                .ifPresent(namespace -> namespace.noHolder().mark(address, unheld));
    }

    @Override
    public Map<VpcId, Map<IpAddress, Long>> noHolderDrops() {
        return new Figures(vpcs.all()).noHolderDrops();
    }

    @Override
    public void steer(VpcId vpc, SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce) {
        new Steering(vpcs.state(vpc)).steer(subnet, address, holder, mac, announce);
    }

    @Override
    public void unsteer(VpcId vpc, SubnetId subnet, IpAddress address) {
        vpcs.find(vpc).ifPresent(state -> new Steering(state).unsteer(subnet, address));
    }

    @Override
    public void ask(VpcId vpc, SubnetId subnet, IpAddress address) {
        new Steering(vpcs.state(vpc)).ask(subnet, address);
    }

    @Override
    public void watch(Watcher watcher) {
        if (watching != null) {
            throw new IllegalStateException("is being watched already");
        }
        watching = new Watching(names, host, watcher, planner::wrong);
        for (VpcState state : vpcs.all()) {
            synchronized (state) {
                state.leave();
                state.namespace();
            }
        }
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.close();
        }
        vpcs.all().forEach(VpcState::leave);
        host.close();
    }
}
