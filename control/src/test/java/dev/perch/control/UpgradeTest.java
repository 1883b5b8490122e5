package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.net.Family;
import dev.perch.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance gets that is older than something every object has by now. */
final class UpgradeTest {

    private static final String PROJECT = "0".repeat(32);
    private static final String VPC = "00000000-0000-4000-8000-000000000001";

    @Test
    void aVpcThatIsOlderThanRouteTablesGetsItsDefaultOneAtTheNextStart(@TempDir Path data) throws SQLException {
        old(data, "1", vpc());
        for (int start = 0; start < 2; start++) {
            try (Control control = open(data)) {
                Caller caller = new Caller(control.project(), "tester");
                assertThat(control.routeTables().list(caller, RouteTables.Filter.ALL, Page.FIRST))
                        .singleElement()
                        .satisfies(view -> {
                            assertThat(view.table().isDefault()).isTrue();
                            assertThat(view.table().meta().name()).isEqualTo("rtb-old");
                            assertThat(view.table().number()).isEqualTo(1000);
                        });
            }
        }
    }

    @Test
    void portsAndVirtualIpsThatAreOlderThanSecurityGroupsAreInTheDefaultOneAtTheNextStart(@TempDir Path data)
            throws SQLException {
        String subnet = "00000000-0000-4000-8000-000000000002";
        String meta = "'" + PROJECT + "', 'old', '', '', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', 1";
        old(
                data,
                "1",
                vpc(),
                "INSERT INTO subnet VALUES ('%s', %s, '%s')".formatted(subnet, meta, VPC),
                "INSERT INTO subnet_range VALUES ('%s', '%s', 4, '10.0.0.0/24', '10.0.0.1', '10.0.0.2', '10.0.0.254')"
                        .formatted(subnet.replace('2', '9'), subnet),
                """
                INSERT INTO port (id, project, name, description, attributes, created, updated, revision, subnet, mac)
                VALUES ('%s', %s, '%s', 'fa:16:3e:00:00:01')
                """.formatted(subnet.replace('2', '3'), meta, subnet),
                "INSERT INTO vip (id, project, name, description, attributes, created, updated, revision, subnet, mac, reach)"
                        + " VALUES ('%s', %s, '%s', 'fa:16:3e:00:00:02', 'EVERYWHERE')"
                                .formatted(subnet.replace('2', '4'), meta, subnet));
        SecurityGroupId first = null;
        for (int start = 0; start < 2; start++) {
            try (Control control = open(data)) {
                Caller caller = new Caller(control.project(), "tester");
                GroupView group =
                        control.securityGroups().find(caller, "default").orThrow();
                assertThat(group.group().isDefault()).isTrue();
                assertThat(group.rules()).hasSize(4);
                assertThat(group.ports()).isEqualTo(2);
                SecurityGroupId id = group.group().id();
                assertThat(first == null || first.equals(id)).isTrue();
                first = id;
                PortView port = control.ports().find(caller, "old").orThrow();
                VipView vip = control.virtualIps().find(caller, "old").orThrow();
                assertThat(port.port().groups().groups()).containsExactly(id);
                assertThat(vip.vip().groups()).isEqualTo(port.port().groups());
                assertThat(control.snapshots().groups(port.subnet().vpc()).sets())
                        .containsExactly(port.port().groups());
            }
        }
    }

    @Test
    void rulesThatAreOlderThanTheNotesOfTheirChangesAreSeenAndAreThereOnce(@TempDir Path data) throws SQLException {
        String group = "00000000-0000-4000-8000-000000000005";
        old(
                data,
                "2",
                vpc(),
                "INSERT INTO security_group VALUES ('%s', '%s', 'web', '', '', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', 1, NULL, 0)"
                        .formatted(group, PROJECT),
                "INSERT INTO security_rule VALUES ('%s', '%s', 'INGRESS', 4, 6, '80-80', NULL, NULL, 'ALLOW', 1, 1, '', '%3$s', '%3$s')"
                        .formatted(group.replace('5', '6'), group, "2026-01-02T03:04:05Z"),
                "INSERT INTO group_set VALUES (1, '" + group + "')",
                "INSERT INTO group_set_member VALUES (1, '" + group + "')",
                "INSERT INTO vpc_group_set VALUES ('" + VPC + "', 1)",
                "UPDATE revision SET revision = 1");
        SecurityGroupId web = new SecurityGroupId(UUID.fromString(group));
        VpcId vpc = new VpcId(UUID.fromString(VPC));
        try (Control control = open(data)) {
            Caller caller = new Caller(control.project(), "tester");
            List<SecurityRule> old = control.snapshots().groups(vpc).rules().get(web);
            assertThat(old)
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.ports()).containsExactly(new PortRange(80, 80)));
            assertThat(World.refusal(control.securityRules().create(caller, web, tcp(80)))
                            .code())
                    .isEqualTo("rule-exists");
            SecurityRule made =
                    control.securityRules().create(caller, web, tcp(81)).orThrow();
            assertThat(control.snapshots().groups(vpc).rules().get(web)).containsExactly(old.getFirst(), made);
            control.securityRules().delete(caller, old.getFirst().id()).orThrow();
            assertThat(control.snapshots().groups(vpc).rules().get(web)).containsExactly(made);
        }
    }

    private static SecurityRules.Create tcp(int port) {
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

    private static String vpc() {
        return """
            INSERT INTO vpc (id, project, name, description, attributes, created, updated, revision, cidr)
            VALUES ('%s', '%s', 'old', '', '', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', 1, '10.0.0.0/8')
            """.formatted(VPC, PROJECT);
    }

    /** A database of a version with these rows. */
    private static void old(Path data, String version, String... rows) throws SQLException {
        String url = "jdbc:sqlite:" + data.resolve("perch.db");
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:dev/perch/store/migrations")
                .target(version)
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection
                    .createStatement()
                    .execute("INSERT INTO instance (key, value) VALUES ('project', '" + PROJECT + "')");
            for (String row : rows) {
                connection.createStatement().execute(row);
            }
        }
    }

    private static Control open(Path data) {
        return Control.open(data, Optional.empty(), InstantSource.system(), Optional.empty());
    }
}
