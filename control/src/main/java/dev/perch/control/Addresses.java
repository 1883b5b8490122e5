package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.AddressPool;
import dev.perch.model.AddressPool.Grant;
import dev.perch.model.AddressRefusal.AddressMissing;
import dev.perch.model.MacPool;
import dev.perch.model.ObjectId;
import dev.perch.model.Outcome;
import dev.perch.model.Subnet;
import dev.perch.model.SubnetRefusal.SubnetLacksFamily;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives addresses out and takes them back, inside a decision. */
final class Addresses {

    private Addresses() {}

    /** Takes addresses out of the subnet's pools. They are the owner's once {@link #settle} has recorded them. */
    static List<IpAddress> take(Decision d, Subnet subnet, AddressChoice ipv4, AddressChoice ipv6) {
        List<IpAddress> addresses = Stream.of(
                        take(d, subnet, Family.IPV4, "address", ipv4), take(d, subnet, Family.IPV6, "address_v6", ipv6))
                .flatMap(Optional::stream)
                .toList();
        if (addresses.isEmpty()) {
            throw new Decision.Refused(new AddressMissing("address"));
        }
        return addresses;
    }

    static void settle(Decision d, Subnet subnet, List<IpAddress> addresses, ObjectId owner) {
        addresses.forEach(address -> d.tables.addresses().insert(subnet.id(), address, owner));
    }

    /** Gives addresses back; their rows go with their owner. */
    static void free(Decision d, Subnet subnet, List<IpAddress> addresses) {
        addresses.forEach(address -> d.tables.ranges().free(subnet.id(), address));
    }

    static MacAddress mac(Decision d) {
        return Decision.need(MacPool.next(d.random, d.tables.ports()::macInUse));
    }

    private static Optional<IpAddress> take(
            Decision d, Subnet subnet, Family family, String field, AddressChoice choice) {
        if (subnet.range(family).isEmpty() || choice instanceof AddressChoice.None) {
            boolean indifferent =
                    choice instanceof AddressChoice.None || choice instanceof AddressChoice.FirstIfOffered;
            d.unless(
                    indifferent
                            ? Optional.empty()
                            : Optional.of(
                                    new SubnetLacksFamily(field, subnet.meta().name(), family)));
            return Optional.empty();
        }
        AddressPool pool = d.tables.ranges().pool(subnet.id(), family).orElseThrow();
        AddressPool.Uses uses = new Stored(d, subnet, family);
        Outcome<Grant> outcome = switch (choice) {
            case AddressChoice.First first -> pool.first(field, uses);
            case AddressChoice.FirstIfOffered first -> pool.first(field, uses);
            case AddressChoice.Last last -> pool.last(field, uses);
            case AddressChoice.Exactly(IpAddress address) -> pool.exactly(field, address, uses);
            case AddressChoice.None none -> throw new AssertionError("handled above");
        };
        Grant grant = Decision.need(outcome);
        d.tables.ranges().keep(subnet.id(), pool, grant);
        return Optional.of(grant.address());
    }

    private record Stored(Decision d, Subnet subnet, Family family) implements AddressPool.Uses {
        @Override
        public Optional<ObjectId> owner(IpAddress address) {
            return d.tables.addresses().owner(subnet.id(), address);
        }

        @Override
        public Optional<IpAddress> lowestFreed() {
            return d.tables.ranges().lowestFreed(subnet.id(), family);
        }

        @Override
        public Optional<IpAddress> highestFreed() {
            return d.tables.ranges().highestFreed(subnet.id(), family);
        }
    }
}
