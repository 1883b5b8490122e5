package dev.perch.store;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Subnet;
import dev.perch.model.Subnet.Range;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Subnets, each with its ranges. */
public record SubnetTable(Handle handle) {

    private static final String SELECT = """
            SELECT s.*, r4.id AS id4, r4.cidr AS cidr4, r4.gateway AS gateway4,
                   r6.id AS id6, r6.cidr AS cidr6, r6.gateway AS gateway6
            FROM subnet s
            JOIN subnet_range r4 ON r4.subnet = s.id AND r4.family = 4
            LEFT JOIN subnet_range r6 ON r6.subnet = s.id AND r6.family = 6
            """;

    /** Inserts the subnet alone; its ranges are inserted with {@link RangeTable#insert}. */
    public void insert(Subnet subnet) {
        write(subnet, """
            INSERT INTO subnet (id, project, name, description, attributes, created, updated, revision, vpc)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :vpc)
            """);
    }

    public void update(Subnet subnet) {
        write(subnet, """
            UPDATE subnet SET name = :name, description = :description, attributes = :attributes,
                              updated = :updated, revision = :revision
            WHERE id = :id AND vpc = :vpc
            """);
    }

    public void delete(SubnetId id) {
        handle.createUpdate("DELETE FROM subnet WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Subnet> get(SubnetId id) {
        return list(handle.createQuery(SELECT + "WHERE s.id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    public Optional<Subnet> ofRange(UUID range) {
        return list(handle.createQuery(SELECT + "WHERE s.id = (SELECT subnet FROM subnet_range WHERE id = :range)")
                        .bind("range", range.toString()))
                .stream()
                .findFirst();
    }

    public List<Subnet> named(ProjectId project, String name) {
        return list(handle.createQuery(SELECT + "WHERE s.project = :project AND s.name = :name ORDER BY s.id LIMIT 2")
                .bind("project", project.value())
                .bind("name", name));
    }

    public List<Subnet> named(VpcId vpc, String name) {
        return list(handle.createQuery(SELECT + "WHERE s.vpc = :vpc AND s.name = :name ORDER BY s.id LIMIT 2")
                .bind("vpc", vpc.toString())
                .bind("name", name));
    }

    public List<Subnet> of(VpcId vpc) {
        return list(
                handle.createQuery(SELECT + "WHERE s.vpc = :vpc ORDER BY s.id").bind("vpc", vpc.toString()));
    }

    public List<Subnet> list(ProjectId project, Optional<VpcId> vpc, Slice slice) {
        return list(handle.createQuery(SELECT + "WHERE s.project = :project AND s.id > :after"
                        + (vpc.isPresent() ? " AND s.vpc = :vpc" : "") + " ORDER BY s.id LIMIT :limit")
                .bind("project", project.value())
                .bind("vpc", vpc.map(VpcId::toString).orElse(""))
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<Subnet> all() {
        return list(handle.createQuery(SELECT + "ORDER BY s.id"));
    }

    private static List<Subnet> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private void write(Subnet subnet, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), subnet.meta())
                .bind("id", subnet.id().toString())
                .bind("vpc", subnet.vpc().toString())
                .execute();
    }

    private static Subnet read(ResultSet row) throws SQLException {
        return new Subnet(
                new SubnetId(UUID.fromString(row.getString("id"))),
                new VpcId(UUID.fromString(row.getString("vpc"))),
                MetaColumns.read(row),
                range(row, "4"),
                row.getString("id6") == null ? Optional.empty() : Optional.of(range(row, "6")));
    }

    private static Range range(ResultSet row, String version) throws SQLException {
        return new Range(
                UUID.fromString(row.getString("id" + version)),
                IpPrefix.of(row.getString("cidr" + version)),
                IpAddress.of(row.getString("gateway" + version)));
    }
}
