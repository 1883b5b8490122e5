package dev.perch.api.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.http.Answer;
import dev.perch.api.http.Json;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.model.Audit;
import java.util.List;

/** {@code audit}: what was changed by whom. */
final class AuditCalls {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 10_000;

    private final Control control;

    AuditCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("audit", this::list);
    }

    private record Shape(
            long sequence,
            String at,
            String project,
            String actor,
            String operation,
            String subjectKind,
            String subject,
            long revision,
            JsonNode detail) {
        static Shape of(Audit audit) {
            return new Shape(
                    audit.sequence(),
                    Shapes.time(audit.at()),
                    audit.project().toString(),
                    audit.actor(),
                    audit.operation(),
                    audit.subjectKind(),
                    audit.subject(),
                    audit.revision().value(),
                    Json.tree(audit.detail()));
        }
    }

    private record Page(List<Shape> audit) {}

    private Answer list(Request request, Caller caller) {
        long after = request.query().number("after", 0, Long.MAX_VALUE).orElse(0L);
        int limit = request.query().integer("limit", 1, MOST).orElse(USUAL_LIMIT);
        List<Audit> audits = request.query()
                .integer("last", 1, MOST)
                .map(count -> control.audits().last(caller, count))
                .orElseGet(() -> control.audits().after(caller, after, limit));
        return Answer.ok(new Page(audits.stream().map(Shape::of).toList()));
    }
}
