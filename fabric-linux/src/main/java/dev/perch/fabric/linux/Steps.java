package dev.perch.fabric.linux;

import static dev.perch.fabric.Intent.PROVIDER_NETWORK;

import dev.perch.fabric.Applied.Failure;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.fabric.linux.nft.Element;
import dev.perch.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out steps of one VPC in order. After a failure the rest of that object's steps is left for the next plan. */
final class Steps {
    private final Facts facts;
    private final Provider provider;
    private final HostSide host;
    private final VpcState state;
    private final List<Failure> failures;
    private final Set<ObjectId> failed;

    /**
     * @param failures learns what failed; what it holds of an object already has the rest of that object left
     */
    Steps(Facts facts, Provider provider, HostSide host, VpcState state, List<Failure> failures) {
        this.facts = facts;
        this.provider = provider;
        this.host = host;
        this.state = state;
        this.failures = failures;
        this.failed = failures.stream().map(failure -> failure.op().object()).collect(Collectors.toSet());
    }

    /** How many were done. */
    int carryOut(List<Step> steps) {
        int done = 0;
        for (int i = 0; i < steps.size(); ) {
            List<Step> run = elements(steps, i);
            if (!run.isEmpty() && changed(run)) {
                done += run.size();
            } else {
                done += (int) steps.subList(i, i + Math.max(run.size(), 1)).stream()
                        .filter(this::attempt)
                        .count();
            }
            i += Math.max(run.size(), 1);
        }
        return done;
    }

    /** The elements that follow one another from here on and can go into one transaction. */
    private List<Step> elements(List<Step> steps, int from) {
        int to = from;
        while (to < steps.size()
                && steps.get(to).fact() instanceof KernelFact.Member
                && !failed.contains(steps.get(to).object())) {
            to++;
        }
        return steps.subList(from, to);
    }

    /** Whether a run of elements could be changed as one; if not, they are tried one by one. */
    private boolean changed(List<Step> run) {
        List<Element> remove = new ArrayList<>();
        List<Element> add = new ArrayList<>();
        for (Step step : run) {
            Element element = ((KernelFact.Member) step.fact()).element();
            switch (step.sign()) {
                case REMOVE -> {
                    if (!wantedMeanwhile(element)) {
                        remove.add(element);
                    }
                }
                case ADD, CHANGE -> add.add(element);
            }
        }
        try {
            VpcNamespace namespace = state.namespace().orElseThrow(this::missing);
            namespace.nftables().change(remove, add);
            namespace.released(remove);
        } catch (KernelException e) {
            return false;
        }
        remove.forEach(state.elements()::remove);
        add.forEach(state.elements()::add);
        return true;
    }

    /** Plans of several objects are made before the first is carried out: another may want what this one gives up. */
    private boolean wantedMeanwhile(Element element) {
        return state.elements().isOwned(element);
    }

    private boolean wantedMeanwhile(KernelFact fact) {
        return fact instanceof KernelFact.Member member && wantedMeanwhile(member.element())
                || fact instanceof EdgeFact.Outside outside
                        && state.eip(outside.address()).isPresent();
    }

    private boolean attempt(Step step) {
        if (failed.contains(step.object())) {
            return false;
        }
        try {
            carryOut(step);
            return true;
        } catch (RuntimeException e) {
            failed.add(step.object());
            failures.add(new Failure(step, e.getMessage()));
            return false;
        }
    }

    private KernelException missing() {
        return new KernelException(Errno.ENOENT, "the namespace of VPC " + state.vpc());
    }

    private void carryOut(Step step) {
        if (step.fact() instanceof KernelFact.Namespace fact) {
            switch (step.sign()) {
                case REMOVE -> {
                    state.leave();
                    if (state.vpc().equals(PROVIDER_NETWORK)) {
                        host.disconnect();
                    }
                    NetworkNamespaces.delete(fact.name());
                    return;
                }
                case ADD, CHANGE -> NetworkNamespaces.create(fact.name());
            }
        }
        VpcNamespace namespace = state.namespace().orElseThrow(this::missing);
        Execution execution = new Execution(facts, provider, host, state, namespace);
        switch (step.sign()) {
            case REMOVE -> {
                if (!wantedMeanwhile(step.fact())) {
                    execution.remove(step.fact());
                    removed(step.fact(), namespace);
                }
            }
            case ADD, CHANGE -> {
                execution.make(step.fact(), step.intent());
                if (step.fact() instanceof KernelFact.Member member) {
                    state.elements().add(member.element());
                }
            }
        }
    }

    private void removed(KernelFact fact, VpcNamespace namespace) {
        if (fact instanceof KernelFact.Member member) {
            state.elements().remove(member.element());
            namespace.released(List.of(member.element()));
        }
    }
}
