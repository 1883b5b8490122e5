package dev.perch.api.ops;

import dev.perch.model.ObjectId;
import java.util.List;

/** Says why an object is as it is. */
public interface Explainer {

    /**
     * What should be, what is, and the steps between, a line a fact.
     *
     * @param notes what else there is to say, such as why the last step failed
     */
    record Explanation(List<String> desired, List<String> observed, List<String> plan, List<String> notes) {
        public Explanation {
            desired = List.copyOf(desired);
            observed = List.copyOf(observed);
            plan = List.copyOf(plan);
            notes = List.copyOf(notes);
        }
    }

    /** Looks at the data plane afresh. */
    Explanation explain(ObjectId object);
}
