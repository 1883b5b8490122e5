package dev.perch.store;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ProjectId;
import dev.perch.model.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tags of objects of any kind. */
public record TagTable(Handle handle) {

    /** A tag and the object that it is on. */
    public record Row(ObjectId object, Tag tag) {}

    /** An object that may have tags. */
    public record Named(ObjectId id, String name) {}

    /** Sets one; a value that the key had is overwritten. */
    public void put(ProjectId project, ObjectId object, Tag tag) {
        handle.createUpdate("""
            INSERT INTO tag (object, kind, project, key, value) VALUES (:object, :kind, :project, :key, :value)
            ON CONFLICT (object, key) DO UPDATE SET value = excluded.value
            """)
                .bind("object", object.toString())
                .bind("kind", object.kind().name())
                .bind("project", project.value())
                .bind("key", tag.key())
                .bind("value", tag.value())
                .execute();
    }

    public void delete(ObjectId object, String key) {
        handle.createUpdate("DELETE FROM tag WHERE object = :object AND key = :key")
                .bind("object", object.toString())
                .bind("key", key)
                .execute();
    }

    /** Deletes all tags of an object. */
    public void forget(ObjectId object) {
        handle.createUpdate("DELETE FROM tag WHERE object = :object")
                .bind("object", object.toString())
                .execute();
    }

    /** In order of their keys. */
    public List<Tag> of(ObjectId object) {
        return handle.createQuery("SELECT * FROM tag WHERE object = :object ORDER BY key")
                .bind("object", object.toString())
                .map((row, context) -> read(row))
                .list();
    }

    /** Those of all objects of a kind, in order of keys and values. */
    public List<Row> of(ProjectId project, Kind kind) {
        return handle.createQuery(
                        "SELECT * FROM tag WHERE project = :project AND kind = :kind ORDER BY key, value, object")
                .bind("project", project.value())
                .bind("kind", kind.name())
                .map((row, context) -> new Row(ObjectId.of(kind, UUID.fromString(row.getString("object"))), read(row)))
                .list();
    }

    /** All objects of a kind, with tags or without, in order of their ids. */
    public List<Named> objects(ProjectId project, Kind kind) {
        return handle.createQuery("SELECT id, name FROM " + table(kind) + " WHERE project = :project ORDER BY id")
                .bind("project", project.value())
                .map((row, context) ->
                        new Named(ObjectId.of(kind, UUID.fromString(row.getString("id"))), row.getString("name")))
                .list();
    }

    private static String table(Kind kind) {
        return switch (kind) {
            case VPC -> "vpc";
            case SUBNET -> "subnet";
            case PORT -> "port";
            case VIP -> "vip";
            case SECURITY_GROUP -> "security_group";
            case EIP -> "eip";
            case SERVER, PEERING, ROUTE_TABLE, ROUTE, RULE ->
                throw new IllegalArgumentException("no tags on a " + kind.word());
        };
    }

    private static Tag read(ResultSet row) throws SQLException {
        return new Tag(row.getString("key"), row.getString("value"));
    }
}
