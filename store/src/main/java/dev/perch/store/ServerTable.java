package dev.perch.store;

import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ProjectId;
import dev.perch.model.Server;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Servers. */
public record ServerTable(Handle handle) {

    public void insert(Server server) {
        write(server, """
            INSERT INTO server (id, project, name, description, attributes, created, updated, revision, user_data, power, boot)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :user_data, :power, :boot)
            """);
    }

    public void update(Server server) {
        write(server, """
            UPDATE server SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                              revision = :revision, user_data = :user_data, power = :power, boot = :boot
            WHERE id = :id
            """);
    }

    /** Deletes the server, whose ports are gone or unplugged by now; its status goes with it. */
    public void delete(ServerId id) {
        handle.createUpdate("DELETE FROM server WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Server> get(ServerId id) {
        return list(handle.createQuery("SELECT * FROM server WHERE id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    public List<Server> named(ProjectId project, String name) {
        return list(handle.createQuery("SELECT * FROM server WHERE project = :project AND name = :name LIMIT 2")
                .bind("project", project.value())
                .bind("name", name));
    }

    /** Servers of a project in order of their ids. */
    public List<Server> list(ProjectId project, Optional<String> name, Slice slice) {
        return list(handle.createQuery("SELECT * FROM server WHERE project = :project AND id > :after"
                        + (name.isPresent() ? " AND name = :name" : "") + " ORDER BY id LIMIT :limit")
                .bind("project", project.value())
                .bind("name", name.orElse(null))
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<Server> all() {
        return list(handle.createQuery("SELECT * FROM server ORDER BY id"));
    }

    private void write(Server server, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), server.meta())
                .bind("id", server.id().toString())
                .bind("user_data", server.userData())
                .bind("power", server.power().name())
                .bind("boot", server.boot())
                .execute();
    }

    private static List<Server> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static Server read(ResultSet row) throws SQLException {
        return new Server(
                new ServerId(UUID.fromString(row.getString("id"))),
                MetaColumns.read(row),
                row.getString("user_data"),
                Server.Power.valueOf(row.getString("power")),
                row.getLong("boot"));
    }
}
