package dev.perch.api.huawei;

import dev.perch.api.http.Query;
import dev.perch.model.SecurityRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The filters of rule lists: each names a member as v3 writes it, several values of one mean any of them. */
final class RuleFilter {
    private RuleFilter() {}

    /** Rules that meet every one of {@code members} that the query has. */
    static Predicate<SecurityRule> of(Query query, String... members) {
        Predicate<SecurityRule> all = rule -> true;
        for (String member : members) {
            List<String> values =
                    query.all(member).stream().filter(value -> !value.isEmpty()).toList();
            if (!values.isEmpty()) {
                all = all.and(rule -> value(member, rule)
                        .filter(is -> values.stream().anyMatch(is::equalsIgnoreCase))
                        .isPresent());
            }
        }
        return all;
    }

    private static Optional<String> value(String member, SecurityRule rule) {
        return switch (member) {
            case "id" -> Optional.of(rule.id().toString());
            case "security_group_id" -> Optional.of(rule.group().toString());
            case "protocol" -> Optional.ofNullable(RuleWire.protocol(rule));
            case "description" -> Optional.of(rule.description());
            case "remote_group_id" -> Optional.ofNullable(RuleWire.remoteGroup(rule));
            case "remote_ip_prefix" -> Optional.ofNullable(RuleWire.remotePrefix(rule));
            case "direction" -> Optional.of(RuleWire.direction(rule));
            case "ethertype" -> Optional.of(RuleWire.ethertype(rule));
            case "action" -> Optional.of(rule.action().name());
            case "priority" -> Optional.of(Integer.toString(rule.priority()));
            case "remote_address_group_id" -> Optional.empty();
            default -> throw new IllegalArgumentException("no filter: " + member);
        };
    }
}
