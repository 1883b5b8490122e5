package dev.perch.control;

import dev.perch.model.Outcome;
import dev.perch.control.Topology.Step;
import java.util.List;

/** Documents that are applied or deleted as a whole, in one transaction. */
public final class Topologies {

    /**
     * Makes everything that the document names as it says. Applying the same again changes nothing. Refusals carry the path,
     * such as {@code vips[0].bind[1]}.
     *
     * @param dryRun whether only to say what would be done
     */
    public Outcome<List<Step>> apply(Caller caller, Topology topology, boolean dryRun) { throw new UnsupportedOperationException("not yet"); }

    /** Deletes everything that the document names; what is not there is skipped. */
    public Outcome<List<Step>> delete(Caller caller, Topology topology, boolean dryRun) { throw new UnsupportedOperationException("not yet"); }
}
