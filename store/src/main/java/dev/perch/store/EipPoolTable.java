package dev.perch.store;

import dev.perch.model.AddressPool;
import dev.perch.model.AddressPool.Grant;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The marks of the pools of EIPs, and the addresses that were freed outside the marks. */
public record EipPoolTable(Handle handle) {

    /** Begins a pool anew; whatever was freed is forgotten with the old marks. */
    public void begin(AddressPool pool) {
        Family family = pool.cidr().family();
        handle.createUpdate("DELETE FROM eip_freed WHERE family = :family")
                .bind("family", family.version())
                .execute();
        handle.createUpdate("""
            INSERT INTO eip_pool (family, cidr, gateway, low, high) VALUES (:family, :cidr, :gateway, :low, :high)
            ON CONFLICT (family) DO UPDATE SET cidr = excluded.cidr, gateway = excluded.gateway, low = excluded.low,
                                               high = excluded.high
            """)
                .bind("family", family.version())
                .bind("cidr", pool.cidr().toString())
                .bind("gateway", pool.gateway().toString())
                .bind("low", pool.low().toString())
                .bind("high", pool.high().toString())
                .execute();
    }

    /** The pool of a family; empty before the first start of this version. */
    public Optional<AddressPool> get(Family family) {
        return handle.createQuery("SELECT * FROM eip_pool WHERE family = :family")
                .bind("family", family.version())
                .map((row, context) -> new AddressPool(
                        IpPrefix.of(row.getString("cidr")),
                        IpAddress.of(row.getString("gateway")),
                        AddressPool.kept(family),
                        IpAddress.of(row.getString("low")),
                        IpAddress.of(row.getString("high"))))
                .findOne();
    }

    /** Keeps what giving out an address has changed in its pool. */
    public void keep(AddressPool before, Grant grant) {
        Family family = grant.address().family();
        if (grant.freed()) {
            handle.createUpdate("DELETE FROM eip_freed WHERE family = :family AND number = :number")
                    .bind("family", family.version())
                    .bind("number", Text.number(grant.address()))
                    .execute();
        }
        if (!grant.after().equals(before)) {
            handle.createUpdate("UPDATE eip_pool SET low = :low, high = :high WHERE family = :family")
                    .bind("low", grant.after().low().toString())
                    .bind("high", grant.after().high().toString())
                    .bind("family", family.version())
                    .execute();
        }
    }

    /** Remembers an address that was given back, if its pool needs to be told. */
    public void free(IpAddress address) {
        if (get(address.family()).filter(pool -> pool.remembers(address)).isPresent()) {
            handle.createUpdate("""
                INSERT INTO eip_freed (family, number, address) VALUES (:family, :number, :address)
                ON CONFLICT (family, number) DO NOTHING
                """)
                    .bind("family", address.family().version())
                    .bind("number", Text.number(address))
                    .bind("address", address.toString())
                    .execute();
        }
    }

    public Optional<IpAddress> lowestFreed(Family family) {
        return freed(family, "MIN");
    }

    public Optional<IpAddress> highestFreed(Family family) {
        return freed(family, "MAX");
    }

    private Optional<IpAddress> freed(Family family, String end) {
        return handle.createQuery("SELECT " + end + "(number) AS number FROM eip_freed WHERE family = :family")
                .bind("family", family.version())
                .map((row, context) -> Optional.ofNullable(row.getString("number")))
                .one()
                .map(number -> Text.address(family, number));
    }
}
