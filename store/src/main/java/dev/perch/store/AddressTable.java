package dev.perch.store;

import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Addresses in use, one row each. */
public record AddressTable(Handle handle) {

    /** Gives an address to a port or a virtual IP. */
    public void insert(SubnetId subnet, IpAddress address, ObjectId owner) {
        handle.createUpdate("""
            INSERT INTO address (subnet, address, family, port, vip) VALUES (:subnet, :address, :family, :port, :vip)
            """)
                .bind("subnet", subnet.toString())
                .bind("address", address.toString())
                .bind("family", address.family().version())
                .bind("port", owner instanceof PortId ? owner.toString() : null)
                .bind("vip", owner instanceof VipId ? owner.toString() : null)
                .execute();
    }

    public long count(SubnetId subnet, Family family) {
        return handle.createQuery("SELECT COUNT(*) FROM address WHERE subnet = :subnet AND family = :family")
                .bind("subnet", subnet.toString())
                .bind("family", family.version())
                .mapTo(Long.class)
                .one();
    }

    /** The port or virtual IP that has the address. */
    public Optional<ObjectId> owner(SubnetId subnet, IpAddress address) {
        return handle.createQuery("SELECT port, vip FROM address WHERE subnet = :subnet AND address = :address")
                .bind("subnet", subnet.toString())
                .bind("address", address.toString())
                .map((row, context) -> {
                    String port = row.getString("port");
                    return port != null
                            ? (ObjectId) new PortId(UUID.fromString(port))
                            : new VipId(UUID.fromString(row.getString("vip")));
                })
                .findOne();
    }
}
