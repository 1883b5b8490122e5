package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProviderPools;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import dev.perch.store.Store;
import dev.perch.store.Tables;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of security rules is what the store has, and the same object while it is the same. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RulebookTest {
    private static final int STEPS = 200;

    @Parameter
    private Engine engine;

    private Store store;
    private Control control;
    private Caller caller;
    private VpcId vpc;
    private Port port;
    private final Rulebook book = new Rulebook();

    /** A port, and the group that it is in when it is in no other. */
    private record Port(PortId id, SecurityGroupId preset) {}

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Store.open(engine.fresh(folder));
        control = Control.open(
                store,
                InstantSource.system(),
                RandomGenerator.of("L64X128MixRandom"),
                Optional.of(ProviderPools.DEFAULT));
        caller = new Caller(control.project(), "tester");
        vpc = control.vpcs()
                .create(caller, new Vpcs.Create("net", "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of()))
                .orThrow()
                .id();
        var subnet = control.subnets()
                .create(caller, World.segment(vpc, "front", "10.0.0.0/24"))
                .orThrow();
        var made = control.ports()
                .create(caller, World.port(subnet.subnet().id(), AddressChoice.FIRST))
                .orThrow()
                .port();
        port = new Port(made.id(), made.groups().groups().getFirst());
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void whateverHappensItIsWhatTheStoreHas() {
        long seed = System.nanoTime();
        RandomGenerator random = new Random(seed);
        List<SecurityGroupId> groups = new ArrayList<>(List.of(group("a"), group("b"), group("c")));
        Map<SecurityGroupId, List<SecurityRule>> before = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            step(groups, random);
            if (random.nextInt(3) == 0) {
                before = look(before, random.nextInt(4) == 0, "seed " + seed + ", step " + step);
            }
        }
    }

    private void step(List<SecurityGroupId> groups, RandomGenerator random) {
        SecurityGroupId group = groups.get(random.nextInt(groups.size()));
        List<SecurityRule> rules =
                control.securityGroups().get(caller, group).orThrow().rules();
        int number = 1 + random.nextInt(60_000);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> control.securityRules().create(caller, group, rule(number));
            case 4, 5 ->
                rules.stream()
                        .skip(random.nextInt(rules.size() + 1))
                        .findFirst()
                        .ifPresent(rule -> control.securityRules()
                                .delete(caller, rule.id())
                                .orThrow());
            case 6 ->
                control.securityRules().rehearse(caller, group, rule(number)).orThrow();
            case 7 ->
                World.refusal(
                        control.securityRules().createAll(caller, group, List.of(rule(number), rule(number)), false));
            case 8 ->
                control.securityGroups()
                        .update(
                                caller,
                                group,
                                new SecurityGroups.Update(Optional.of("n" + number), Optional.empty(), Map.of()))
                        .orThrow();
            default -> {
                control.securityGroups().delete(caller, group).orThrow();
                groups.remove(group);
                groups.add(group("g" + number));
            }
        }
    }

    private Map<SecurityGroupId, List<SecurityRule>> look(
            Map<SecurityGroupId, List<SecurityRule>> before, boolean everything, String where) {
        Map<SecurityGroupId, List<SecurityRule>> now = (everything
                        ? control.snapshots().everything().groups().get(vpc)
                        : control.snapshots().groups(vpc))
                .rules();
        Map<SecurityGroupId, List<SecurityRule>> anew = store.read(tables -> new Rulebook().of(tables, vpc));
        assertThat(now.keySet()).as(where).isEqualTo(anew.keySet());
        now.forEach((group, rules) -> {
            assertThat(rules).as(where).containsExactlyInAnyOrderElementsOf(anew.get(group));
            if (ids(rules).equals(ids(before.getOrDefault(group, List.of())))) {
                assertThat(rules).as(where).isSameAs(before.get(group));
            }
        });
        return now;
    }

    private static List<RuleId> ids(List<SecurityRule> rules) {
        return rules.stream()
                .map(SecurityRule::id)
                .sorted(Comparator.comparing(RuleId::toString))
                .toList();
    }

    @Test
    void anOlderMomentIsReadAnewAndNotRemembered() {
        SecurityGroupId group = group("web");
        read();
        store.read(older -> {
            List<SecurityRule> then = older.rules().of(group);
            control.securityRules().create(caller, group, rule(80)).orThrow();
            List<SecurityRule> now =
                    CompletableFuture.supplyAsync(this::read).join().get(group); // another thread, another moment
            assertThat(now).hasSize(then.size() + 1);
            assertThat(book.of(older, vpc).get(group)).containsExactlyInAnyOrderElementsOf(then);
            assertThat(CompletableFuture.supplyAsync(this::read).join().get(group))
                    .isSameAs(now);
            return now;
        });
    }

    @Test
    void everyReaderSeesItsOwnMoment() throws InterruptedException, ExecutionException {
        SecurityGroupId group = group("web");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reading.add(readers.submit(() -> {
                    for (int n = 0; n < 100; n++) {
                        assertThat(store.<Boolean>read(tables -> isRight(tables, group)))
                                .isTrue();
                    }
                }));
            }
            for (int i = 1; i <= 60; i++) {
                SecurityRule made =
                        control.securityRules().create(caller, group, rule(i)).orThrow();
                if (i % 3 == 0) {
                    control.securityRules().delete(caller, made.id()).orThrow();
                }
            }
            for (Future<?> reader : reading) {
                reader.get();
            }
        }
    }

    private boolean isRight(Tables tables, SecurityGroupId group) {
        return ids(tables.rules().of(group)).equals(ids(book.of(tables, vpc).get(group)));
    }

    @Test
    void afterSoManyRevisionsThatChangesAreForgottenAllIsReadAnew() {
        SecurityGroupId web = group("web");
        SecurityGroupId db = group("db");
        List<SecurityRule> untouched = read().get(db);
        control.securityRules().create(caller, web, rule(80)).orThrow();
        store.write(write ->
                write.tables().rules().handle().execute("UPDATE revision SET revision = 299 * 1024 - 1 WHERE id = 1"));
        control.securityRules().create(caller, web, rule(81)).orThrow(); // with this revision old ones are forgotten
        long kept = store.read(tables -> tables.rules()
                .handle()
                .createQuery("SELECT COUNT(*) FROM rule_change")
                .mapTo(Long.class)
                .one());
        assertThat(kept).isEqualTo(1);
        assertThat(read().get(web)).hasSize(6);
        assertThat(read().get(db)).isSameAs(untouched);
    }

    @Test
    void aGroupThatIsGoneIsForgotten() {
        SecurityGroupId group = group("web");
        List<SecurityRule> rules = read().get(group);
        book.retain(Set.of(group));
        assertThat(read().get(group)).isSameAs(rules);
        book.retain(Set.of());
        assertThat(read().get(group)).isNotSameAs(rules).isEqualTo(rules);
    }

    private Map<SecurityGroupId, List<SecurityRule>> read() {
        return store.read(tables -> book.of(tables, vpc));
    }

    /** A group that a port of the VPC was in. */
    private SecurityGroupId group(String name) {
        SecurityGroupId group = control.securityGroups()
                .create(caller, new SecurityGroups.Create(name, "", Optional.empty(), Map.of()))
                .orThrow()
                .group()
                .id();
        for (SecurityGroupId in : List.of(group, port.preset())) {
            control.ports()
                    .update(caller, port.id(), Ports.Update.groups(List.of(in)))
                    .orThrow();
        }
        return group;
    }

    private static SecurityRules.Create rule(int port) {
        return new SecurityRules.Create(
                Direction.INGRESS,
                Family.IPV4,
                Optional.of(6),
                List.of(new PortRange(port, port)),
                new Anybody(),
                Action.ALLOW,
                1,
                true,
                "");
    }
}
