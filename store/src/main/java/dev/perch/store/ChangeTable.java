package dev.perch.store;

import dev.perch.model.Change;
import dev.perch.model.Revision;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which objects each revision touched; the deleted ones as well, so that other controllers hear of them. */
public record ChangeTable(Handle handle) {

    void insert(Change change) {
        handle.createUpdate(
                        "INSERT INTO change (revision, kind, id) VALUES (:revision, :kind, :id) ON CONFLICT DO NOTHING")
                .bind("revision", change.revision().value())
                .bind("kind", change.object().kind().name())
                .bind("id", change.object().toString())
                .execute();
    }

    public List<Change> after(Revision revision, int limit) {
        return handle.createQuery("SELECT * FROM change WHERE revision > :revision ORDER BY revision LIMIT :limit")
                .bind("revision", revision.value())
                .bind("limit", limit)
                .map((row, context) -> new Change(
                        new Revision(row.getLong("revision")), Text.id(row.getString("kind"), row.getString("id"))))
                .list();
    }

    void forgetUpTo(long revision) {
        handle.createUpdate("DELETE FROM change WHERE revision <= :revision")
                .bind("revision", revision)
                .execute();
    }
}
