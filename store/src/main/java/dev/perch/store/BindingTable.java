package dev.perch.store;

import dev.perch.model.Binding;
import dev.perch.model.Binding.Made;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Bindings: those recorded with a virtual IP, and those that follow from an address pair of a port. A pair that repeats a
 * recorded binding adds nothing.
 */
public record BindingTable(Handle handle) {

    /**
     * A binding and the address that stands for the port.
     *
     * @param text as the user wrote it, the port's first address when nobody did; empty for {@link Made#BY_PAIR}
     */
    public record Row(Binding binding, String text) {}

    private static final String SELECT = """
            SELECT b.vip, b.port, b.text, 'ON_VIP' AS made, f.vip AS fenced
            FROM binding b LEFT JOIN fence f ON f.vip = b.vip AND f.port = b.port
            WHERE %1$s
            UNION
            SELECT b.vip, x.port, '' AS text, 'BY_PAIR' AS made, f.vip AS fenced
            FROM address b
            JOIN address_pair x ON x.subnet = b.subnet AND x.host = b.address
            LEFT JOIN fence f ON f.vip = b.vip AND f.port = x.port
            WHERE b.vip IS NOT NULL AND %2$s
              AND NOT EXISTS (SELECT 1 FROM binding n WHERE n.vip = b.vip AND n.port = x.port)
            ORDER BY 1, 2
            """;

    private static final String OF_VIP = SELECT.formatted("b.vip = :vip", "b.vip = :vip");
    private static final String OF_PORT = SELECT.formatted("b.port = :port", "x.port = :port");
    private static final String ALL = SELECT.formatted("1 = 1", "1 = 1");

    /** The ids of the virtual IPs that are bound to the server {@code :server}. */
    static final String VIPS_OF_SERVER = """
            SELECT b.vip FROM port p JOIN binding b ON b.port = p.id WHERE p.server = :server
            UNION
            SELECT a.vip FROM port p
            JOIN address_pair x ON x.port = p.id
            JOIN address a ON a.subnet = x.subnet AND a.address = x.host
            WHERE p.server = :server AND a.vip IS NOT NULL
            """;

    /** Records a binding with the virtual IP; once more changes only the text. */
    public void insert(VipId vip, PortId port, String text) {
        handle.createUpdate("""
            INSERT INTO binding (vip, port, text) VALUES (:vip, :port, :text)
            ON CONFLICT (vip, port) DO UPDATE SET text = excluded.text
            """)
                .bind("vip", vip.toString())
                .bind("port", port.toString())
                .bind("text", text)
                .execute();
    }

    public void delete(VipId vip, PortId port) {
        handle.createUpdate("DELETE FROM binding WHERE vip = :vip AND port = :port")
                .bind("vip", vip.toString())
                .bind("port", port.toString())
                .execute();
    }

    public void fence(VipId vip, PortId port) {
        handle.createUpdate("INSERT INTO fence (vip, port) VALUES (:vip, :port) ON CONFLICT (vip, port) DO NOTHING")
                .bind("vip", vip.toString())
                .bind("port", port.toString())
                .execute();
    }

    public void unfence(VipId vip, PortId port) {
        handle.createUpdate("DELETE FROM fence WHERE vip = :vip AND port = :port")
                .bind("vip", vip.toString())
                .bind("port", port.toString())
                .execute();
    }

    public List<Row> of(VipId vip) {
        return list(handle.createQuery(OF_VIP).bind("vip", vip.toString()));
    }

    public List<Row> of(PortId port) {
        return list(handle.createQuery(OF_PORT).bind("port", port.toString()));
    }

    /** Those of all projects. */
    public List<Row> all() {
        return list(handle.createQuery(ALL));
    }

    /** For each address of a virtual IP of a VPC that is bound, the security groups of all ports that it is bound to. */
    public Map<IpAddress, Set<SecurityGroupId>> groups(VpcId vpc) {
        return handle.createQuery("""
                    SELECT a.address, m.security_group
                    FROM subnet s JOIN address a ON a.subnet = s.id JOIN binding b ON b.vip = a.vip
                    JOIN port p ON p.id = b.port JOIN group_set_member m ON m.number = p.group_set
                    WHERE s.vpc = :vpc
                    UNION
                    SELECT a.address, m.security_group
                    FROM subnet s JOIN address a ON a.subnet = s.id AND a.vip IS NOT NULL
                    JOIN address v ON v.vip = a.vip JOIN address_pair x ON x.subnet = v.subnet AND x.host = v.address
                    JOIN port p ON p.id = x.port JOIN group_set_member m ON m.number = p.group_set
                    WHERE s.vpc = :vpc
                    """)
                .bind("vpc", vpc.toString())
                .map((row, context) -> Map.entry(
                        IpAddress.of(row.getString("address")),
                        new SecurityGroupId(UUID.fromString(row.getString("security_group")))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    private static List<Row> list(Query query) {
        return query.map((row, context) -> new Row(
                        new Binding(
                                new VipId(UUID.fromString(row.getString("vip"))),
                                new PortId(UUID.fromString(row.getString("port"))),
                                Made.valueOf(row.getString("made")),
                                row.getString("fenced") != null),
                        row.getString("text")))
                .list();
    }
}
