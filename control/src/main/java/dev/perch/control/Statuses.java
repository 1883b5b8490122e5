package dev.perch.control;

import dev.perch.model.Event;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Server;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How servers are, as observed. */
public final class Statuses {
    private final Desk desk;

    Statuses(Desk desk) {
        this.desk = desk;
    }

    /** Records a status and appends {@code server.state} when the state changed. A server that is gone is ignored. */
    public void record(Server.Status status) {
        desk.store().write(write -> {
            Tables tables = write.tables();
            Optional<Server> server = tables.servers().get(status.server());
            Optional<Server.Status> before = tables.statuses().get(status.server());
            if (server.isEmpty() || before.filter(status::equals).isPresent()) {
                return null;
            }
            tables.statuses().put(status);
            if (before.filter(b -> b.state() == status.state()).isEmpty()) {
                String state = status.state().name().toLowerCase(Locale.ROOT);
                write.append(sequence -> new Event(
                        sequence,
                        status.since(),
                        "server.state",
                        "server",
                        status.server().toString(),
                        "server '" + server.get().meta().name() + "' is " + state
                                + (status.detail().isEmpty() ? "" : ": " + status.detail()),
                        Json.of(Map.of("state", state, "detail", status.detail()))));
            }
            return null;
        });
    }

    /** Records whether a server forwards packets, for V12. */
    public void recordForwarding(ServerId server, boolean forwards) {
        boolean known = desk.read(tables -> tables.statuses().forwards(server));
        if (known != forwards) {
            desk.store().write(write -> {
                write.tables().statuses().putForwarding(server, forwards);
                return null;
            });
        }
    }

    public Optional<Server.Status> of(ServerId server) {
        return desk.read(tables -> tables.statuses().get(server));
    }

    public List<Server.Status> all() {
        return desk.read(tables -> tables.statuses().all());
    }
}
