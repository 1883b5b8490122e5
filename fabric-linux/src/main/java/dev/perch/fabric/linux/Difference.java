package dev.perch.fabric.linux;

import dev.perch.fabric.Intent;
import dev.perch.fabric.linux.KernelFact.Rank;
import dev.perch.fabric.linux.Step.Sign;
import dev.perch.model.ObjectId.VpcId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ordered difference between observed and desired facts of one VPC. Pure. */
record Difference(VpcId vpc, Function<KernelFact, Optional<Intent>> intentOf) {
    private static final Comparator<KernelFact> ORDER =
            Comparator.comparing(KernelFact::rank).thenComparing(KernelFact::slot);

    /** Removals, what depends on others first; then additions and changes, what others depend on first. */
    List<Step> steps(Collection<KernelFact> observed, Collection<KernelFact> desired) {
        Set<KernelFact> wanted = new LinkedHashSet<>(desired);
        Set<String> wantedSlots = new HashSet<>();
        desired.stream().filter(Difference::changeable).forEach(fact -> wantedSlots.add(fact.slot()));

        Set<KernelFact> removals = observed.stream()
                .filter(fact -> !wanted.contains(fact))
                .filter(fact -> !changeable(fact) || !wantedSlots.contains(fact.slot()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> gone = new HashSet<>();
        boolean everything = false;
        for (KernelFact removal : removals) {
            everything |= removal.rank() == Rank.NAMESPACE;
            if (isContainer(removal)) {
                gone.add(removal.within());
            }
        }
        boolean all = everything;
        List<Step> steps = new ArrayList<>();
        removals.stream()
                .filter(KernelFact::removable)
                .filter(fact ->
                        all ? fact.rank() == Rank.NAMESPACE : isContainer(fact) || !gone.contains(fact.within()))
                .sorted(ORDER.reversed())
                .forEach(fact -> steps.add(new Step(vpc, Sign.REMOVE, fact, Optional.empty())));

        Set<String> leftSlots = new HashSet<>();
        for (KernelFact fact : observed) {
            if (!all && !gone.contains(fact.within()) && !removals.contains(fact)) {
                wanted.remove(fact);
                if (changeable(fact)) {
                    leftSlots.add(fact.slot());
                }
            }
        }
        wanted.stream()
                .sorted(ORDER)
                .forEach(fact -> steps.add(new Step(
                        vpc, leftSlots.contains(fact.slot()) ? Sign.CHANGE : Sign.ADD, fact, intentOf.apply(fact))));
        return steps;
    }

    /** Whether removing it takes everything within it along. */
    private static boolean isContainer(KernelFact fact) {
        return fact.rank() == Rank.CABLE || fact.rank() == Rank.BRIDGE;
    }

    /** Whether a different fact in the same slot is put right in place. */
    private static boolean changeable(KernelFact fact) {
        return switch (fact) {
            case KernelFact.Namespace f -> false;
            case KernelFact.Rules f -> true;
            case KernelFact.Setting f -> true;
            case KernelFact.Bridge f -> true;
            case KernelFact.Gateway f -> false;
            case KernelFact.Member f -> false;
            case LinkFact.Cable f -> false;
            case LinkFact.Enslaved f -> true;
            case LinkFact.Forwarding f -> false;
            case LinkFact.State f -> true;
            case RoutingFact.Interface f -> true;
            case RoutingFact.Neighbor f -> true;
            case RoutingFact.Lookup f -> true;
            case RoutingFact.Route f -> true;
            case EdgeFact.Uplink f -> true;
            case EdgeFact.Outside f -> false;
            case EdgeFact.HostEnd f -> true;
        };
    }
}
