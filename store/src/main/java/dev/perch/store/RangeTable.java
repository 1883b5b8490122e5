package dev.perch.store;

import dev.perch.model.AddressPool;
import dev.perch.model.AddressPool.Grant;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Subnet.Range;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The ranges of subnets, with the marks of their address pools, and the addresses that were freed outside the marks. */
public record RangeTable(Handle handle) {

    public void insert(SubnetId subnet, Range range) {
        AddressPool pool = AddressPool.of(range);
        handle.createUpdate("""
            INSERT INTO subnet_range (id, subnet, family, cidr, gateway, low, high)
            VALUES (:id, :subnet, :family, :cidr, :gateway, :low, :high)
            """)
                .bind("id", range.id().toString())
                .bind("subnet", subnet.toString())
                .bind("family", range.cidr().family().version())
                .bind("cidr", range.cidr().toString())
                .bind("gateway", range.gateway().toString())
                .bind("low", pool.low().toString())
                .bind("high", pool.high().toString())
                .execute();
    }

    public Optional<AddressPool> pool(SubnetId subnet, Family family) {
        return handle.createQuery("SELECT * FROM subnet_range WHERE subnet = :subnet AND family = :family")
                .bind("subnet", subnet.toString())
                .bind("family", family.version())
                .map((row, context) -> new AddressPool(
                        IpPrefix.of(row.getString("cidr")),
                        IpAddress.of(row.getString("gateway")),
                        AddressPool.KEPT_IN_SUBNET,
                        IpAddress.of(row.getString("low")),
                        IpAddress.of(row.getString("high"))))
                .findOne();
    }

    /** Keeps what giving out an address has changed in its pool. */
    public void keep(SubnetId subnet, AddressPool before, Grant grant) {
        if (grant.freed()) {
            handle.createUpdate("DELETE FROM freed WHERE subnet = :subnet AND family = :family AND number = :number")
                    .bind("subnet", subnet.toString())
                    .bind("family", grant.address().family().version())
                    .bind("number", Text.number(grant.address()))
                    .execute();
        }
        if (!grant.after().equals(before)) {
            handle.createUpdate(
                            "UPDATE subnet_range SET low = :low, high = :high WHERE subnet = :subnet AND family = :family")
                    .bind("low", grant.after().low().toString())
                    .bind("high", grant.after().high().toString())
                    .bind("subnet", subnet.toString())
                    .bind("family", grant.address().family().version())
                    .execute();
        }
    }

    /** Remembers an address that was given back, if its pool needs to be told. */
    public void free(SubnetId subnet, IpAddress address) {
        Optional<AddressPool> pool = pool(subnet, address.family());
        if (pool.isPresent() && pool.get().remembers(address)) {
            handle.createUpdate("""
                INSERT INTO freed (subnet, family, number, address) VALUES (:subnet, :family, :number, :address)
                ON CONFLICT (subnet, family, number) DO NOTHING
                """)
                    .bind("subnet", subnet.toString())
                    .bind("family", address.family().version())
                    .bind("number", Text.number(address))
                    .bind("address", address.toString())
                    .execute();
        }
    }

    public Optional<IpAddress> lowestFreed(SubnetId subnet, Family family) {
        return freed(subnet, family, "MIN");
    }

    public Optional<IpAddress> highestFreed(SubnetId subnet, Family family) {
        return freed(subnet, family, "MAX");
    }

    private Optional<IpAddress> freed(SubnetId subnet, Family family, String end) {
        return handle.createQuery(
                        "SELECT " + end + "(number) AS number FROM freed WHERE subnet = :subnet AND family = :family")
                .bind("subnet", subnet.toString())
                .bind("family", family.version())
                .map((row, context) -> Optional.ofNullable(row.getString("number")))
                .one()
                .map(number -> Text.address(family, number));
    }
}
