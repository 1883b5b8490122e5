package dev.perch.store;

import dev.perch.model.Meta;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that every object's table has. */
final class MetaColumns {

    private MetaColumns() {}

    static Meta read(ResultSet row) throws SQLException {
        return new Meta(
                new ProjectId(row.getString("project")),
                row.getString("name"),
                row.getString("description"),
                Text.attributes(row.getString("attributes")),
                Instant.parse(row.getString("created")),
                Instant.parse(row.getString("updated")),
                new Revision(row.getLong("revision")));
    }

    static <S extends SqlStatement<S>> S bind(S statement, Meta meta) {
        return statement
                .bind("project", meta.project().value())
                .bind("name", meta.name())
                .bind("description", meta.description())
                .bind("attributes", Text.of(meta.attributes()))
                .bind("created", meta.created().toString())
                .bind("updated", meta.updated().toString())
                .bind("revision", meta.revision().value());
    }
}
