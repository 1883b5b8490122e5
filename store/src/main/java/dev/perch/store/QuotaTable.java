package dev.perch.store;

import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.ProjectId;
import dev.perch.model.Quota;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How many of a type each project may have, and how many there are. */
public record QuotaTable(Handle handle) {

    /** Sets a limit; none when it is empty. */
    public void put(ProjectId project, Quota.Type type, Optional<Long> limit) {
        handle.createUpdate(limit.isPresent() ? """
                                INSERT INTO quota (project, type, maximum) VALUES (:project, :type, :maximum)
                                ON CONFLICT (project, type) DO UPDATE SET maximum = excluded.maximum
                                """ : "DELETE FROM quota WHERE project = :project AND type = :type")
                .bind("project", project.value())
                .bind("type", type.name())
                .bind("maximum", limit.orElse(null))
                .execute();
    }

    public Optional<Long> limit(ProjectId project, Quota.Type type) {
        return handle.createQuery("SELECT maximum FROM quota WHERE project = :project AND type = :type")
                .bind("project", project.value())
                .bind("type", type.name())
                .mapTo(Long.class)
                .findOne();
    }

    /** How many of a type a project has; of what is counted in each VPC or route table, the most in any. */
    public long used(ProjectId project, Quota.Type type) {
        return handle.createQuery(
                        switch (type) {
                            case VPC -> count("vpc");
                            case SUBNET -> count("subnet");
                            case SECURITY_GROUP -> count("security_group");
                            case SECURITY_GROUP_RULE -> """
                            SELECT COUNT(*) FROM security_rule r JOIN security_group g ON g.id = r.security_group
                            WHERE g.project = :project
                            """;
                            case EIP -> count("eip");
                            case PEERING -> count("peering");
                            case ROUTE_TABLE -> """
                            SELECT COALESCE(MAX(n), 0) FROM
                                (SELECT COUNT(*) AS n FROM route_table WHERE project = :project GROUP BY vpc) x
                            """;
                            case ROUTE -> """
                            SELECT COALESCE(MAX(n), 0) FROM
                                (SELECT COUNT(*) AS n FROM route r JOIN route_table t ON t.id = r.route_table
                                 WHERE t.project = :project GROUP BY t.id) x
                            """;
                        })
                .bind("project", project.value())
                .mapTo(Long.class)
                .one();
    }

    public long routeTables(VpcId vpc) {
        return handle.createQuery("SELECT COUNT(*) FROM route_table WHERE vpc = :vpc")
                .bind("vpc", vpc.toString())
                .mapTo(Long.class)
                .one();
    }

    public long routes(RouteTableId table) {
        return handle.createQuery("SELECT COUNT(*) FROM route WHERE route_table = :table")
                .bind("table", table.toString())
                .mapTo(Long.class)
                .one();
    }

    private static String count(String table) {
        return "SELECT COUNT(*) FROM " + table + " WHERE project = :project";
    }
}
