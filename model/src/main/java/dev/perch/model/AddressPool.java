package dev.perch.model;

import dev.perch.model.AddressRefusal.AddressInUse;
import dev.perch.model.AddressRefusal.AddressOutsideSubnet;
import dev.perch.model.AddressRefusal.AddressReserved;
import dev.perch.model.AddressRefusal.AddressWrongFamily;
import dev.perch.model.AddressRefusal.NoFreeAddress;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Gives out the addresses of one range, at a cost that does not grow with how many are in use.
 *
 * <p>Two marks divide the range. Between them an address is free exactly when nobody has it. Outside them an address is free
 * exactly when it is in the set of freed ones. The marks only ever move towards each other, past addresses that are given
 * out, so each address is passed once in the life of a range.
 *
 * @param kept how many addresses at the end are never given out
 * @param low  the lowest address that may never have been given out
 * @param high the highest such address; below {@code low} once the marks have met
 */
public record AddressPool(IpPrefix cidr, IpAddress gateway, int kept, IpAddress low, IpAddress high) {

    /** The last addresses of a range that every subnet keeps: system interface, DHCP, broadcast. */
    public static final int KEPT_IN_SUBNET = 3;

    /** Who has which address of the range. */
    public interface Uses {
        Optional<ObjectId> owner(IpAddress address);

        /** The lowest freed address outside the marks. */
        Optional<IpAddress> lowestFreed();

        /** The highest freed address outside the marks. */
        Optional<IpAddress> highestFreed();
    }

    /**
     * An address that was given out.
     *
     * @param after the pool from now on
     * @param freed whether the address was among the freed ones, and is not any more
     */
    public record Grant(IpAddress address, AddressPool after, boolean freed) {}

    /** The pool of a new range. */
    public static AddressPool of(Subnet.Range range) {
        return of(range.cidr(), range.gateway(), KEPT_IN_SUBNET);
    }

    /** The pool of EIPs of a provider network. */
    public static AddressPool of(ProviderPools.Pool pool) {
        return of(pool.prefix(), pool.gateway(), kept(pool.prefix().family()));
    }

    /** How many addresses at the end of a provider network are nobody's: the broadcast address, which IPv6 has not. */
    public static int kept(Family family) {
        return family == Family.IPV4 ? 1 : 0;
    }

    private static AddressPool of(IpPrefix cidr, IpAddress gateway, int kept) {
        return new AddressPool(
                cidr, gateway, kept, cidr.first().plus(1), cidr.last().plus(-kept));
    }

    /** How many addresses can be given out, counted to {@link Long#MAX_VALUE}. */
    public long size() {
        IpAddress end = cidr.last().plus(-kept);
        long gateways = gateway.compareTo(end) <= 0 ? 1 : 0;
        BigInteger size = cidr.size().subtract(BigInteger.valueOf(kept + gateways + 1));
        return size.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** Why an address is never given out; empty when it may be. */
    public Optional<String> reserved(IpAddress address) {
        if (address.equals(gateway)) {
            return Optional.of("the gateway");
        }
        if (address.equals(cidr.first())) {
            return Optional.of("the network address");
        }
        if (address.compareTo(cidr.last().plus(-kept)) <= 0) {
            return Optional.empty();
        }
        return Optional.of(kept == 1 ? "the broadcast address" : "one of the last " + kept + " addresses of " + cidr);
    }

    /** The lowest free address. */
    public Outcome<Grant> first(String field, Uses uses) {
        Optional<IpAddress> freed = uses.lowestFreed();
        if (freed.isPresent() && (met() || freed.get().compareTo(low) < 0)) {
            return Outcome.done(new Grant(freed.get(), this, true));
        }
        IpAddress candidate = low;
        while (candidate.compareTo(high) <= 0 && !free(candidate, uses)) {
            candidate = candidate.plus(1);
        }
        AddressPool after = new AddressPool(
                cidr, gateway, kept, candidate.compareTo(high) <= 0 ? candidate.plus(1) : candidate, high);
        return candidate.compareTo(high) <= 0
                ? Outcome.done(new Grant(candidate, after, false))
                : rest(field, freed, after);
    }

    /** The highest free address. */
    public Outcome<Grant> last(String field, Uses uses) {
        Optional<IpAddress> freed = uses.highestFreed();
        if (freed.isPresent() && (met() || freed.get().compareTo(high) > 0)) {
            return Outcome.done(new Grant(freed.get(), this, true));
        }
        IpAddress candidate = high;
        while (candidate.compareTo(low) >= 0 && !free(candidate, uses)) {
            candidate = candidate.plus(-1);
        }
        AddressPool after = new AddressPool(
                cidr, gateway, kept, low, candidate.compareTo(low) >= 0 ? candidate.plus(-1) : candidate);
        return candidate.compareTo(low) >= 0
                ? Outcome.done(new Grant(candidate, after, false))
                : rest(field, freed, after);
    }

    /** This address. */
    public Outcome<Grant> exactly(String field, IpAddress address, Uses uses) {
        if (address.family() != cidr.family()) {
            return Outcome.refused(new AddressWrongFamily(field, address, cidr.family()));
        }
        if (!cidr.contains(address)) {
            return Outcome.refused(new AddressOutsideSubnet(field, address, cidr));
        }
        Optional<String> reserved = reserved(address);
        if (reserved.isPresent()) {
            return Outcome.refused(new AddressReserved(field, address, reserved.get()));
        }
        Optional<ObjectId> owner = uses.owner(address);
        return owner.isPresent()
                ? Outcome.refused(new AddressInUse(field, address, owner.get()))
                : Outcome.done(new Grant(address, this, !between(address)));
    }

    /** Whether an address that is given back has to be remembered as freed. */
    public boolean remembers(IpAddress address) {
        return !between(address);
    }

    private Outcome<Grant> rest(String field, Optional<IpAddress> freed, AddressPool after) {
        return freed.map(address -> Outcome.done(new Grant(address, after, true)))
                .orElseGet(() -> Outcome.refused(new NoFreeAddress(field, cidr)));
    }

    private boolean free(IpAddress candidate, Uses uses) {
        return reserved(candidate).isEmpty() && uses.owner(candidate).isEmpty();
    }

    private boolean between(IpAddress address) {
        return low.compareTo(address) <= 0 && address.compareTo(high) <= 0;
    }

    private boolean met() {
        return low.compareTo(high) > 0;
    }
}
