package dev.perch.control;

import dev.perch.model.Job;
import dev.perch.model.Job.Status;
import dev.perch.model.Job.Step;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Outcome;
import dev.perch.model.Server;
import dev.perch.store.JobTable;
import dev.perch.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests that clients ask about later. A job about servers ends when all of them are as awaited. */
public final class Jobs {
    private final Desk desk;

    Jobs(Desk desk) {
        this.desk = desk;
    }

    /**
     * Records a job.
     *
     * @param awaited the state that the servers shall reach; empty when there is nothing to wait for
     */
    public Job record(
            Caller caller,
            String type,
            String stepType,
            List<? extends ObjectId> subjects,
            Optional<Server.State> awaited) {
        return desk.decide(caller, d -> {
                    Status status = awaited.isPresent() ? Status.RUNNING : Status.SUCCESS;
                    Optional<Instant> ended = awaited.isPresent() ? Optional.empty() : Optional.of(d.now);
                    List<Step> steps = subjects.stream()
                            .map(subject -> new Step(newId(d), stepType, subject, status, ended, ""))
                            .toList();
                    Job job = JobTable.of(newId(d), caller.project(), type, d.now, steps);
                    d.tables.jobs().insert(job, awaited);
                    return job;
                })
                .orThrow();
    }

    /** The job as it is now. */
    public Outcome<Job> get(Caller caller, String id) {
        Outcome<Job> stored = desk.find("job", id, tables -> tables.jobs().get(caller.project(), id));
        return stored.then(job -> job.status() == Status.RUNNING ? desk.decide(caller, d -> look(d, job)) : stored);
    }

    /** Ends the steps whose server has got where it should, and keeps that. */
    private static Job look(Decision d, Job job) {
        Optional<Server.State> awaited = d.tables.jobs().awaited(job.id());
        List<Step> steps = job.steps().stream()
                .map(step -> {
                    Step now = look(d.tables, step, awaited, d.now);
                    if (!now.equals(step)) {
                        d.tables.jobs().update(job.id(), now);
                    }
                    return now;
                })
                .toList();
        return JobTable.of(job.id(), job.project(), job.type(), job.began(), steps);
    }

    private static Step look(Tables tables, Step step, Optional<Server.State> awaited, Instant now) {
        if (step.status() != Status.RUNNING || !(step.subject() instanceof ServerId server)) {
            return step;
        }
        Optional<Server.Status> status = tables.statuses().get(server);
        if (status.isEmpty()) {
            return ended(step, Status.FAIL, now, "the server is gone");
        }
        if (status.get().state() == Server.State.ERROR) {
            return ended(step, Status.FAIL, now, status.get().detail());
        }
        return awaited.filter(status.get().state()::equals).isPresent() ? ended(step, Status.SUCCESS, now, "") : step;
    }

    private static Step ended(Step step, Status status, Instant now, String error) {
        return new Step(step.id(), step.type(), step.subject(), status, Optional.of(now), error);
    }

    private static String newId(Decision d) {
        return Desk.newId(d.random).toString().replace("-", "");
    }
}
