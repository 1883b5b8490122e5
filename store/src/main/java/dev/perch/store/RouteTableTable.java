package dev.perch.store;

import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.RouteTable;
import dev.perch.model.Vpc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Route tables, and which subnets use another one than the default one of their VPC. */
public record RouteTableTable(Handle handle) {

    /** Criteria; all that are given have to be met. {@code subnet} means the table that the subnet uses. */
    public record Where(Optional<RouteTableId> id, Optional<VpcId> vpc, Optional<SubnetId> subnet) {}

    /** The table that the subnet {@code :subnet} uses. */
    private static final String USED = """
            SELECT COALESCE(a.route_table, t.id)
            FROM subnet s
            JOIN route_table t ON t.vpc = s.vpc AND t.is_default = 1
            LEFT JOIN route_table_subnet a ON a.subnet = s.id
            WHERE s.id = :subnet
            """;

    public void insert(RouteTable table) {
        write(table, """
            INSERT INTO route_table (id, project, name, description, attributes, created, updated, revision, vpc, is_default,
                                     number)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :vpc, :is_default, :number)
            """);
    }

    public void update(RouteTable table) {
        write(table, """
            UPDATE route_table SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                                   revision = :revision
            WHERE id = :id
            """);
    }

    /** Deletes a table that no subnet is associated with; its routes go with it. */
    public void delete(RouteTableId id) {
        handle.createUpdate("DELETE FROM route_table WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    /** A number that no table has or had: what a fabric knows by it may outlive the table for a moment. */
    public int nextNumber() {
        return handle.createQuery("""
            INSERT INTO instance (key, value) VALUES ('route-table', '1000')
            ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(instance.value AS BIGINT) + 1 AS TEXT)
            RETURNING value
            """).mapTo(Integer.class).one();
    }

    public Optional<RouteTable> get(RouteTableId id) {
        return list(handle.createQuery("SELECT * FROM route_table WHERE id = :id")
                        .bind("id", id.toString()))
                .stream()
                .findFirst();
    }

    public RouteTable ofDefault(VpcId vpc) {
        return list(handle.createQuery("SELECT * FROM route_table WHERE vpc = :vpc AND is_default = 1")
                        .bind("vpc", vpc.toString()))
                .getFirst();
    }

    public List<RouteTable> of(VpcId vpc) {
        return list(handle.createQuery("SELECT * FROM route_table WHERE vpc = :vpc ORDER BY id")
                .bind("vpc", vpc.toString()));
    }

    public List<RouteTable> named(ProjectId project, String name) {
        return list(handle.createQuery(
                        "SELECT * FROM route_table WHERE project = :project AND name = :name AND name <> '' LIMIT 2")
                .bind("project", project.value())
                .bind("name", name));
    }

    public List<RouteTable> list(ProjectId project, Where where, Slice slice) {
        String criteria = (where.id().isPresent() ? " AND id = :id" : "")
                + (where.vpc().isPresent() ? " AND vpc = :vpc" : "")
                + (where.subnet().isPresent() ? " AND id = (" + USED + ")" : "");
        return list(handle.createQuery("SELECT * FROM route_table WHERE project = :project AND id > :after" + criteria
                        + " ORDER BY id LIMIT :limit")
                .bind("project", project.value())
                .bind("id", where.id().map(Object::toString).orElse(null))
                .bind("vpc", where.vpc().map(Object::toString).orElse(null))
                .bind("subnet", where.subnet().map(Object::toString).orElse(null))
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<RouteTable> all() {
        return list(handle.createQuery("SELECT * FROM route_table ORDER BY id"));
    }

    /** VPCs that were made before there were route tables. */
    public List<Vpc> vpcsWithout() {
        return handle.createQuery("""
            SELECT * FROM vpc v
            WHERE NOT EXISTS (SELECT 1 FROM route_table t WHERE t.vpc = v.id AND t.is_default = 1)
            ORDER BY id
            """).map((row, context) -> VpcTable.read(row)).list();
    }

    /** Makes a subnet use a table that is not the default one, and no other. */
    public void associate(SubnetId subnet, RouteTableId table) {
        handle.createUpdate("""
            INSERT INTO route_table_subnet (subnet, route_table) VALUES (:subnet, :table)
            ON CONFLICT (subnet) DO UPDATE SET route_table = excluded.route_table
            """)
                .bind("subnet", subnet.toString())
                .bind("table", table.toString())
                .execute();
    }

    /** Makes a subnet use the default table of its VPC. */
    public void disassociate(SubnetId subnet) {
        handle.createUpdate("DELETE FROM route_table_subnet WHERE subnet = :subnet")
                .bind("subnet", subnet.toString())
                .execute();
    }

    /** The table that a subnet uses instead of the default one. */
    public Optional<RouteTableId> associated(SubnetId subnet) {
        return handle.createQuery("SELECT route_table FROM route_table_subnet WHERE subnet = :subnet")
                .bind("subnet", subnet.toString())
                .map((row, context) -> new RouteTableId(UUID.fromString(row.getString("route_table"))))
                .findOne();
    }

    /** The subnets that use a table: of the default one those that are associated with no other. */
    public List<SubnetId> subnets(RouteTable table) {
        String sql = table.isDefault()
                ? """
                    SELECT s.id FROM subnet s
                    WHERE s.vpc = :vpc AND NOT EXISTS (SELECT 1 FROM route_table_subnet a WHERE a.subnet = s.id)
                    ORDER BY s.id
                    """
                : "SELECT subnet AS id FROM route_table_subnet WHERE route_table = :table ORDER BY subnet";
        return handle.createQuery(sql)
                .bind("vpc", table.vpc().toString())
                .bind("table", table.id().toString())
                .map((row, context) -> new SubnetId(UUID.fromString(row.getString("id"))))
                .list();
    }

    private void write(RouteTable table, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), table.meta())
                .bind("id", table.id().toString())
                .bind("vpc", table.vpc().toString())
                .bind("is_default", table.isDefault() ? 1 : 0)
                .bind("number", table.number())
                .execute();
    }

    private static List<RouteTable> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static RouteTable read(ResultSet row) throws SQLException {
        return new RouteTable(
                new RouteTableId(UUID.fromString(row.getString("id"))),
                new VpcId(UUID.fromString(row.getString("vpc"))),
                MetaColumns.read(row),
                row.getInt("is_default") == 1,
                row.getInt("number"));
    }
}
