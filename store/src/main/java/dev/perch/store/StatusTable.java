package dev.perch.store;

import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Server;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How servers are, as observed. */
public record StatusTable(Handle handle) {

    public void put(Server.Status status) {
        handle.createUpdate("""
            INSERT INTO server_status (server, state, detail, since) VALUES (:server, :state, :detail, :since)
            ON CONFLICT (server) DO UPDATE SET state = excluded.state, detail = excluded.detail, since = excluded.since
            """)
                .bind("server", status.server().toString())
                .bind("state", status.state().name())
                .bind("detail", status.detail())
                .bind("since", status.since().toString())
                .execute();
    }

    public void putForwarding(ServerId server, boolean forwards) {
        handle.createUpdate("UPDATE server_status SET forwards = :forwards WHERE server = :server")
                .bind("forwards", forwards ? 1 : 0)
                .bind("server", server.toString())
                .execute();
    }

    /** Whether the server forwards packets between its interfaces, as far as anybody looked. */
    public boolean forwards(ServerId server) {
        return handle.createQuery("SELECT 1 FROM server_status WHERE server = :server AND forwards = 1")
                .bind("server", server.toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    public Optional<Server.Status> get(ServerId server) {
        return handle.createQuery("SELECT * FROM server_status WHERE server = :server")
                .bind("server", server.toString())
                .map((row, context) -> read(row))
                .findOne();
    }

    public List<Server.Status> all() {
        return handle.createQuery("SELECT * FROM server_status")
                .map((row, context) -> read(row))
                .list();
    }

    private static Server.Status read(ResultSet row) throws SQLException {
        return new Server.Status(
                new ServerId(UUID.fromString(row.getString("server"))),
                Server.State.valueOf(row.getString("state")),
                row.getString("detail"),
                Instant.parse(row.getString("since")));
    }
}
