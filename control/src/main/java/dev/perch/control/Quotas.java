package dev.perch.control;

import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.ProjectId;
import dev.perch.model.Quota;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How many of each type a project may have. Nothing is limited until somebody sets a limit. */
public final class Quotas {
    private final Desk desk;

    Quotas(Desk desk) {
        this.desk = desk;
    }

    /** Every type, in the order of their declaration. */
    public List<Quota> list(Caller caller) {
        return desk.read(tables -> all(tables, caller.project()));
    }

    /** Sets limits; an empty one lifts the limit. What there is already stays, even when it is more. */
    public Outcome<List<Quota>> set(Caller caller, Map<Quota.Type, Optional<Long>> limits) {
        return desk.decide(caller, d -> {
            limits.forEach((type, limit) -> {
                d.unless(Quota.limit(type.word(), limit));
                d.tables.quotas().put(caller.project(), type, limit);
            });
            return all(d.tables, caller.project());
        });
    }

    /** Ends the decision with a no when the project has as many of a type as it may have. */
    static void unlessFull(Decision d, Quota.Type type) {
        Optional<Long> limit = d.tables.quotas().limit(d.caller.project(), type);
        if (limit.isPresent()) {
            d.unless(Quota.room(type, limit, d.tables.quotas().used(d.caller.project(), type)));
        }
    }

    /** Ends the decision with a no when the VPC has as many route tables as it may have. */
    static void unlessFull(Decision d, VpcId vpc) {
        Optional<Long> limit = d.tables.quotas().limit(d.caller.project(), Quota.Type.ROUTE_TABLE);
        if (limit.isPresent()) {
            d.unless(Quota.room(Quota.Type.ROUTE_TABLE, limit, d.tables.quotas().routeTables(vpc)));
        }
    }

    /** Ends the decision with a no when the route table has as many routes as it may have. */
    static void unlessFull(Decision d, RouteTableId table) {
        Optional<Long> limit = d.tables.quotas().limit(d.caller.project(), Quota.Type.ROUTE);
        if (limit.isPresent()) {
            d.unless(Quota.room(Quota.Type.ROUTE, limit, d.tables.quotas().routes(table)));
        }
    }

    private static List<Quota> all(Tables tables, ProjectId project) {
        return Stream.of(Quota.Type.values())
                .map(type -> new Quota(
                        type,
                        tables.quotas().used(project, type),
                        tables.quotas().limit(project, type)))
                .toList();
    }
}
