package dev.perch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressPool.Grant;
import dev.perch.model.AddressRefusal.AddressInUse;
import dev.perch.model.AddressRefusal.AddressOutsideSubnet;
import dev.perch.model.AddressRefusal.AddressReserved;
import dev.perch.model.AddressRefusal.AddressWrongFamily;
import dev.perch.model.AddressRefusal.NoFreeAddress;
import dev.perch.model.ObjectId.PortId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Giving addresses out and taking them back. */
final class AddressPoolTest {

    /** A range with its uses in memory, kept as the store keeps them. */
    private static final class Model implements AddressPool.Uses {
        private final Map<IpAddress, ObjectId> used = new HashMap<>();
        private final TreeSet<IpAddress> freed = new TreeSet<>();
        private int lookups;
        private AddressPool pool;

        Model(String cidr) {
            IpPrefix prefix = IpPrefix.of(cidr);
            pool = AddressPool.of(new Subnet.Range(new UUID(0, 0), prefix, SubnetRules.defaultGateway(prefix)));
        }

        Outcome<Grant> keep(Outcome<Grant> outcome) {
            if (outcome instanceof Outcome.Done<Grant>(Grant grant)) {
                assertThat(used.put(grant.address(), new PortId(new UUID(0, used.size()))))
                        .isNull();
                assertThat(freed.remove(grant.address())).isEqualTo(grant.freed());
                pool = grant.after();
            }
            return outcome;
        }

        void free(IpAddress address) {
            used.remove(address);
            if (pool.remembers(address)) {
                freed.add(address);
            }
        }

        @Override
        public Optional<ObjectId> owner(IpAddress address) {
            lookups++;
            return Optional.ofNullable(used.get(address));
        }

        @Override
        public Optional<IpAddress> lowestFreed() {
            return freed.isEmpty() ? Optional.empty() : Optional.of(freed.first());
        }

        @Override
        public Optional<IpAddress> highestFreed() {
            return freed.isEmpty() ? Optional.empty() : Optional.of(freed.last());
        }
    }

    /** What a pool is for, without marks: every address that may be given out, and whether it is. */
    private static TreeMap<IpAddress, Boolean> reference(String cidr) {
        TreeMap<IpAddress, Boolean> free = new TreeMap<>();
        IpPrefix prefix = IpPrefix.of(cidr);
        for (int i = 2; i < prefix.size().intValue() - 3; i++) {
            free.put(prefix.first().plus(i), true);
        }
        return free;
    }

    @Property(tries = 500)
    void everyAnswerIsThatOfASimpleList(@ForAll @Size(max = 120) List<@IntRange(min = 0, max = 99) Integer> steps) {
        Model model = new Model("10.0.0.0/27");
        TreeMap<IpAddress, Boolean> reference = reference("10.0.0.0/27");
        for (int step : steps) {
            List<IpAddress> free =
                    reference.keySet().stream().filter(reference::get).toList();
            List<IpAddress> taken =
                    reference.keySet().stream().filter(a -> !reference.get(a)).toList();
            if (step < 30) {
                expect(
                        model.keep(model.pool.first("address", model)),
                        free.isEmpty() ? null : free.getFirst(),
                        reference);
            } else if (step < 50) {
                expect(
                        model.keep(model.pool.last("address", model)),
                        free.isEmpty() ? null : free.getLast(),
                        reference);
            } else if (step < 65) {
                IpAddress chosen = IpAddress.of("10.0.0.0").plus(step % 32);
                boolean may = reference.getOrDefault(chosen, false);
                expect(model.keep(model.pool.exactly("address", chosen, model)), may ? chosen : null, reference);
            } else if (!taken.isEmpty()) {
                IpAddress back = taken.get(step % taken.size());
                model.free(back);
                reference.put(back, true);
            }
        }
    }

    private static void expect(Outcome<Grant> outcome, IpAddress expected, Map<IpAddress, Boolean> reference) {
        switch (outcome) {
            case Outcome.Done<Grant>(Grant grant) -> {
                assertThat(grant.address()).isEqualTo(expected);
                reference.put(grant.address(), false);
            }
            case Outcome.Refused<Grant> refused -> assertThat(expected).isNull();
        }
    }

    @Property(tries = 20)
    void theLastFreeAddressIsFoundAndThenNoneIsLeft(@ForAll @IntRange(min = 24, max = 28) int length) {
        String cidr = "192.168.7.0/" + length;
        Model model = new Model(cidr);
        int usable = (1 << 32 - length) - 5;
        for (int i = 0; i < usable; i++) {
            model.keep(i % 2 == 0 ? model.pool.first("address", model) : model.pool.last("address", model))
                    .orThrow();
        }
        Refusal full = refusal(model.pool.first("address", model));
        assertThat(full).isEqualTo(new NoFreeAddress("address", IpPrefix.of(cidr)));
        assertThat(full.message()).isEqualTo("address: every address of " + cidr + " is in use or reserved");
        IpAddress back = IpAddress.of("192.168.7.5");
        model.free(back);
        assertThat(model.keep(model.pool.last("address", model)).orThrow().address())
                .isEqualTo(back);
    }

    @Test
    void theCostDoesNotGrowWithTheAddressesInUse() {
        Model model = new Model("10.0.0.0/16");
        for (int i = 0; i < 40_000; i++) {
            model.keep(model.pool.first("address", model)).orThrow();
        }
        assertThat(model.lookups).isLessThan(40_100);
        for (int i = 2; i < 10_000; i++) {
            model.free(IpAddress.of("10.0.0.0").plus(i));
        }
        int before = model.lookups;
        for (int i = 2; i < 10_000; i++) {
            assertThat(model.keep(model.pool.first("address", model)).orThrow().address())
                    .isEqualTo(IpAddress.of("10.0.0.0").plus(i));
        }
        assertThat(model.lookups - before).isLessThan(20_000);
    }

    @Test
    void anIpv6RangeGivesOutWhatFollowsItsGateway() {
        Model model = new Model("fd00:1::/64");
        assertThat(model.keep(model.pool.first("address_v6", model)).orThrow().address())
                .isEqualTo(IpAddress.of("fd00:1::2"));
        assertThat(model.keep(model.pool.last("address_v6", model)).orThrow().address())
                .isEqualTo(IpAddress.of("fd00:1::ffff:ffff:ffff:fffc"));
    }

    @Test
    void chosenAddressesAreRefusedWithTheRule() {
        Model model = new Model("10.0.0.0/24");
        assertThat(chosen(model, "10.0.0.0")).isInstanceOf(AddressReserved.class);
        assertThat(chosen(model, "10.0.0.1").message()).isEqualTo("address: 10.0.0.1 is reserved: the gateway");
        assertThat(chosen(model, "10.0.0.253").message())
                .isEqualTo("address: 10.0.0.253 is reserved: one of the last 3 addresses of 10.0.0.0/24");
        assertThat(chosen(model, "10.0.0.255")).isInstanceOf(AddressReserved.class);
        assertThat(chosen(model, "10.0.1.5")).isInstanceOf(AddressOutsideSubnet.class);
        assertThat(chosen(model, "fd00::5")).isInstanceOf(AddressWrongFamily.class);
        model.keep(model.pool.exactly("address", IpAddress.of("10.0.0.9"), model))
                .orThrow();
        assertThat(chosen(model, "10.0.0.9")).isInstanceOf(AddressInUse.class);
    }

    private static Refusal chosen(Model model, String address) {
        return refusal(model.pool.exactly("address", IpAddress.of(address), model));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).refusal();
    }
}
