package dev.perch.store;

import dev.perch.model.Audit;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The audit log. */
public record AuditTable(Handle handle) {

    void insert(Audit audit) {
        handle.createUpdate("""
            INSERT INTO audit (sequence, at, project, actor, operation, subject_kind, subject, revision, detail)
            VALUES (:sequence, :at, :project, :actor, :operation, :kind, :subject, :revision, :detail)
            """)
                .bind("sequence", audit.sequence())
                .bind("at", audit.at().toString())
                .bind("project", audit.project().value())
                .bind("actor", audit.actor())
                .bind("operation", audit.operation())
                .bind("kind", audit.subjectKind())
                .bind("subject", audit.subject())
                .bind("revision", audit.revision().value())
                .bind("detail", audit.detail())
                .execute();
    }

    public List<Audit> after(ProjectId project, long after, int limit) {
        return handle.createQuery("""
            SELECT * FROM audit WHERE project = :project AND sequence > :after ORDER BY sequence LIMIT :limit
            """)
                .bind("project", project.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(AuditTable::audit)
                .list();
    }

    /** The newest ones, oldest first. */
    public List<Audit> last(ProjectId project, int count) {
        return handle.createQuery("""
            SELECT * FROM audit WHERE project = :project ORDER BY sequence DESC LIMIT :count
            """)
                .bind("project", project.value())
                .bind("count", count)
                .map(AuditTable::audit)
                .list()
                .reversed();
    }

    private static Audit audit(ResultSet row, StatementContext context) throws SQLException {
        return new Audit(
                row.getLong("sequence"),
                Instant.parse(row.getString("at")),
                new ProjectId(row.getString("project")),
                row.getString("actor"),
                row.getString("operation"),
                row.getString("subject_kind"),
                row.getString("subject"),
                new Revision(row.getLong("revision")),
                row.getString("detail"));
    }
}
