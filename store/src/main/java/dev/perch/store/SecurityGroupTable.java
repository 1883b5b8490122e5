package dev.perch.store;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.SecurityGroup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Security groups. Their rules are in {@link SecurityRuleTable}. */
public record SecurityGroupTable(Handle handle) {

    public void insert(SecurityGroup group) {
        write(group, """
            INSERT INTO security_group (id, project, name, description, attributes, created, updated, revision, vpc, is_default)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :vpc, :is_default)
            """);
    }

    public void update(SecurityGroup group) {
        write(group, """
            UPDATE security_group SET name = :name, description = :description, attributes = :attributes,
                                      updated = :updated, revision = :revision
            WHERE id = :id
            """);
    }

    /** Deletes the group; its rules go with it. */
    public void delete(SecurityGroupId id) {
        handle.createUpdate("DELETE FROM security_group WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<SecurityGroup> get(SecurityGroupId id) {
        return handle.createQuery("SELECT * FROM security_group WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> read(row))
                .findOne();
    }

    public List<SecurityGroup> named(ProjectId project, String name) {
        return list(handle.createQuery("SELECT * FROM security_group WHERE project = :project AND name = :name LIMIT 2")
                .bind("project", project.value())
                .bind("name", name));
    }

    /** The project's default group. */
    public Optional<SecurityGroup> ofProject(ProjectId project) {
        return handle.createQuery("SELECT * FROM security_group WHERE project = :project AND is_default = 1")
                .bind("project", project.value())
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Those of a project in order of their ids that are wanted. */
    public List<SecurityGroup> list(ProjectId project, Predicate<SecurityGroup> wanted, Slice slice) {
        try (Stream<SecurityGroup> groups = handle
                .createQuery("SELECT * FROM security_group WHERE project = :project AND id > :after ORDER BY id")
                .bind("project", project.value())
                .bind("after", slice.after())
                .map((row, context) -> read(row))
                .stream()) {
            return groups.filter(wanted).limit(slice.limit()).toList();
        }
    }

    /** Those that ports of a VPC are or were in, and the revisions that they have. */
    public Map<SecurityGroupId, Revision> revisions(VpcId vpc) {
        return handle.createQuery("""
            SELECT DISTINCT g.id, g.revision FROM vpc_group_set v
            JOIN group_set_member m ON m.number = v.number JOIN security_group g ON g.id = m.security_group
            WHERE v.vpc = :vpc
            """)
                .bind("vpc", vpc.toString())
                .map((row, context) -> Map.entry(
                        new SecurityGroupId(UUID.fromString(row.getString("id"))),
                        new Revision(row.getLong("revision"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How many were made for a VPC. */
    public long count(VpcId vpc) {
        return handle.createQuery("SELECT COUNT(*) FROM security_group WHERE vpc = :vpc")
                .bind("vpc", vpc.toString())
                .mapTo(Long.class)
                .one();
    }

    private void write(SecurityGroup group, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), group.meta())
                .bind("id", group.id().toString())
                .bind("vpc", group.vpc().map(VpcId::toString).orElse(null))
                .bind("is_default", group.isDefault() ? 1 : 0)
                .execute();
    }

    private static List<SecurityGroup> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static SecurityGroup read(ResultSet row) throws SQLException {
        return new SecurityGroup(
                new SecurityGroupId(UUID.fromString(row.getString("id"))),
                MetaColumns.read(row),
                Optional.ofNullable(row.getString("vpc")).map(id -> new VpcId(UUID.fromString(id))),
                row.getInt("is_default") != 0);
    }
}
