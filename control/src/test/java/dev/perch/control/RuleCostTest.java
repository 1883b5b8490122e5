package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProviderPools;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Engine;
import dev.perch.store.Store;
import dev.perch.store.Tables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** What a rule more takes of the database, counted in instructions of SQLite's virtual machine. */
final class RuleCostTest {
    private static final int MANY = 1000;

    private Store store;
    private Control control;
    private Caller caller;
    private VpcId vpc;
    private final AtomicLong instructions = new AtomicLong();

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Store.open(Engine.SQLITE.fresh(folder));
        control = Control.open(
                store,
                InstantSource.system(),
                RandomGenerator.of("L64X128MixRandom"),
                Optional.of(ProviderPools.DEFAULT));
        caller = new Caller(control.project(), "tester");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void aRuleMoreTakesTheSameBesideOneAndBesideAThousand() throws SQLException {
        SecurityGroupId group = usedGroup();
        control.securityRules().create(caller, group, rule(0)).orThrow();
        count();
        long besideOne = measure(group, 1);
        control.securityRules()
                .createAll(
                        caller,
                        group,
                        IntStream.range(1, MANY).mapToObj(RuleCostTest::rule).toList(),
                        false)
                .orThrow();
        control.snapshots().groups(vpc);
        long besideMany = measure(group, MANY);
        assertThat(besideOne).isPositive();
        assertThat(besideMany).isBetween(besideOne * 95 / 100, besideOne * 105 / 100);
    }

    /** How many instructions it takes to make a rule, to read what the VPC has then, and to delete the rule again. */
    private long measure(SecurityGroupId group, int number) {
        long before = instructions.get();
        SecurityRule made =
                control.securityRules().create(caller, group, rule(number)).orThrow();
        assertThat(control.snapshots().groups(vpc).rules().get(group)).contains(made);
        control.securityRules().delete(caller, made.id()).orThrow();
        assertThat(control.snapshots().groups(vpc).rules().get(group)).doesNotContain(made);
        return instructions.get() - before;
    }

    private void count() throws SQLException {
        for (Connection connection : List.of(
                store.<Connection>read(RuleCostTest::connection),
                store.<Connection>write(write -> connection(write.tables())))) {
            ProgressHandler.setHandler(connection, 1, new ProgressHandler() {
                @Override
                protected int progress() {
                    instructions.incrementAndGet();
                    return 0;
                }
            });
        }
    }

    private static Connection connection(Tables tables) {
        try {
            return tables.rules().handle().getConnection().unwrap(SQLiteConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private SecurityGroupId usedGroup() {
        vpc = control.vpcs()
                .create(caller, new Vpcs.Create("net", "", Optional.of(IpPrefix.of("10.0.0.0/8")), Map.of()))
                .orThrow()
                .id();
        var subnet = control.subnets()
                .create(caller, World.segment(vpc, "front", "10.0.0.0/24"))
                .orThrow();
        return control.ports()
                .create(caller, World.port(subnet.subnet().id(), AddressChoice.FIRST))
                .orThrow()
                .port()
                .groups()
                .groups()
                .getFirst();
    }

    private static SecurityRules.Create rule(int number) {
        return new SecurityRules.Create(
                Direction.INGRESS,
                Family.IPV4,
                Optional.of(17),
                List.of(new PortRange(1000 + number, 1000 + number)),
                new Block(IpPrefix.of("10." + number / 256 + "." + number % 256 + ".0/24")),
                Action.ALLOW,
                1,
                true,
                "");
    }
}
