package dev.perch.store;

import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** VPCs. */
public record VpcTable(Handle handle) {

    public void insert(Vpc vpc) {
        write(vpc, """
            INSERT INTO vpc (id, project, name, description, attributes, created, updated, revision, cidr)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :cidr)
            """);
    }

    public void update(Vpc vpc) {
        write(vpc, """
            UPDATE vpc SET name = :name, description = :description, attributes = :attributes,
                           updated = :updated, revision = :revision, cidr = :cidr
            WHERE id = :id
            """);
    }

    public void delete(VpcId id) {
        handle.createUpdate("DELETE FROM vpc WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Vpc> get(VpcId id) {
        return handle.createQuery("SELECT * FROM vpc WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> read(row))
                .findOne();
    }

    public List<Vpc> named(ProjectId project, String name) {
        return handle.createQuery("SELECT * FROM vpc WHERE project = :project AND name = :name AND name <> '' LIMIT 2")
                .bind("project", project.value())
                .bind("name", name)
                .map((row, context) -> read(row))
                .list();
    }

    public List<Vpc> list(ProjectId project, Slice slice) {
        return handle.createQuery("SELECT * FROM vpc WHERE project = :project AND id > :after ORDER BY id LIMIT :limit")
                .bind("project", project.value())
                .bind("after", slice.after())
                .bind("limit", slice.limit())
                .map((row, context) -> read(row))
                .list();
    }

    /** Those of all projects. */
    public List<Vpc> all() {
        return handle.createQuery("SELECT * FROM vpc ORDER BY id")
                .map((row, context) -> read(row))
                .list();
    }

    private void write(Vpc vpc, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), vpc.meta())
                .bind("id", vpc.id().toString())
                .bind("cidr", vpc.cidr().map(IpPrefix::toString).orElse(null))
                .execute();
    }

    static Vpc read(ResultSet row) throws SQLException {
        return new Vpc(
                new VpcId(UUID.fromString(row.getString("id"))),
                MetaColumns.read(row),
                Optional.ofNullable(row.getString("cidr")).map(IpPrefix::of));
    }
}
