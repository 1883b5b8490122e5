package dev.perch.fabric.linux;

import dev.perch.fabric.Applied.Failure;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.model.ObjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries out the steps of one VPC in order. After a failure the rest of that object's steps is left for the next plan. */
final class Steps {
    private final Names names;
    private final VpcState state;
    private final List<Failure> failures;
    private final Set<ObjectId> failed = new HashSet<>();

    Steps(Names names, VpcState state, List<Failure> failures) {
        this.names = names;
        this.state = state;
        this.failures = failures;
    }

    /** How many were done. */
    int carryOut(List<Step> steps) {
        int done = 0;
        for (Step step : steps) {
            if (failed.contains(step.object())) {
                continue;
            }
            try {
                carryOut(step);
                done++;
            } catch (RuntimeException e) {
                failed.add(step.object());
                failures.add(new Failure(step, e.getMessage()));
            }
        }
        return done;
    }

    private void carryOut(Step step) {
        if (step.fact() instanceof KernelFact.Namespace fact) {
            switch (step.sign()) {
                case REMOVE -> {
                    state.leave();
                    NetworkNamespaces.delete(fact.name());
                    return;
                }
                case ADD, CHANGE -> NetworkNamespaces.create(fact.name());
            }
        }
        VpcNamespace namespace = state.namespace()
                .orElseThrow(() -> new KernelException(
                        Errno.ENOENT, "the namespace of VPC " + state.vpc()));
        Execution execution = new Execution(names, namespace);
        switch (step.sign()) {
            case REMOVE -> execution.remove(step.fact());
            case ADD, CHANGE -> execution.make(step.fact(), step.intent());
        }
    }
}
