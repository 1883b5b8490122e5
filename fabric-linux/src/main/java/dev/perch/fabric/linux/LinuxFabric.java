package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Applied;
import dev.perch.fabric.Applied.Failure;
import dev.perch.fabric.DropReason;
import dev.perch.fabric.Evidence.Watcher;
import dev.perch.fabric.Fabric;
import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.ProviderIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.netlink.Flows;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.fabric.linux.nft.Rules;
import dev.perch.fabric.linux.nft.Table;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data plane of one machine in its own kernel: a namespace for each VPC, in it a bridge for each subnet, a veth for
 * each port, and one nftables table with the port rules.
 */
public final class LinuxFabric implements Fabric {
    private final Names names;
    private final Facts facts;
    private final HostSide host;
    private final Provider provider;
    private final Map<VpcId, VpcState> vpcs = new ConcurrentHashMap<>();
    private final Map<ObjectId, VpcId> where = new ConcurrentHashMap<>();
    private final Map<ObjectId, VpcId> left = new ConcurrentHashMap<>();
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
        this.provider = new Provider(
                names, state(PROVIDER_NETWORK), () -> apply(plan(PROVIDER_NETWORK, Optional.of(new ProviderIntent()))));
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
        VpcNamespace inside = open(PROVIDER_NETWORK)
                .orElseThrow(() -> new IllegalStateException("there is no provider network: no EIP is bound"));
        new Outsider(inside, host.network()).plug(namespace, interfaceName, addresses);
    }

    private VpcState state(VpcId vpc) {
        return vpcs.computeIfAbsent(vpc, v -> new VpcState(names, v, doors, facts::routing));
    }

    @Override
    public Plan planAll(Collection<? extends Intent> desired) {
        Map<VpcId, List<Intent>> byVpc =
                desired.stream().collect(Collectors.groupingBy(Intent::vpc, LinkedHashMap::new, Collectors.toList()));
        new Discovery(names).vpcs(vpcs.keySet()).forEach(vpc -> byVpc.putIfAbsent(vpc, new ArrayList<>()));
        List<PeeringIntent> peerings = peerings(desired.stream());
        peerings.forEach(
                p -> byVpc.computeIfAbsent(p.peer(), vpc -> new ArrayList<>()).add(p));
        Set<ObjectId> torn = torn(peerings);
        List<Step> steps = new ArrayList<>(planVpc(
                state(PROVIDER_NETWORK),
                Optional.ofNullable(byVpc.remove(PROVIDER_NETWORK)).orElse(List.of()),
                torn));
        byVpc.forEach((vpc, intents) -> steps.addAll(planVpc(state(vpc), intents, torn)));
        steps.sort(Comparator.comparingInt(LinuxFabric::phase));
        return new Plan(steps);
    }

    /**
     * An EIP leaves one VPC before it is announced from another. An end of a peering that is in the way goes before the
     * other makes the link anew. Peerings need both namespaces, routes
     * may lead over peerings; everything else stays within one namespace.
     */
    private static int phase(Step step) {
        return switch (step.sign()) {
            case REMOVE -> step.fact() instanceof EdgeFact.Outside ? -1 : 0;
            case ADD, CHANGE ->
                step.fact() instanceof RoutingFact.Route ? 2 : step.object() instanceof PeeringId ? 1 : 0;
        };
    }

    private static List<PeeringIntent> peerings(Stream<? extends Intent> intents) {
        return intents.filter(PeeringIntent.class::isInstance)
                .map(PeeringIntent.class::cast)
                .toList();
    }

    /** The peerings whose two ends do not lead to each other. */
    private Set<ObjectId> torn(List<PeeringIntent> peerings) {
        return peerings.stream()
                .filter(p -> !leads(p.vpc(), p.peering(), p.peer()) || !leads(p.peer(), p.peering(), p.vpc()))
                .map(PeeringIntent::peering)
                .collect(Collectors.toSet());
    }

    private boolean leads(VpcId from, PeeringId peering, VpcId to) {
        VpcState state = state(from);
        synchronized (state) {
            return state.namespace()
                    .filter(namespace -> namespace
                            .route()
                            .link(Names.link(peering))
                            .map(Link::peerNetns)
                            .filter(OptionalInt::isPresent)
                            .filter(Guest.number(namespace, RoutingFacts.path(names, to))::equals)
                            .isPresent())
                    .isPresent();
        }
    }

    private List<Step> planVpc(VpcState state, List<Intent> intents, Set<ObjectId> torn) {
        synchronized (state) {
            Set<ObjectId> wanted = intents.stream().map(Intent::object).collect(Collectors.toSet());
            state.intents().keySet().stream()
                    .filter(object -> !wanted.contains(object))
                    .toList()
                    .forEach(object -> remember(state, object, Optional.empty()));
            intents.forEach(intent -> remember(state, intent.object(), Optional.of(intent)));
            state.forgetAllBut(wanted);
            List<KernelFact> desired = intents.stream()
                    .flatMap(i -> facts.in(state.vpc(), i).stream())
                    .toList();
            List<KernelFact> observed = new ArrayList<>();
            state.namespace().ifPresent(namespace -> {
                Observation look = look(state, namespace);
                observed.add(look.name());
                observed.addAll(look.settings(desired));
                observed.addAll(look.links(routing(state, namespace, torn)));
                observed.addAll(look.rules());
                observed.addAll(look.elements(state.elements()));
            });
            List<Step> steps = difference(state).steps(observed, desired);
            steps.forEach(step -> state.planned(step.object(), true));
            return steps;
        }
    }

    private Observation look(VpcState state, VpcNamespace namespace) {
        return new Observation(
                names, state.vpc(), namespace, new EdgeObservation(provider, host, state, namespace), state::port);
    }

    private RoutingObservation routing(VpcState state, VpcNamespace namespace, Set<ObjectId> torn) {
        return new RoutingObservation(names, state.vpc(), namespace, state.routing(), state::peering, torn);
    }

    private static Difference difference(VpcState state) {
        return new Difference(
                state.vpc(), fact -> Optional.ofNullable(state.intents().get(fact.object())));
    }

    private void remember(VpcState state, ObjectId object, Optional<? extends Intent> intent) {
        state.remember(object, intent);
        intent.ifPresent(i -> where.put(object, i.vpc()));
    }

    /** The VPCs that an object is in, that of its lane first: a peering is in two. */
    private List<VpcState> places(VpcId home, ObjectId object, Optional<? extends Intent> desired) {
        VpcState first = state(home);
        Optional<Intent> before = Optional.ofNullable(first.intents().get(object));
        Stream<VpcState> others = peerings(Stream.concat(before.stream(), desired.stream())).stream()
                .map(p -> state(p.peer()));
        return Stream.concat(Stream.of(first), others).distinct().toList();
    }

    @Override
    public Plan plan(ObjectId object, Optional<? extends Intent> desired) {
        Optional<VpcId> before = Optional.ofNullable(where.get(object));
        Optional<VpcId> vpc = desired.<VpcId>map(Intent::vpc).or(() -> before);
        if (vpc.isEmpty()) {
            return Plan.EMPTY;
        }
        Set<ObjectId> torn = torn(peerings(desired.stream()));
        List<Step> steps = new ArrayList<>(planLeft(object, before, vpc.get()));
        for (VpcState state : places(vpc.get(), object, desired)) {
            synchronized (state) {
                steps.addAll(planIn(state, object, desired, torn));
            }
        }
        steps.sort(Comparator.comparingInt(LinuxFabric::phase));
        return new Plan(steps);
    }

    /** An EIP that is bound in another VPC leaves the one where it was first, however often that takes. */
    private List<Step> planLeft(ObjectId object, Optional<VpcId> before, VpcId now) {
        before.filter(old -> !old.equals(now)).ifPresent(old -> left.put(object, old));
        VpcId old = left.get(object);
        if (old == null || old.equals(now)) {
            left.remove(object);
            return List.of();
        }
        VpcState state = state(old);
        synchronized (state) {
            List<Step> steps = planIn(state, object, Optional.empty(), Set.of());
            if (steps.isEmpty()) {
                left.remove(object);
            }
            return steps;
        }
    }

    private List<Step> planIn(VpcState state, ObjectId object, Optional<? extends Intent> desired, Set<ObjectId> torn) {
        remember(state, object, desired);
        List<Step> steps = steps(state, object, desired, torn);
        state.planned(object, !steps.isEmpty());
        return steps;
    }

    private List<Step> steps(VpcState state, ObjectId object, Optional<? extends Intent> desired, Set<ObjectId> torn) {
        List<KernelFact> wanted = new ArrayList<>(wanted(state, desired));
        List<KernelFact> observed = new ArrayList<>(observe(state, object, wanted, torn));
        if (object.equals(state.vpc())) {
            PolicyBalance policy = state.elements().policy();
            wanted.addAll(members(state, policy.missing()));
            observed.addAll(members(state, policy.excess()));
        }
        return difference(state).steps(observed, wanted);
    }

    private static List<KernelFact> members(VpcState state, List<Element> elements) {
        return Facts.members(state.vpc(), elements.stream()).toList();
    }

    /** Without what security groups let through: of that the difference is known. */
    private List<KernelFact> wanted(VpcState state, Optional<? extends Intent> desired) {
        return desired.map(intent -> intent instanceof VpcIntent vpc ? facts.vpc(vpc) : facts.in(state.vpc(), intent))
                .orElse(List.of());
    }

    private List<KernelFact> observe(VpcState state, ObjectId object, List<KernelFact> desired, Set<ObjectId> torn) {
        return state.namespace()
                .map(namespace -> {
                    Observation look = look(state, namespace);
                    RoutingObservation routing = routing(state, namespace, torn);
                    List<KernelFact> observed = new ArrayList<>(look.settings(desired));
                    observed.addAll(routing.of(object));
                    switch (object) {
                        case VpcId id -> {
                            observed.add(look.name());
                            observed.addAll(look.rules());
                            observed.addAll(
                                    id.equals(PROVIDER_NETWORK)
                                            ? look.provider()
                                            : look.edge().uplink());
                            look.learn(state.elements());
                        }
                        case SubnetId id -> observed.addAll(look.subnet(id));
                        case PortId id -> {
                            observed.addAll(look.port(Names.link(id)));
                            observed.addAll(look.elements(state.elements(), Names.link(id), desired));
                        }
                        case ObjectId.VipId id -> {}
                        case ObjectId.ServerId id -> {}
                        case PeeringId id ->
                            namespace
                                    .route()
                                    .link(Names.link(id))
                                    .ifPresent(link -> observed.addAll(routing.peering(link)));
                        case ObjectId.RouteTableId id -> {}
                        case ObjectId.RouteId id -> {}
                        case EipId id ->
                            state.addressOf(id).ifPresent(address -> {
                                look.edge().outside(address).ifPresent(observed::add);
                                observed.addAll(look.elements(state.elements(), address.toString(), desired));
                            });
                        case ObjectId.SecurityGroupId id -> {}
                        case ObjectId.RuleId id -> {}
                    }
                    return observed;
                })
                .orElse(List.of());
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
            VpcState state = state(vpc);
            synchronized (state) {
                done += new Steps(facts, provider, host, state, failures).carryOut(steps.subList(from, to));
                steps.subList(from, to).forEach(step -> state.planned(step.object(), false));
            }
            from = to;
        }
        return new Applied(done, failures);
    }

    @Override
    public Collection<String> observed(ObjectId object) {
        VpcId vpc = where.get(object);
        if (vpc == null) {
            return List.of();
        }
        Optional<Intent> intent = Optional.ofNullable(state(vpc).intents().get(object));
        Set<ObjectId> torn = torn(peerings(intent.stream()));
        List<String> lines = new ArrayList<>();
        for (VpcState state : places(vpc, object, intent)) {
            synchronized (state) {
                List<KernelFact> facts = new ArrayList<>(observe(state, object, wanted(state, intent), torn));
                if (object.equals(state.vpc())) {
                    facts.addAll(members(state, state.elements().policy().present()));
                }
                facts.forEach(fact -> lines.add(fact.line()));
            }
        }
        return lines;
    }

    @Override
    public Map<PortId, Map<DropReason, Long>> drops() {
        return new Figures(vpcs.values()).drops();
    }

    @Override
    public Map<PortId, Boolean> links() {
        return new Figures(vpcs.values()).links();
    }

    @Override
    public void setLink(PortId port, boolean up) {
        Optional.ofNullable(where.get(port)).map(vpcs::get).ifPresent(state -> {
            state.cut(Names.link(port), up);
            state.open().ifPresent(namespace -> namespace.steering().setUp(Names.link(port), up));
        });
    }

    private Optional<VpcNamespace> open(VpcId vpc) {
        return Optional.ofNullable(vpc).map(vpcs::get).flatMap(VpcState::open);
    }

    @Override
    public void resetFlows(VpcId vpc, IpAddress address, boolean udpOnly) {
        open(vpc).ifPresent(namespace -> {
            try (Flows flows = namespace.flows()) {
                flows.reset(Set.of(address), udpOnly);
            }
        });
    }

    @Override
    public void markUnheld(VpcId vpc, IpAddress address, boolean unheld) {
        Optional.ofNullable(vpcs.get(vpc))
                .filter(VpcState::isConnected)
                .flatMap(VpcState::open)
                .ifPresent(namespace -> namespace.noHolder().mark(address, unheld));
    }

    @Override
    public Map<VpcId, Map<IpAddress, Long>> noHolderDrops() {
        return new Figures(vpcs.values()).noHolderDrops();
    }

    @Override
    public void steer(VpcId vpc, SubnetId subnet, IpAddress address, PortId holder, MacAddress mac, boolean announce) {
        new Steering(state(vpc)).steer(subnet, address, holder, mac, announce);
    }

    @Override
    public void unsteer(VpcId vpc, SubnetId subnet, IpAddress address) {
        Optional.ofNullable(vpcs.get(vpc)).ifPresent(state -> new Steering(state).unsteer(subnet, address));
    }

    @Override
    public void ask(VpcId vpc, SubnetId subnet, IpAddress address) {
        new Steering(state(vpc)).ask(subnet, address);
    }

    @Override
    public void watch(Watcher watcher) {
        if (watching != null) {
            throw new IllegalStateException("is being watched already");
        }
        watching = new Watching(names, watcher, this::wrong);
        for (VpcState state : vpcs.values()) {
            synchronized (state) {
                state.leave();
                state.namespace();
            }
        }
    }

    /** What is wrong with an object that somebody may have disturbed, in words. */
    private Optional<String> wrong(VpcState state, ObjectId object) {
        Optional<Intent> intent = Optional.ofNullable(state.intents().get(object));
        if (intent.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectId> torn = torn(peerings(intent.stream()));
        List<Step> steps = new ArrayList<>();
        for (VpcState place : places(intent.get().vpc(), object, intent)) {
            synchronized (place) {
                steps(place, object, intent, torn).stream()
                        .filter(step -> !(step.fact() instanceof KernelFact.State fact
                                && place.isCutAgainst(fact.name(), fact.up())))
                        .forEach(steps::add);
            }
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of("needs " + steps.getFirst().line()
                        + (steps.size() == 1 ? "" : " and " + (steps.size() - 1) + " more"));
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.close();
        }
        vpcs.values().forEach(VpcState::leave);
        host.close();
    }
}
