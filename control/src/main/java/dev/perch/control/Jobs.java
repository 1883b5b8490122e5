package dev.perch.control;

import dev.perch.model.Job;
import dev.perch.model.ObjectId;
import dev.perch.model.Outcome;
import dev.perch.model.Server;
import java.util.List;
import java.util.Optional;

/** Requests that clients ask about later. A job about servers ends when all of them are as awaited. */
public final class Jobs {

    /**
     * Records a job.
     *
     * @param awaited the state that the servers shall reach; empty when there is nothing to wait for
     */
    public Job record(
            Caller caller, String type, String stepType, List<? extends ObjectId> subjects, Optional<Server.State> awaited) { throw new UnsupportedOperationException("not yet"); }

    /** The job as it is now. */
    public Outcome<Job> get(Caller caller, String id) { throw new UnsupportedOperationException("not yet"); }
}
