package dev.perch.store;

import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Peering;
import dev.perch.model.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Peerings. Each is seen by the projects of both its ends. */
public record PeeringTable(Handle handle) {

    /** Criteria; all that are given have to be met. */
    public record Where(
            Optional<PeeringId> id,
            Optional<String> name,
            Optional<Peering.Status> status,
            Optional<VpcId> vpc,
            Optional<ProjectId> project) {}

    private static final String SEEN =
            "SELECT * FROM peering WHERE (project = :project OR accepter_project = :project)";
    private static final String END = "(requester = :vpc OR accepter = :vpc)";

    public void insert(Peering peering) {
        write(peering, """
            INSERT INTO peering (id, project, name, description, attributes, created, updated, revision, requester, accepter,
                                 accepter_project, status)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :requester, :accepter,
                    :accepter_project, :status)
            """);
    }

    public void update(Peering peering) {
        write(peering, """
            UPDATE peering SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                               revision = :revision, status = :status
            WHERE id = :id
            """);
    }

    public void delete(PeeringId id) {
        handle.createUpdate("DELETE FROM peering WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Peering> get(PeeringId id) {
        return list(handle.createQuery("SELECT * FROM peering WHERE id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    /** Those of a name that a project sees. */
    public List<Peering> named(ProjectId project, String name) {
        return list(handle.createQuery(SEEN + " AND name = :name LIMIT 2")
                .bind("project", project.value())
                .bind("name", name));
    }

    /** Those that a project sees. */
    public List<Peering> list(ProjectId project, Where where, Slice slice) {
        String criteria = (where.id().isPresent() ? " AND id = :id" : "")
                + (where.name().isPresent() ? " AND name = :name" : "")
                + (where.status().isPresent() ? " AND status = :status" : "")
                + (where.vpc().isPresent() ? " AND " + END : "")
                + (where.project().isPresent() ? " AND (project = :end OR accepter_project = :end)" : "");
        return list(handle.createQuery(SEEN + " AND id > :after" + criteria + " ORDER BY id LIMIT :limit")
                .bind("project", project.value())
                .bind("id", where.id().map(Object::toString).orElse(null))
                .bind("name", where.name().orElse(null))
                .bind("status", where.status().map(Enum::name).orElse(null))
                .bind("vpc", where.vpc().map(Object::toString).orElse(null))
                .bind("end", where.project().map(ProjectId::value).orElse(null))
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those that a VPC is an end of. */
    public List<Peering> of(VpcId vpc) {
        return list(handle.createQuery("SELECT * FROM peering WHERE " + END + " ORDER BY id")
                .bind("vpc", vpc.toString()));
    }

    /** Those of all projects. */
    public List<Peering> all() {
        return list(handle.createQuery("SELECT * FROM peering ORDER BY id"));
    }

    private void write(Peering peering, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), peering.meta())
                .bind("id", peering.id().toString())
                .bind("requester", peering.requester().toString())
                .bind("accepter", peering.accepter().toString())
                .bind("accepter_project", peering.accepterProject().value())
                .bind("status", peering.status().name())
                .execute();
    }

    private static List<Peering> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static Peering read(ResultSet row) throws SQLException {
        return new Peering(
                new PeeringId(UUID.fromString(row.getString("id"))),
                MetaColumns.read(row),
                new VpcId(UUID.fromString(row.getString("requester"))),
                new VpcId(UUID.fromString(row.getString("accepter"))),
                new ProjectId(row.getString("accepter_project")),
                Peering.Status.valueOf(row.getString("status")));
    }
}
