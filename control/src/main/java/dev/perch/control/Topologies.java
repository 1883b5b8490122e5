package dev.perch.control;

import dev.perch.control.Topology.Step;
import dev.perch.model.Outcome;
import java.util.List;
import java.util.function.Function;

/** Documents that are applied or deleted as a whole, in one transaction. */
public final class Topologies {
    private final Desk desk;

    Topologies(Desk desk) {
        this.desk = desk;
    }

    /**
     * Makes everything that the document names as it says. Applying the same again changes nothing. Refusals carry the path,
     * such as {@code vips[0].bind[1]}.
     *
     * @param dryRun whether only to say what would be done
     */
    public Outcome<List<Step>> apply(Caller caller, Topology topology, boolean dryRun) {
        return run(caller, dryRun, d -> new Application(d).apply(topology));
    }

    /** Deletes everything that the document names; what is not there is skipped. */
    public Outcome<List<Step>> delete(Caller caller, Topology topology, boolean dryRun) {
        return run(caller, dryRun, d -> new Removal(d).delete(topology));
    }

    private Outcome<List<Step>> run(Caller caller, boolean dryRun, Function<Decision, List<Step>> work) {
        return dryRun ? desk.rehearse(caller, work) : desk.decide(caller, work);
    }
}
