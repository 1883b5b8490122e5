package dev.perch.store;

import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Route;
import dev.perch.net.IpPrefix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The routes in the route tables. */
public record RouteRows(Handle handle) {

    /** Criteria; all that are given have to be met. */
    public record Where(
            Optional<RouteId> id, Optional<VpcId> vpc, Optional<IpPrefix> destination, Optional<Kind> nextHop) {}

    public void insert(Route route) {
        write(route, """
            INSERT INTO route (id, route_table, destination, hop_kind, hop, text, description)
            VALUES (:id, :table, :destination, :hop_kind, :hop, :text, :description)
            """);
    }

    public void update(Route route) {
        write(route, """
            UPDATE route SET hop_kind = :hop_kind, hop = :hop, text = :text, description = :description WHERE id = :id
            """);
    }

    public void delete(RouteId id) {
        handle.createUpdate("DELETE FROM route WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Route> get(RouteId id) {
        return list(handle.createQuery("SELECT * FROM route WHERE id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    /** The routes of a table in order of their ids. */
    public List<Route> of(RouteTableId table) {
        return list(handle.createQuery("SELECT * FROM route WHERE route_table = :table ORDER BY id")
                .bind("table", table.toString()));
    }

    public Optional<Route> to(RouteTableId table, IpPrefix destination) {
        return list(handle.createQuery("SELECT * FROM route WHERE route_table = :table AND destination = :destination")
                        .bind("table", table.toString())
                        .bind("destination", destination.toString()))
                .stream()
                .findFirst();
    }

    /** The routes whose next hop is the object, be it there or gone. */
    public List<RouteId> by(ObjectId hop) {
        return handle.createQuery("SELECT id FROM route WHERE hop = :hop ORDER BY id")
                .bind("hop", hop.toString())
                .map((row, context) -> new RouteId(UUID.fromString(row.getString("id"))))
                .list();
    }

    /** How many there are in a table. */
    public long count(RouteTableId table) {
        return handle.createQuery("SELECT COUNT(*) FROM route WHERE route_table = :table")
                .bind("table", table.toString())
                .mapTo(Long.class)
                .one();
    }

    /** How many there are in all tables of a VPC. */
    public long count(VpcId vpc) {
        return handle.createQuery("""
            SELECT COUNT(*) FROM route r JOIN route_table t ON t.id = r.route_table WHERE t.vpc = :vpc
            """)
                .bind("vpc", vpc.toString())
                .mapTo(Long.class)
                .one();
    }

    /** Routes of default tables of a project. */
    public List<Route> ofDefaultTables(ProjectId project, Where where, Slice slice) {
        String criteria = (where.id().isPresent() ? " AND r.id = :id" : "")
                + (where.vpc().isPresent() ? " AND t.vpc = :vpc" : "")
                + (where.destination().isPresent() ? " AND r.destination = :destination" : "")
                + (where.nextHop().isPresent() ? " AND r.hop_kind = :hop_kind" : "");
        return list(handle.createQuery("""
            SELECT r.* FROM route r JOIN route_table t ON t.id = r.route_table
            WHERE t.project = :project AND t.is_default = 1 AND r.id > :after
            """ + criteria + " ORDER BY r.id LIMIT :limit")
                .bind("project", project.value())
                .bind("id", where.id().map(Object::toString).orElse(null))
                .bind("vpc", where.vpc().map(Object::toString).orElse(null))
                .bind("destination", where.destination().map(Object::toString).orElse(null))
                .bind("hop_kind", where.nextHop().map(Enum::name).orElse(null))
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<Route> all() {
        return list(handle.createQuery("SELECT * FROM route ORDER BY id"));
    }

    private void write(Route route, String sql) {
        handle.createUpdate(sql)
                .bind("id", route.id().toString())
                .bind("table", route.table().toString())
                .bind("destination", route.destination().toString())
                .bind("hop_kind", route.nextHop().object().kind().name())
                .bind("hop", route.nextHop().object().toString())
                .bind("text", route.text())
                .bind("description", route.description())
                .execute();
    }

    private static List<Route> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static Route read(ResultSet row) throws SQLException {
        return new Route(
                new RouteId(UUID.fromString(row.getString("id"))),
                new RouteTableId(UUID.fromString(row.getString("route_table"))),
                IpPrefix.of(row.getString("destination")),
                hop(Text.id(row.getString("hop_kind"), row.getString("hop"))),
                row.getString("text"),
                row.getString("description"));
    }

    private static NextHop hop(ObjectId object) {
        return switch (object) {
            case ServerId id -> new NextHop.ToServer(id);
            case PortId id -> new NextHop.ToPort(id);
            case VipId id -> new NextHop.ToVip(id);
            case PeeringId id -> new NextHop.ToPeering(id);
            case ObjectId.VpcId id -> throw noHop(id);
            case ObjectId.SubnetId id -> throw noHop(id);
            case RouteTableId id -> throw noHop(id);
            case RouteId id -> throw noHop(id);
            case ObjectId.EipId id -> throw noHop(id);
            case ObjectId.SecurityGroupId id -> throw noHop(id);
            case ObjectId.RuleId id -> throw noHop(id);
        };
    }

    private static IllegalStateException noHop(ObjectId id) {
        return new IllegalStateException(
                "a route leads to the " + id.kind().word() + " " + id + ", which is no next hop");
    }
}
