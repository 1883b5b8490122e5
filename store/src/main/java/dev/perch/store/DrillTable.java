package dev.perch.store;

import dev.perch.model.Drill;
import dev.perch.model.ObjectId.VipId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Drills. */
public record DrillTable(Handle handle) {

    public void insert(Drill drill) {
        handle.createUpdate("INSERT INTO drill (id, vip, mode, at, result) VALUES (:id, :vip, :mode, :at, :result)")
                .bind("id", drill.id().toString())
                .bind("vip", drill.vip().toString())
                .bind("mode", drill.mode())
                .bind("at", Text.of(drill.at()))
                .bind("result", drill.result())
                .execute();
    }

    /** The last ones, newest first. */
    public List<Drill> of(VipId vip, int limit) {
        return handle.createQuery("SELECT * FROM drill WHERE vip = :vip ORDER BY at DESC LIMIT :limit")
                .bind("vip", vip.toString())
                .bind("limit", limit)
                .map((row, context) -> new Drill(
                        UUID.fromString(row.getString("id")),
                        vip,
                        row.getString("mode"),
                        Instant.parse(row.getString("at")),
                        row.getString("result")))
                .list();
    }
}
