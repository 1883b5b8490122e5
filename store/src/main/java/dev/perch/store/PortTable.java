package dev.perch.store;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.Attachment;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.Port.ServerNic;
import dev.perch.model.ProjectId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Ports. Their addresses and pairs have tables of their own and are read along. */
public record PortTable(Handle handle) {

    /** A pair is {@code position|mac|text}; none of the three has a comma or a bar. */
    private static final String SELECT = """
            SELECT p.*,
                   (SELECT string_agg(a.address, ',') FROM address a WHERE a.port = p.id) AS addresses,
                   (SELECT string_agg(x.position || '|' || x.mac || '|' || x.text, ',')
                    FROM address_pair x WHERE x.port = p.id) AS pairs,
                   (SELECT g.members FROM group_set g WHERE g.number = p.group_set) AS group_members
            FROM port p
            """;

    /** Inserts the port alone: addresses go to {@link AddressTable}, pairs to {@link PairTable}. */
    public void insert(Port port) {
        write(port, """
            INSERT INTO port (id, project, name, description, attributes, created, updated, revision, subnet, mac,
                              server, nic_index, delete_with_server, namespace, interface_name, group_set)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :subnet, :mac,
                    :server, :nic_index, :delete_with_server, :namespace, :interface_name, :group_set)
            """);
    }

    public void update(Port port) {
        write(port, """
            UPDATE port SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                            revision = :revision, server = :server, nic_index = :nic_index,
                            delete_with_server = :delete_with_server, namespace = :namespace,
                            interface_name = :interface_name, group_set = :group_set
            WHERE id = :id
            """);
    }

    /** Deletes the port; its addresses, pairs and bindings go with it. */
    public void delete(PortId id) {
        handle.createUpdate("DELETE FROM port WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Port> get(PortId id) {
        return list(handle.createQuery(SELECT + "WHERE p.id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    public List<Port> named(ProjectId project, String name) {
        return list(
                handle.createQuery(SELECT + "WHERE p.project = :project AND p.name = :name AND p.name <> '' LIMIT 2")
                        .bind("project", project.value())
                        .bind("name", name));
    }

    /** The NICs of a server in order of their index. */
    public List<Port> of(ServerId server) {
        return list(handle.createQuery(SELECT + "WHERE p.server = :server ORDER BY p.nic_index")
                .bind("server", server.toString()));
    }

    public List<Port> list(ProjectId project, Where where, Slice slice) {
        String criteria = where.sql("p")
                + (where.server().isPresent() ? " AND p.server = :server" : "")
                + (where.address().isPresent()
                        ? " AND EXISTS (SELECT 1 FROM address a WHERE a.port = p.id AND a.address = :address)"
                        : "");
        return list(where.bind(handle.createQuery(SELECT + "WHERE p.project = :project AND p.id > :after" + criteria
                        + " ORDER BY p.id LIMIT :limit"))
                .bind("project", project.value())
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Those of all projects. */
    public List<Port> all() {
        return list(handle.createQuery(SELECT + "ORDER BY p.id"));
    }

    public long count(SubnetId subnet) {
        return handle.createQuery("SELECT COUNT(*) FROM port WHERE subnet = :subnet")
                .bind("subnet", subnet.toString())
                .mapTo(Long.class)
                .one();
    }

    /** Whether a port or a virtual IP has the MAC. */
    public boolean macInUse(MacAddress mac) {
        return handle.createQuery("SELECT 1 FROM port WHERE mac = :mac UNION ALL SELECT 1 FROM vip WHERE mac = :mac")
                .bind("mac", mac.toString())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** The port that is plugged into an interface of a foreign namespace. */
    public Optional<PortId> at(HostNamespace place) {
        return handle.createQuery("SELECT id FROM port WHERE namespace = :namespace AND interface_name = :name")
                .bind("namespace", place.namespace())
                .bind("name", place.interfaceName())
                .map((row, context) -> new PortId(UUID.fromString(row.getString("id"))))
                .findOne();
    }

    private void write(Port port, String sql) {
        Update update = MetaColumns.bind(handle.createUpdate(sql), port.meta())
                .bind("id", port.id().toString())
                .bind("subnet", port.subnet().toString())
                .bind("mac", port.mac().toString());
        Optional<ServerNic> nic =
                port.attachment().filter(ServerNic.class::isInstance).map(ServerNic.class::cast);
        Optional<HostNamespace> host =
                port.attachment().filter(HostNamespace.class::isInstance).map(HostNamespace.class::cast);
        update.bind("server", nic.map(n -> n.server().toString()).orElse(null))
                .bind("nic_index", nic.map(ServerNic::index).orElse(null))
                .bind(
                        "delete_with_server",
                        nic.map(n -> n.deleteWithServer() ? 1 : 0).orElse(null))
                .bind("namespace", host.map(HostNamespace::namespace).orElse(null))
                .bind("interface_name", host.map(HostNamespace::interfaceName).orElse(null))
                .bind("group_set", Text.number(port.groups()))
                .execute();
    }

    private static List<Port> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static Port read(ResultSet row) throws SQLException {
        return new Port(
                new PortId(UUID.fromString(row.getString("id"))),
                new SubnetId(UUID.fromString(row.getString("subnet"))),
                MetaColumns.read(row),
                MacAddress.of(row.getString("mac")),
                addresses(row.getString("addresses")),
                attachment(row),
                pairs(row.getString("pairs")),
                Text.groupSet(row));
    }

    static List<IpAddress> addresses(String joined) {
        return joined == null
                ? List.of()
                : Stream.of(joined.split(",")).map(IpAddress::of).sorted().toList();
    }

    private static Optional<Attachment> attachment(ResultSet row) throws SQLException {
        String server = row.getString("server");
        if (server != null) {
            return Optional.of(new ServerNic(
                    new ServerId(UUID.fromString(server)),
                    row.getInt("nic_index"),
                    row.getInt("delete_with_server") != 0));
        }
        String namespace = row.getString("namespace");
        return namespace == null
                ? Optional.empty()
                : Optional.of(new HostNamespace(namespace, row.getString("interface_name")));
    }

    private static List<AddressPair> pairs(String joined) {
        if (joined == null) {
            return List.of();
        }
        return Arrays.stream(joined.split(","))
                .map(pair -> pair.split("\\|", 3))
                .sorted((a, b) -> Integer.compare(Integer.parseInt(a[0]), Integer.parseInt(b[0])))
                .map(pair -> PairTable.read(pair[2], pair[1]))
                .toList();
    }
}
