package dev.perch.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance gets that is older than something every object has by now. */
final class UpgradeTest {

    @Test
    void aVpcThatIsOlderThanRouteTablesGetsItsDefaultOneAtTheNextStart(@TempDir Path data) throws SQLException {
        String url = "jdbc:sqlite:" + data.resolve("perch.db");
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:dev/perch/store/migrations")
                .target("1")
                .load()
                .migrate();
        String project = "0".repeat(32);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("""
                INSERT INTO vpc (id, project, name, description, attributes, created, updated, revision, cidr)
                VALUES ('00000000-0000-4000-8000-000000000001', '%1$s', 'old', '', '', '2026-01-02T03:04:05Z',
                        '2026-01-02T03:04:05Z', 1, '10.0.0.0/8')
                """.formatted(project));
            connection
                    .createStatement()
                    .execute("INSERT INTO instance (key, value) VALUES ('project', '" + project + "')");
        }
        for (int start = 0; start < 2; start++) {
            try (Control control = Control.open(data, Optional.empty(), InstantSource.system(), Optional.empty())) {
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
}
