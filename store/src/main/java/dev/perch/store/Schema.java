package dev.perch.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Brings a database to the newest migration. */
final class Schema {

    /** The newest migration in {@code migrations/}; a test compares it with the folder. */
    static final String NEWEST = "4";

    private Schema() {}

    /**
     * Runs the migrations that are missing. Flyway takes some 400 ms to wake up, so it sleeps when there are none.
     *
     * @throws IllegalStateException when the database cannot be reached, with a message for people
     */
    static void migrate(StoreUrl url) {
        if (!isNewest(url)) {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(url.jdbc(), null, null)
                    .locations("classpath:dev/perch/store/migrations")
                    .load()
                    .migrate();
        }
    }

    private static boolean isNewest(StoreUrl url) {
        try (Connection connection = DriverManager.getConnection(url.jdbc())) {
            return isNewest(connection);
        } catch (SQLException unreachable) {
            throw new IllegalStateException(
                    "the " + url.engine() + " store cannot be opened: " + unreachable.getMessage(), unreachable);
        }
    }

    private static boolean isNewest(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                    SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank DESC LIMIT 1
                    """)) {
            return row.next() && NEWEST.equals(row.getString(1));
        } catch (SQLException noHistoryYet) {
            return false; // a real fault shows again when Flyway migrates
        }
    }
}
