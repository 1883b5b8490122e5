package dev.perch.store;

import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Criteria for ports and virtual IPs; all that are given have to be met. */
public record Where(
        Optional<SubnetId> subnet,
        Optional<ServerId> server,
        Optional<String> name,
        Optional<IpAddress> address,
        Optional<MacAddress> mac) {

    public static final Where ANY =
            new Where(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The criteria about columns that both tables have; the server and the address are up to the table. */
    String sql(String table) {
        return (subnet.isPresent() ? " AND " + table + ".subnet = :subnet" : "")
                + (name.isPresent() ? " AND " + table + ".name = :name" : "")
                + (mac.isPresent() ? " AND " + table + ".mac = :mac" : "");
    }

    Query bind(Query query) {
        return query.bind("subnet", subnet.map(Object::toString).orElse(null))
                .bind("server", server.map(Object::toString).orElse(null))
                .bind("name", name.orElse(null))
                .bind("address", address.map(Object::toString).orElse(null))
                .bind("mac", mac.map(Object::toString).orElse(null));
    }
}
