package dev.perch.store;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/**
 * Criteria for ports and virtual IPs; all that are given have to be met.
 *
 * @param groups in one of these; empty for no such criterion
 */
public record Where(
        Optional<SubnetId> subnet,
        Optional<ServerId> server,
        Optional<String> name,
        Optional<IpAddress> address,
        Optional<MacAddress> mac,
        Set<SecurityGroupId> groups) {

    public static final Where ANY = new Where(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    /** The criteria about columns that both tables have; the server and the address are up to the table. */
    String sql(String table) {
        return (subnet.isPresent() ? " AND " + table + ".subnet = :subnet" : "")
                + (name.isPresent() ? " AND " + table + ".name = :name" : "")
                + (mac.isPresent() ? " AND " + table + ".mac = :mac" : "")
                + (groups.isEmpty()
                        ? ""
                        : " AND " + table + ".group_set IN (SELECT m.number FROM group_set_member m"
                                + " WHERE m.security_group IN (<groups>))");
    }

    Query bind(Query query) {
        if (!groups.isEmpty()) {
            query.bindList(
                    "groups", groups.stream().map(SecurityGroupId::toString).toList());
        }
        return query.bind("subnet", subnet.map(Object::toString).orElse(null))
                .bind("server", server.map(Object::toString).orElse(null))
                .bind("name", name.orElse(null))
                .bind("address", address.map(Object::toString).orElse(null))
                .bind("mac", mac.map(Object::toString).orElse(null));
    }
}
