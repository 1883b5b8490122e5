package dev.perch.store;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ProjectId;
import dev.perch.model.VirtualIp;
import dev.perch.net.MacAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Virtual IPs. Their addresses are in {@link AddressTable} and read along. */
public record VipTable(Handle handle) {

    private static final String SELECT = """
            SELECT v.*, (SELECT string_agg(a.address, ',') FROM address a WHERE a.vip = v.id) AS addresses,
                   (SELECT g.members FROM group_set g WHERE g.number = v.group_set) AS group_members
            FROM vip v
            """;

    /** Inserts the virtual IP alone: addresses go to {@link AddressTable}. */
    public void insert(VirtualIp vip) {
        write(vip, """
            INSERT INTO vip (id, project, name, description, attributes, created, updated, revision, subnet, mac, reach, vrid,
                             group_set, flow_fate)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :subnet, :mac, :reach,
                    :vrid, :group_set, :flow_fate)
            """);
    }

    public void update(VirtualIp vip) {
        write(vip, """
            UPDATE vip SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                           revision = :revision, reach = :reach, vrid = :vrid, group_set = :group_set, flow_fate = :flow_fate
            WHERE id = :id
            """);
    }

    /** Deletes the virtual IP; its addresses, bindings, holders, moves and drills go with it. */
    public void delete(VipId id) {
        handle.createUpdate("DELETE FROM vip WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<VirtualIp> get(VipId id) {
        return list(handle.createQuery(SELECT + "WHERE v.id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    public List<VirtualIp> named(ProjectId project, String name) {
        return list(
                handle.createQuery(SELECT + "WHERE v.project = :project AND v.name = :name AND v.name <> '' LIMIT 2")
                        .bind("project", project.value())
                        .bind("name", name));
    }

    public List<VirtualIp> list(ProjectId project, Where where, Slice slice) {
        String criteria = where.sql("v")
                + (where.server().isPresent() ? " AND v.id IN (" + BindingTable.VIPS_OF_SERVER + ")" : "")
                + (where.address().isPresent()
                        ? " AND EXISTS (SELECT 1 FROM address a WHERE a.vip = v.id AND a.address = :address)"
                        : "");
        return list(where.bind(handle.createQuery(SELECT + "WHERE v.project = :project AND v.id > :after" + criteria
                        + " ORDER BY v.id LIMIT :limit"))
                .bind("project", project.value())
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<VirtualIp> all() {
        return list(handle.createQuery(SELECT + "ORDER BY v.id"));
    }

    public long count(SubnetId subnet) {
        return handle.createQuery("SELECT COUNT(*) FROM vip WHERE subnet = :subnet")
                .bind("subnet", subnet.toString())
                .mapTo(Long.class)
                .one();
    }

    private void write(VirtualIp vip, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), vip.meta())
                .bind("id", vip.id().toString())
                .bind("subnet", vip.subnet().toString())
                .bind("mac", vip.mac().toString())
                .bind("reach", vip.reach().name())
                .bind("vrid", vip.virtualRouterId().orElse(null))
                .bind("group_set", Text.number(vip.groups()))
                .bind("flow_fate", vip.flowFate().name())
                .execute();
    }

    private static List<VirtualIp> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static VirtualIp read(ResultSet row) throws SQLException {
        int vrid = row.getInt("vrid");
        return new VirtualIp(
                new VipId(UUID.fromString(row.getString("id"))),
                new SubnetId(UUID.fromString(row.getString("subnet"))),
                MetaColumns.read(row),
                PortTable.addresses(row.getString("addresses")),
                MacAddress.of(row.getString("mac")),
                VirtualIp.Reach.valueOf(row.getString("reach")),
                vrid == 0 ? Optional.empty() : Optional.of(vrid),
                Text.groupSet(row),
                VirtualIp.FlowFate.valueOf(row.getString("flow_fate")));
    }
}
