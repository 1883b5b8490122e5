package dev.perch.store;

import dev.perch.model.FamilySplit;
import dev.perch.model.Holding;
import dev.perch.model.Move;
import dev.perch.model.Move.Cause;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Who holds the virtual IPs, and the moves that made it so. */
public record HolderTable(Handle handle) {

    public void put(Holding holding) {
        handle.createUpdate("""
            INSERT INTO holder (vip, family, port, mac, epoch, since, evidence)
            VALUES (:vip, :family, :port, :mac, :epoch, :since, :evidence)
            ON CONFLICT (vip, family) DO UPDATE SET port = excluded.port, mac = excluded.mac, epoch = excluded.epoch,
                                                    since = excluded.since, evidence = excluded.evidence
            """)
                .bind("vip", holding.vip().toString())
                .bind("family", holding.family().version())
                .bind("port", holding.port().map(PortId::toString).orElse(null))
                .bind("mac", holding.mac().map(MacAddress::toString).orElse(null))
                .bind("epoch", holding.epoch())
                .bind("since", holding.since().toString())
                .bind("evidence", holding.evidence())
                .execute();
    }

    public void insert(Move move) {
        handle.createUpdate("""
            INSERT INTO move (vip, family, epoch, from_port, to_port, cause, evidence, at)
            VALUES (:vip, :family, :epoch, :from, :to, :cause, :evidence, :at)
            """)
                .bind("vip", move.vip().toString())
                .bind("family", move.family().version())
                .bind("epoch", move.epoch())
                .bind("from", move.from().map(PortId::toString).orElse(null))
                .bind("to", move.to().map(PortId::toString).orElse(null))
                .bind("cause", move.cause().name())
                .bind("evidence", move.evidence())
                .bind("at", Text.of(move.at()))
                .execute();
    }

    public Optional<Holding> get(VipId vip, Family family) {
        return of(vip).stream().filter(h -> h.family() == family).findFirst();
    }

    public List<Holding> of(VipId vip) {
        return handle.createQuery("SELECT * FROM holder WHERE vip = :vip ORDER BY family")
                .bind("vip", vip.toString())
                .map((row, context) -> holding(row))
                .list();
    }

    public List<Holding> all() {
        return handle.createQuery("SELECT * FROM holder ORDER BY vip, family")
                .map((row, context) -> holding(row))
                .list();
    }

    /** The last moves, newest first. */
    public List<Move> moves(VipId vip, int limit) {
        return handle.createQuery(
                        "SELECT * FROM move WHERE vip = :vip ORDER BY at DESC, epoch DESC, family LIMIT :limit")
                .bind("vip", vip.toString())
                .bind("limit", limit)
                .map((row, context) -> move(row))
                .list();
    }

    /** The virtual IPs whose addresses are held by different ports. */
    public List<FamilySplit> splits() {
        return handle.createQuery("""
            SELECT h4.vip, h4.port AS ipv4, h6.port AS ipv6, h4.since AS since4, h6.since AS since6
            FROM holder h4 JOIN holder h6 ON h6.vip = h4.vip AND h6.family = 6
            WHERE h4.family = 4 AND h4.port <> h6.port
            """).map((row, context) -> split(row)).list();
    }

    /** The virtual IPs whose split is known to whoever has to know. */
    public Set<VipId> alarmed() {
        return handle.createQuery("SELECT vip FROM family_alarm")
                .mapTo(String.class)
                .map(id -> new VipId(UUID.fromString(id)))
                .collect(Collectors.toSet());
    }

    public void alarm(VipId vip) {
        handle.execute("INSERT INTO family_alarm (vip) VALUES (?)", vip.toString());
    }

    public void calm(VipId vip) {
        handle.execute("DELETE FROM family_alarm WHERE vip = ?", vip.toString());
    }

    private static FamilySplit split(ResultSet row) throws SQLException {
        Instant since4 = Instant.parse(row.getString("since4"));
        Instant since6 = Instant.parse(row.getString("since6"));
        return new FamilySplit(
                new VipId(UUID.fromString(row.getString("vip"))),
                port(row, "ipv4").orElseThrow(),
                port(row, "ipv6").orElseThrow(),
                since4.isAfter(since6) ? since4 : since6);
    }

    private static Holding holding(ResultSet row) throws SQLException {
        return new Holding(
                new VipId(UUID.fromString(row.getString("vip"))),
                Text.family(row.getLong("family")),
                port(row, "port"),
                Optional.ofNullable(row.getString("mac")).map(MacAddress::of),
                row.getLong("epoch"),
                Instant.parse(row.getString("since")),
                row.getString("evidence"));
    }

    private static Move move(ResultSet row) throws SQLException {
        return new Move(
                new VipId(UUID.fromString(row.getString("vip"))),
                Text.family(row.getLong("family")),
                row.getLong("epoch"),
                port(row, "from_port"),
                port(row, "to_port"),
                Cause.valueOf(row.getString("cause")),
                row.getString("evidence"),
                Instant.parse(row.getString("at")));
    }

    private static Optional<PortId> port(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(id -> new PortId(UUID.fromString(id)));
    }
}
