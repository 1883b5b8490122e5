package dev.perch.control;

import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Revision;
import dev.perch.model.SecurityRule;
import dev.perch.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The committed rules of security groups as they were last read, so that only what has changed is read again. Safe for use by
 * many threads, each with a moment of the store of its own.
 */
final class Rulebook {
    private final ConcurrentMap<SecurityGroupId, Page> pages = new ConcurrentHashMap<>();

    /** What a group had at a revision. */
    private record Page(Revision revision, List<SecurityRule> rules) {

        Page laterOf(Page other) {
            return other.revision.compareTo(revision) > 0 ? other : this;
        }

        Page after(Map<RuleId, Optional<SecurityRule>> changes, Revision now) {
            List<SecurityRule> changed = new ArrayList<>(rules);
            boolean lost = changes.containsValue(Optional.<SecurityRule>empty())
                    && changed.removeIf(rule -> changes.containsKey(rule.id()));
            boolean got = changed.addAll(
                    changes.values().stream().flatMap(Optional::stream).toList());
            return new Page(now, lost || got ? List.copyOf(changed) : rules);
        }
    }

    /** The rules of the groups that ports of a VPC are or were in: of each group the same object while it has the same rules. */
    Map<SecurityGroupId, List<SecurityRule>> of(Tables tables, VpcId vpc) {
        Map<SecurityGroupId, List<SecurityRule>> rules = new HashMap<>();
        tables.groups().revisions(vpc).forEach((group, now) -> rules.put(group, of(tables, group, now)));
        return rules;
    }

    /** Forgets all other groups. */
    void retain(Set<SecurityGroupId> groups) {
        pages.keySet().retainAll(groups);
    }

    private List<SecurityRule> of(Tables tables, SecurityGroupId group, Revision now) {
        Page known = pages.get(group);
        if (known != null && known.revision.equals(now)) {
            return known.rules;
        }
        Page read = read(tables, group, known, now);
        Page kept = pages.merge(group, read, Page::laterOf);
        return kept.revision.equals(now) ? kept.rules : read.rules; // the store's moment may be older than the page
    }

    private static Page read(Tables tables, SecurityGroupId group, Page known, Revision now) {
        return Optional.ofNullable(known)
                .filter(page -> page.revision.compareTo(now) < 0)
                .flatMap(page -> tables.rules().changes(group, page.revision).map(changes -> page.after(changes, now)))
                .orElseGet(() -> new Page(now, List.copyOf(tables.rules().of(group))));
    }
}
