package dev.perch.store;

import dev.perch.net.Family;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * Criteria for EIPs; all that are given have to be met, each by any of its values.
 *
 * @param targets ids of the ports or virtual IPs that they are bound to
 * @param inside  the addresses that they stand for
 */
public record EipCriteria(
        Optional<Family> family,
        List<String> ids,
        List<String> names,
        List<String> addresses,
        List<String> targets,
        List<String> inside,
        List<String> bandwidths) {

    public static final EipCriteria ANY =
            new EipCriteria(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    String sql() {
        return Stream.of(
                        family.isPresent() ? " AND e.family = :family" : "",
                        in("e.id IN (<ids>)", ids),
                        in("e.name IN (<names>)", names),
                        in("e.address IN (<addresses>)", addresses),
                        in("(e.port IN (<targets>) OR e.vip IN (<targets>))", targets),
                        in("""
                            (EXISTS (SELECT 1 FROM address a WHERE a.port = e.port AND a.family = e.family AND a.address IN (<inside>))
                             OR EXISTS (SELECT 1 FROM address a WHERE a.vip = e.vip AND a.family = e.family AND a.address IN (<inside>)))
                            """, inside),
                        in("e.bandwidth IN (<bandwidths>)", bandwidths))
                .collect(Collectors.joining());
    }

    Query bind(Query query) {
        family.ifPresent(version -> query.bind("family", version.version()));
        bind(query, "ids", ids);
        bind(query, "names", names);
        bind(query, "addresses", addresses);
        bind(query, "targets", targets);
        bind(query, "inside", inside);
        bind(query, "bandwidths", bandwidths);
        return query;
    }

    private static String in(String sql, List<String> values) {
        return values.isEmpty() ? "" : " AND " + sql;
    }

    private static void bind(Query query, String name, List<String> values) {
        if (!values.isEmpty()) {
            query.bindList(name, values);
        }
    }
}
