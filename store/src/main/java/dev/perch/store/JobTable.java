package dev.perch.store;

import dev.perch.model.Job;
import dev.perch.model.Job.Status;
import dev.perch.model.Job.Step;
import dev.perch.model.ProjectId;
import dev.perch.model.Server;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Jobs and their steps. */
public record JobTable(Handle handle) {

    public void insert(Job job, Optional<Server.State> awaited) {
        handle.createUpdate("INSERT INTO job (id, project, type, began) VALUES (:id, :project, :type, :began)")
                .bind("id", job.id())
                .bind("project", job.project().value())
                .bind("type", job.type())
                .bind("began", job.began().toString())
                .execute();
        for (int i = 0; i < job.steps().size(); i++) {
            Step step = job.steps().get(i);
            handle.createUpdate("""
                INSERT INTO job_step (job, position, id, type, kind, subject, awaited, status, ended, error)
                VALUES (:job, :position, :id, :type, :kind, :subject, :awaited, :status, :ended, :error)
                """)
                    .bind("job", job.id())
                    .bind("position", i)
                    .bind("id", step.id())
                    .bind("type", step.type())
                    .bind("kind", step.subject().kind().name())
                    .bind("subject", step.subject().toString())
                    .bind("awaited", awaited.map(Server.State::name).orElse(null))
                    .bind("status", step.status().name())
                    .bind("ended", step.ended().map(Instant::toString).orElse(null))
                    .bind("error", step.error())
                    .execute();
        }
    }

    /** The state that a job waits for; empty when it waits for none. */
    public Optional<Server.State> awaited(String job) {
        return handle.createQuery("SELECT awaited FROM job_step WHERE job = :job AND awaited IS NOT NULL")
                .bind("job", job)
                .mapTo(String.class)
                .findFirst()
                .map(Server.State::valueOf);
    }

    public void update(String job, Step step) {
        handle.createUpdate(
                        "UPDATE job_step SET status = :status, ended = :ended, error = :error WHERE job = :job AND id = :id")
                .bind("status", step.status().name())
                .bind("ended", step.ended().map(Instant::toString).orElse(null))
                .bind("error", step.error())
                .bind("job", job)
                .bind("id", step.id())
                .execute();
    }

    public Optional<Job> get(ProjectId project, String id) {
        List<Step> steps = handle.createQuery("SELECT * FROM job_step WHERE job = :job ORDER BY position")
                .bind("job", id)
                .map((row, context) -> step(row))
                .list();
        return handle.createQuery("SELECT * FROM job WHERE id = :id AND project = :project")
                .bind("id", id)
                .bind("project", project.value())
                .map((row, context) ->
                        of(id, project, row.getString("type"), Instant.parse(row.getString("began")), steps))
                .findOne();
    }

    /** A job is as its steps are: it fails when one fails, and runs while one runs. */
    public static Job of(String id, ProjectId project, String type, Instant began, List<Step> steps) {
        Optional<Step> failed =
                steps.stream().filter(s -> s.status() == Status.FAIL).findFirst();
        boolean running = steps.stream().anyMatch(s -> s.status() == Status.RUNNING);
        Status status = running ? Status.RUNNING : failed.isPresent() ? Status.FAIL : Status.SUCCESS;
        Optional<Instant> ended = running
                ? Optional.empty()
                : steps.stream()
                        .flatMap(s -> s.ended().stream())
                        .max(Comparator.naturalOrder())
                        .or(() -> Optional.of(began));
        return new Job(
                id, project, type, status, began, ended, failed.map(Step::error).orElse(""), steps);
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getString("id"),
                row.getString("type"),
                Text.id(row.getString("kind"), row.getString("subject")),
                Status.valueOf(row.getString("status")),
                Optional.ofNullable(row.getString("ended")).map(Instant::parse),
                row.getString("error"));
    }
}
