package dev.perch.store;

import dev.perch.model.Bandwidth;
import dev.perch.model.Eip;
import dev.perch.model.Eip.OfPort;
import dev.perch.model.Eip.OfVip;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Elastic IPs, each with its bandwidth. */
public record EipTable(Handle handle) {

    /**
     * An EIP and what it stands for.
     *
     * @param inside empty, with {@code subnet}, while it is not bound
     */
    public record Standing(Eip eip, Optional<IpAddress> inside, Optional<SubnetId> subnet) {}

    private static final String STANDING = """
            SELECT e.*, COALESCE(p.address, v.address) AS inside, COALESCE(p.subnet, v.subnet) AS subnet
            FROM eip e
            LEFT JOIN address p ON p.port = e.port AND p.family = e.family
            LEFT JOIN address v ON v.vip = e.vip AND v.family = e.family
            """;

    /** The VPC of what an EIP is bound to. */
    private static final String VPC = """
            (SELECT s.vpc FROM subnet s WHERE s.id = (SELECT p.subnet FROM port p WHERE p.id = :port
                                                      UNION ALL SELECT v.subnet FROM vip v WHERE v.id = :vip))""";

    public void insert(Eip eip) {
        write(eip, """
            INSERT INTO eip (id, project, name, description, attributes, created, updated, revision, address, family, type,
                             bandwidth, bandwidth_name, megabits, port, vip, vpc)
            VALUES (:id, :project, :name, :description, :attributes, :created, :updated, :revision, :address, :family, :type,
                    :bandwidth, :bandwidth_name, :megabits, :port, :vip, %s)
            """.formatted(VPC));
    }

    public void update(Eip eip) {
        write(eip, """
            UPDATE eip SET name = :name, description = :description, attributes = :attributes, updated = :updated,
                           revision = :revision, bandwidth_name = :bandwidth_name, megabits = :megabits, port = :port,
                           vip = :vip, vpc = %s
            WHERE id = :id
            """.formatted(VPC));
    }

    public void delete(EipId id) {
        handle.createUpdate("DELETE FROM eip WHERE id = :id")
                .bind("id", id.toString())
                .execute();
    }

    public Optional<Eip> get(EipId id) {
        return list(handle.createQuery("SELECT * FROM eip WHERE id = :id").bind("id", id.toString())).stream()
                .findFirst();
    }

    public Optional<Eip> at(IpAddress address) {
        return list(handle.createQuery("SELECT * FROM eip WHERE address = :address")
                        .bind("address", address.toString()))
                .stream()
                .findFirst();
    }

    public Optional<Eip> ofBandwidth(UUID bandwidth) {
        return list(handle.createQuery("SELECT * FROM eip WHERE bandwidth = :bandwidth")
                        .bind("bandwidth", bandwidth.toString()))
                .stream()
                .findFirst();
    }

    public List<Eip> named(ProjectId project, String name) {
        return list(
                handle.createQuery("SELECT * FROM eip WHERE project = :project AND name = :name AND name <> '' LIMIT 2")
                        .bind("project", project.value())
                        .bind("name", name));
    }

    /** Those of a port, IPv4 first. */
    public List<Eip> of(PortId port) {
        return list(handle.createQuery("SELECT * FROM eip WHERE port = :port ORDER BY family")
                .bind("port", port.toString()));
    }

    /** Those of a virtual IP, IPv4 first. */
    public List<Eip> of(VipId vip) {
        return list(handle.createQuery("SELECT * FROM eip WHERE vip = :vip ORDER BY family")
                .bind("vip", vip.toString()));
    }

    /** Whether any is bound in the VPC. */
    public boolean anyIn(VpcId vpc) {
        return handle.createQuery("SELECT 1 FROM eip WHERE vpc = :vpc LIMIT 1")
                .bind("vpc", vpc.toString())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** Whether any is bound. */
    public boolean anyBound() {
        return handle.createQuery("SELECT 1 FROM eip WHERE vpc IS NOT NULL LIMIT 1")
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    public Optional<Standing> standing(EipId id) {
        return standing("e.id", id).stream().findFirst();
    }

    public List<Standing> standing(VipId vip) {
        return standing("e.vip", vip);
    }

    /** Those of all projects. */
    public List<Standing> standing() {
        return handle.createQuery(STANDING + "ORDER BY e.id")
                .map((row, context) -> readStanding(row))
                .list();
    }

    private List<Standing> standing(String column, ObjectId id) {
        return handle.createQuery(STANDING + "WHERE " + column + " = :id ORDER BY e.family, e.id")
                .bind("id", id.toString())
                .map((row, context) -> readStanding(row))
                .list();
    }

    public List<Eip> list(ProjectId project, EipCriteria criteria, Slice slice) {
        return list(criteria.bind(handle.createQuery("SELECT * FROM eip e WHERE e.project = :project AND e.id > :after"
                        + criteria.sql() + " ORDER BY e.id LIMIT :limit"))
                .bind("project", project.value())
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    /** Ordered by the ids of their bandwidths, after which the slice goes. */
    public List<Eip> listByBandwidth(ProjectId project, Slice slice) {
        return list(handle.createQuery("""
            SELECT * FROM eip WHERE project = :project AND bandwidth > :after ORDER BY bandwidth LIMIT :limit
            """)
                .bind("project", project.value())
                .bind("after", slice.after())
                .bind("limit", slice.limit()));
    }

    public long count(ProjectId project, EipCriteria criteria) {
        return criteria.bind(
                        handle.createQuery("SELECT COUNT(*) FROM eip e WHERE e.project = :project" + criteria.sql()))
                .bind("project", project.value())
                .mapTo(Long.class)
                .one();
    }

    /** Those of all projects and one family. */
    public List<Eip> all(Family family) {
        return list(handle.createQuery("SELECT * FROM eip WHERE family = :family ORDER BY id")
                .bind("family", family.version()));
    }

    private void write(Eip eip, String sql) {
        MetaColumns.bind(handle.createUpdate(sql), eip.meta())
                .bind("id", eip.id().toString())
                .bind("address", eip.address().toString())
                .bind("family", eip.address().family().version())
                .bind("type", eip.type())
                .bind("bandwidth", eip.bandwidth().id().toString())
                .bind("bandwidth_name", eip.bandwidth().name())
                .bind("megabits", eip.bandwidth().megabits().orElse(null))
                .bind("port", eip.target().orElse(null) instanceof OfPort(PortId port) ? port.toString() : null)
                .bind("vip", eip.target().orElse(null) instanceof OfVip(VipId vip) ? vip.toString() : null)
                .execute();
    }

    private static List<Eip> list(Query query) {
        return query.map((row, context) -> read(row)).list();
    }

    private static Standing readStanding(ResultSet row) throws SQLException {
        return new Standing(
                read(row),
                Optional.ofNullable(row.getString("inside")).map(IpAddress::of),
                Optional.ofNullable(row.getString("subnet")).map(id -> new SubnetId(UUID.fromString(id))));
    }

    private static Eip read(ResultSet row) throws SQLException {
        int megabits = row.getInt("megabits");
        return new Eip(
                new EipId(UUID.fromString(row.getString("id"))),
                MetaColumns.read(row),
                IpAddress.of(row.getString("address")),
                row.getString("type"),
                new Bandwidth(
                        UUID.fromString(row.getString("bandwidth")),
                        row.getString("bandwidth_name"),
                        megabits == 0 ? Optional.empty() : Optional.of(megabits)),
                target(row.getString("port"), row.getString("vip")));
    }

    private static Optional<Eip.Target> target(String port, String vip) {
        if (port != null) {
            return Optional.of(new OfPort(new PortId(UUID.fromString(port))));
        }
        return vip == null ? Optional.empty() : Optional.of(new OfVip(new VipId(UUID.fromString(vip))));
    }
}
