package dev.perch.control;

import dev.perch.model.AddressPool;
import dev.perch.model.AddressRefusal;
import dev.perch.model.Eip;
import dev.perch.model.EipRules;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.Outcome;
import dev.perch.model.ProviderPools;
import dev.perch.model.Refusal;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.store.Store;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Optional;

/** Gives out the addresses of EIPs and takes them back, inside a decision. */
final class EipPools {

    private EipPools() {}

    /**
     * Makes the pools what they are configured to be.
     *
     * @throws IllegalStateException when an EIP would be left outside, with the reason for people
     */
    static void settle(Store store, ProviderPools pools) {
        store.write(write -> {
            pools.all().forEach(pool -> settle(write.tables(), AddressPool.of(pool)));
            return null;
        });
    }

    /** An address for a new EIP: this one, or the lowest free one. */
    static IpAddress take(Decision d, Family family, Optional<IpAddress> wanted) {
        AddressPool pool = d.tables.eipPools().get(family).orElseThrow();
        AddressPool.Uses uses = new Stored(d.tables, family);
        Outcome<AddressPool.Grant> outcome = wanted.map(address -> pool.exactly("address", address, uses))
                .orElseGet(() -> pool.first("address", uses));
        return switch (outcome) {
            case Outcome.Done<AddressPool.Grant>(AddressPool.Grant grant) -> {
                d.tables.eipPools().keep(pool, grant);
                yield grant.address();
            }
            case Outcome.Refused<AddressPool.Grant>(Refusal refusal) ->
                throw new Decision.Refused(refusal instanceof AddressRefusal no ? EipRules.of(no, pool) : refusal);
        };
    }

    private static void settle(Tables tables, AddressPool wanted) {
        Family family = wanted.cidr().family();
        Optional<AddressPool> pool = tables.eipPools().get(family);
        if (pool.filter(is -> is.cidr().equals(wanted.cidr()) && is.gateway().equals(wanted.gateway()))
                .isPresent()) {
            return;
        }
        List<IpAddress> stranded = tables.eips().all(family).stream()
                .map(Eip::address)
                .filter(address -> !wanted.cidr().contains(address)
                        || wanted.reserved(address).isPresent())
                .sorted()
                .toList();
        if (!stranded.isEmpty()) {
            IpAddress first = stranded.getFirst();
            throw new IllegalStateException(
                    "the pool of IPv" + family.version() + " EIPs cannot become " + wanted.cidr()
                            + " with the gateway " + wanted.gateway() + ": it was "
                            + pool.map(is -> is.cidr() + " with the gateway " + is.gateway())
                                    .orElse("none") + ", and "
                            + (stranded.size() == 1
                                    ? "the EIP " + first + " is"
                                    : stranded.size() + " EIPs, " + first + " among them, are")
                            + " not in the new one; start with the old pool and release "
                            + (stranded.size() == 1 ? "it" : "them") + " first");
        }
        tables.eipPools().begin(wanted);
    }

    private record Stored(Tables tables, Family family) implements AddressPool.Uses {
        @Override
        public Optional<ObjectId> owner(IpAddress address) {
            return tables.eips().at(address).map(Eip::id).map(EipId.class::cast);
        }

        @Override
        public Optional<IpAddress> lowestFreed() {
            return tables.eipPools().lowestFreed(family);
        }

        @Override
        public Optional<IpAddress> highestFreed() {
            return tables.eipPools().highestFreed(family);
        }
    }
}
