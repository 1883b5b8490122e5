package dev.perch.store;

import dev.perch.model.GroupRules.Place;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ProjectId;
import dev.perch.model.Revision;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.IpPrefix;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rules of security groups, and which rules a group got or lost at which revision. */
public record SecurityRuleTable(Handle handle) {

    /** @param revision that its group has with it */
    public void insert(SecurityRule rule, Revision revision) {
        bind(handle.createUpdate("""
            INSERT INTO security_rule (id, security_group, direction, family, protocol, ports, remote_prefix, remote_group,
                                       action, priority, enabled, description, created, updated)
            VALUES (:id, :group, :direction, :family, :protocol, :ports, :prefix, :remote, :action, :priority, :enabled,
                    :description, :created, :updated)
            """), rule)
                .bind("enabled", rule.enabled() ? 1 : 0)
                .bind("description", rule.description())
                .bind("created", rule.created().toString())
                .bind("updated", rule.updated().toString())
                .execute();
        note(rule, revision);
    }

    /** @param revision that its group has without it */
    public void delete(SecurityRule rule, Revision revision) {
        handle.createUpdate("DELETE FROM security_rule WHERE id = :id")
                .bind("id", rule.id().toString())
                .execute();
        note(rule, revision);
    }

    private void note(SecurityRule rule, Revision revision) {
        handle.createUpdate("""
            INSERT INTO rule_change (security_group, revision, rule) VALUES (:group, :revision, :rule) ON CONFLICT DO NOTHING
            """)
                .bind("group", rule.group().toString())
                .bind("revision", revision.value())
                .bind("rule", rule.id().toString())
                .execute();
    }

    /**
     * The rules that a group got or lost after a revision: those it lost without a value. Empty when that is so long ago that
     * not all of them are known.
     */
    public Optional<Map<RuleId, Optional<SecurityRule>>> changes(SecurityGroupId group, Revision after) {
        if (new RevisionTable(handle).get().revision() - Lane.KEPT > after.value()) {
            return Optional.empty();
        }
        Map<RuleId, Optional<SecurityRule>> changes = new LinkedHashMap<>();
        handle.createQuery("""
            SELECT c.rule AS changed, r.* FROM rule_change c LEFT JOIN security_rule r ON r.id = c.rule
            WHERE c.security_group = :group AND c.revision > :after ORDER BY c.revision, c.rule
            """)
                .bind("group", group.toString())
                .bind("after", after.value())
                .map((row, context) -> Map.entry(
                        new RuleId(UUID.fromString(row.getString("changed"))),
                        row.getString("id") == null ? Optional.<SecurityRule>empty() : Optional.of(read(row))))
                .forEach(change -> changes.put(change.getKey(), change.getValue()));
        return Optional.of(changes);
    }

    void forgetChangesUpTo(long revision) {
        handle.createUpdate("DELETE FROM rule_change WHERE revision <= :revision")
                .bind("revision", revision)
                .execute();
    }

    public Optional<SecurityRule> get(RuleId id) {
        return handle.createQuery("SELECT * FROM security_rule WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> read(row))
                .findOne();
    }

    /** The rules of a group in order of their ids. */
    public List<SecurityRule> of(SecurityGroupId group) {
        return handle.createQuery("SELECT * FROM security_rule WHERE security_group = :group ORDER BY id")
                .bind("group", group.toString())
                .map((row, context) -> read(row))
                .list();
    }

    /** Those of a project's groups in order of their ids that are wanted. */
    public List<SecurityRule> list(ProjectId project, Predicate<SecurityRule> wanted, Slice slice) {
        try (Stream<SecurityRule> rules = handle
                .createQuery("""
            SELECT r.* FROM security_rule r JOIN security_group g ON g.id = r.security_group
            WHERE g.project = :project AND r.id > :after ORDER BY r.id
            """)
                .bind("project", project.value())
                .bind("after", slice.after())
                .map((row, context) -> read(row))
                .stream()) {
            return rules.filter(wanted).limit(slice.limit()).toList();
        }
    }

    /** The rule of the same group that judges the same packets in the same way at the same place. */
    public Optional<RuleId> same(SecurityRule rule) {
        return bind(handle.createQuery("""
            SELECT id FROM security_rule
            WHERE security_group = :group AND direction = :direction AND family = :family AND ports = :ports
              AND action = :action AND priority = :priority
              AND COALESCE(protocol, -1) = COALESCE(:protocol, -1)
              AND COALESCE(remote_prefix, '') = COALESCE(:prefix, '')
              AND COALESCE(remote_group, '') = COALESCE(:remote, '')
            """), rule)
                .map((row, context) -> new RuleId(UUID.fromString(row.getString("id"))))
                .findFirst();
    }

    /** The groups with a rule that names the group. */
    public List<SecurityGroupId> naming(SecurityGroupId group) {
        return handle.createQuery("SELECT DISTINCT security_group FROM security_rule WHERE remote_group = :group")
                .bind("group", group.toString())
                .map((row, context) -> new SecurityGroupId(UUID.fromString(row.getString("security_group"))))
                .list();
    }

    /** Whether a rule of the same group that has an effect is at the same place. */
    public boolean hasPlace(SecurityRule rule) {
        return bind(handle.createQuery("""
            SELECT 1 FROM security_rule
            WHERE security_group = :group AND direction = :direction AND family = :family AND priority = :priority
              AND action = :action AND enabled = 1
            LIMIT 1
            """), rule)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The places of the rules that have an effect on ports of a group set; equal places once. */
    public List<Place> places(int groupSet) {
        return handle.createQuery("""
            SELECT DISTINCT r.direction, r.family, r.priority, r.action
            FROM group_set_member m JOIN security_rule r ON r.security_group = m.security_group
            WHERE m.number = :number AND r.enabled = 1
            """)
                .bind("number", groupSet)
                .map((row, context) -> new Place(
                        Direction.valueOf(row.getString("direction")),
                        Text.family(row.getLong("family")),
                        row.getInt("priority"),
                        Action.valueOf(row.getString("action"))))
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SecurityRule rule) {
        return statement
                .bind("id", rule.id().toString())
                .bind("group", rule.group().toString())
                .bind("direction", rule.direction().name())
                .bind("family", rule.family().version())
                .bind("protocol", rule.protocol().orElse(null))
                .bind("ports", ports(rule.ports()))
                .bind("prefix", rule.remote() instanceof Block(IpPrefix prefix) ? prefix.toString() : null)
                .bind("remote", rule.remote() instanceof Members(SecurityGroupId group) ? group.toString() : null)
                .bind("action", rule.action().name())
                .bind("priority", rule.priority());
    }

    private static SecurityRule read(ResultSet row) throws SQLException {
        int protocol = row.getInt("protocol");
        boolean anyProtocol = row.wasNull();
        return new SecurityRule(
                new RuleId(UUID.fromString(row.getString("id"))),
                new SecurityGroupId(UUID.fromString(row.getString("security_group"))),
                Direction.valueOf(row.getString("direction")),
                Text.family(row.getLong("family")),
                anyProtocol ? Optional.empty() : Optional.of(protocol),
                ports(row.getString("ports")),
                remote(row),
                Action.valueOf(row.getString("action")),
                row.getInt("priority"),
                row.getInt("enabled") != 0,
                row.getString("description"),
                Instant.parse(row.getString("created")),
                Instant.parse(row.getString("updated")));
    }

    private static Remote remote(ResultSet row) throws SQLException {
        String prefix = row.getString("remote_prefix");
        String group = row.getString("remote_group");
        if (prefix != null) {
            return new Block(IpPrefix.of(prefix));
        }
        return group == null ? new Anybody() : new Members(new SecurityGroupId(UUID.fromString(group)));
    }

    private static String ports(List<PortRange> ports) {
        return ports.stream().map(range -> range.first() + "-" + range.last()).collect(Collectors.joining(","));
    }

    private static List<PortRange> ports(String text) {
        return Stream.of(text.split(","))
                .filter(range -> !range.isEmpty())
                .map(range -> range.split("-"))
                .map(ends -> new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])))
                .toList();
    }
}
