package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Intent;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.VpcIntent;
import dev.perch.fabric.Plan;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at objects in the kernel and plans what has to be done for them to be as they should. */
final class Planner {
    private final Names names;
    private final Facts facts;
    private final Vpcs vpcs;
    private final Sight sight;
    private final Map<ObjectId, VpcId> left = new ConcurrentHashMap<>();

    Planner(Names names, Facts facts, Vpcs vpcs, Sight sight) {
        this.names = names;
        this.facts = facts;
        this.vpcs = vpcs;
        this.sight = sight;
    }

    Plan planAll(Collection<? extends Intent> desired) {
        vpcs.forgetGone();
        Map<VpcId, List<Intent>> byVpc =
                desired.stream().collect(Collectors.groupingBy(Intent::vpc, LinkedHashMap::new, Collectors.toList()));
        new Discovery(names).vpcs(vpcs.ids()).forEach(vpc -> byVpc.putIfAbsent(vpc, new ArrayList<>()));
        List<PeeringIntent> peerings = peerings(desired.stream());
        peerings.forEach(
                p -> byVpc.computeIfAbsent(p.peer(), vpc -> new ArrayList<>()).add(p));
        Set<ObjectId> torn = sight.torn(peerings);
        List<Step> steps = new ArrayList<>(planVpc(
                vpcs.state(PROVIDER_NETWORK),
                Optional.ofNullable(byVpc.remove(PROVIDER_NETWORK)).orElse(List.of()),
                torn));
        byVpc.forEach((vpc, intents) -> steps.addAll(planVpc(vpcs.state(vpc), intents, torn)));
        steps.sort(Comparator.comparingInt(Planner::phase));
        return new Plan(steps);
    }

    /**
     * An EIP leaves one VPC before it is announced from another. An end of a peering that is in the way goes before the
     * other makes the link anew. Peerings need both namespaces, routes may lead over peerings; everything else stays within one
     * namespace.
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
            List<Step> steps = difference(state).steps(sight.all(state, desired, torn), desired);
            steps.forEach(step -> state.planned(step.object(), true));
            return steps;
        }
    }

    private static Difference difference(VpcState state) {
        return new Difference(
                state.vpc(), fact -> Optional.ofNullable(state.intents().get(fact.object())));
    }

    private void remember(VpcState state, ObjectId object, Optional<? extends Intent> intent) {
        state.remember(object, intent);
        intent.ifPresent(i -> vpcs.place(object, i.vpc()));
    }

    /** The VPCs that an object is in, that of its lane first: a peering is in two. */
    private List<VpcState> places(VpcId home, ObjectId object, Optional<? extends Intent> desired) {
        VpcState first = vpcs.state(home);
        Optional<Intent> before = Optional.ofNullable(first.intents().get(object));
        Stream<VpcState> others = peerings(Stream.concat(before.stream(), desired.stream())).stream()
                .map(p -> vpcs.state(p.peer()));
        return Stream.concat(Stream.of(first), others).distinct().toList();
    }

    Plan plan(ObjectId object, Optional<? extends Intent> desired) {
        Optional<VpcId> before = vpcs.of(object);
        Optional<VpcId> vpc = desired.<VpcId>map(Intent::vpc).or(() -> before);
        if (vpc.isEmpty()) {
            return Plan.EMPTY;
        }
        Set<ObjectId> torn = sight.torn(peerings(desired.stream()));
        List<Step> steps = new ArrayList<>(planLeft(object, before, vpc.get()));
        for (VpcState state : places(vpc.get(), object, desired)) {
            synchronized (state) {
                steps.addAll(planIn(state, object, desired, torn));
            }
        }
        if (desired.isEmpty() && steps.isEmpty()) {
            vpcs.forget(object, vpc.get());
        }
        steps.sort(Comparator.comparingInt(Planner::phase));
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
        VpcState state = vpcs.state(old);
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
        List<KernelFact> observed = new ArrayList<>(sight.of(state, object, wanted, torn));
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

    Collection<String> observed(ObjectId object) {
        Optional<VpcId> vpc = vpcs.of(object);
        if (vpc.isEmpty()) {
            return List.of();
        }
        Optional<Intent> intent =
                Optional.ofNullable(vpcs.state(vpc.get()).intents().get(object));
        Set<ObjectId> torn = sight.torn(peerings(intent.stream()));
        List<String> lines = new ArrayList<>();
        for (VpcState state : places(vpc.get(), object, intent)) {
            synchronized (state) {
                List<KernelFact> facts = new ArrayList<>(sight.of(state, object, wanted(state, intent), torn));
                if (object.equals(state.vpc())) {
                    facts.addAll(members(state, state.elements().policy().present()));
                }
                facts.forEach(fact -> lines.add(fact.line()));
            }
        }
        return lines;
    }

    /** What is wrong with an object that somebody may have disturbed, in words. */
    Optional<String> wrong(VpcState state, ObjectId object) {
        Optional<Intent> intent = Optional.ofNullable(state.intents().get(object));
        if (intent.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectId> torn = sight.torn(peerings(intent.stream()));
        List<Step> steps = new ArrayList<>();
        for (VpcState place : places(intent.get().vpc(), object, intent)) {
            synchronized (place) {
                steps(place, object, intent, torn).stream()
                        .filter(step -> !(step.fact() instanceof LinkFact.State fact
                                && place.isCutAgainst(fact.name(), fact.up())))
                        .forEach(steps::add);
            }
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of("needs " + steps.getFirst().line()
                        + (steps.size() == 1 ? "" : " and " + (steps.size() - 1) + " more"));
    }
}
