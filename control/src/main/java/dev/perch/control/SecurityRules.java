package dev.perch.control;

import dev.perch.model.GroupRules;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Outcome;
import dev.perch.model.Quota;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.model.SecurityRule.PortRange;
import dev.perch.model.SecurityRule.Remote;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import dev.perch.store.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The rules of security groups. A rule is made and deleted, never changed. */
public final class SecurityRules {
    private final Desk desk;

    SecurityRules(Desk desk) {
        this.desk = desk;
    }

    /** A rule to make; host bits of a remote block are cleared. */
    public record Create(
            Direction direction,
            Family family,
            Optional<Integer> protocol,
            List<PortRange> ports,
            Remote remote,
            Action action,
            int priority,
            boolean enabled,
            String description) {
        public Create {
            ports = List.copyOf(ports);
        }
    }

    public Outcome<SecurityRule> create(Caller caller, SecurityGroupId group, Create request) {
        return desk.decide(caller, d -> make(d, SecurityGroups.own(d, "security_group", group), request));
    }

    /** What {@link #create} would answer; nothing is kept. */
    public Outcome<SecurityRule> rehearse(Caller caller, SecurityGroupId group, Create request) {
        return desk.rehearse(caller, d -> make(d, SecurityGroups.own(d, "security_group", group), request));
    }

    /**
     * All or none, and the value is those that were made. Refusals carry the index as {@code [3].ports}.
     *
     * @param skipExisting whether rules that are there already, or come twice, are left out instead of refused
     */
    public Outcome<List<SecurityRule>> createAll(
            Caller caller, SecurityGroupId id, List<Create> requests, boolean skipExisting) {
        return desk.decide(caller, d -> makeAll(d, id, requests, skipExisting));
    }

    /** What {@link #createAll} would answer; nothing is kept. */
    public Outcome<List<SecurityRule>> rehearseAll(
            Caller caller, SecurityGroupId id, List<Create> requests, boolean skipExisting) {
        return desk.rehearse(caller, d -> makeAll(d, id, requests, skipExisting));
    }

    private static List<SecurityRule> makeAll(
            Decision d, SecurityGroupId id, List<Create> requests, boolean skipExisting) {
        SecurityGroup group = SecurityGroups.own(d, "security_group", id);
        return IntStream.range(0, requests.size())
                .mapToObj(i -> Decision.at("[" + i + "]", () -> makeUnless(d, group, requests.get(i), skipExisting)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Deletes a rule; the value is what it was. */
    public Outcome<SecurityRule> delete(Caller caller, RuleId id) {
        return desk.decide(caller, d -> {
            SecurityRule rule = own(d, id);
            remove(d, SecurityGroups.own(d, "", rule.group()), rule);
            return rule;
        });
    }

    public Outcome<SecurityRule> get(Caller caller, RuleId id) {
        return desk.find("security-group-rule", id, tables -> find(tables, caller, id));
    }

    /** The rule of a group that has this id. */
    public Outcome<SecurityRule> find(Caller caller, SecurityGroupId group, String reference) {
        return desk.find(
                "security-group-rule",
                reference,
                tables -> Desk.id(reference)
                        .flatMap(id -> find(tables, caller, new RuleId(id)))
                        .filter(rule -> rule.group().equals(group)));
    }

    private static Optional<SecurityRule> find(Tables tables, Caller caller, RuleId id) {
        return tables.rules()
                .get(id)
                .filter(rule ->
                        tables.groups().get(rule.group()).filter(caller::owns).isPresent());
    }

    public List<SecurityRule> list(Caller caller, Predicate<SecurityRule> wanted, Page page) {
        return desk.read(tables -> tables.rules().list(caller.project(), wanted, page.slice()));
    }

    static SecurityRule make(Decision d, SecurityGroup group, Create request) {
        SecurityRule rule = checked(d, group, request);
        d.unless(GroupRules.once(d.tables.rules().same(rule)));
        return insert(d, group, rule);
    }

    static void remove(Decision d, SecurityGroup group, SecurityRule rule) {
        d.tables.rules().delete(rule, d.revision());
        told(d, group, rule, "deleted");
    }

    private static Optional<SecurityRule> makeUnless(Decision d, SecurityGroup group, Create request, boolean skip) {
        SecurityRule rule = checked(d, group, request);
        Optional<RuleId> same = d.tables.rules().same(rule);
        d.unless(skip ? Optional.empty() : GroupRules.once(same));
        return same.isPresent() ? Optional.empty() : Optional.of(insert(d, group, rule));
    }

    private static SecurityRule checked(Decision d, SecurityGroup group, Create request) {
        SecurityRule rule = new SecurityRule(
                new RuleId(Desk.newId(d.random)),
                group.id(),
                request.direction(),
                request.family(),
                request.protocol(),
                request.ports(),
                request.remote() instanceof Block(IpPrefix prefix) ? new Block(prefix.network()) : request.remote(),
                request.action(),
                request.priority(),
                request.enabled(),
                request.description(),
                d.now,
                d.now);
        d.unless(GroupRules.rule(rule));
        if (rule.remote() instanceof Members(SecurityGroupId other)) {
            SecurityGroups.own(d, "remote", other);
        }
        return rule;
    }

    private static SecurityRule insert(Decision d, SecurityGroup group, SecurityRule rule) {
        Quotas.unlessFull(d, Quota.Type.SECURITY_GROUP_RULE);
        boolean newPlace = rule.enabled() && !d.tables.rules().hasPlace(rule);
        d.tables.rules().insert(rule, d.revision());
        if (newPlace) {
            d.tables
                    .groupSets()
                    .with(group.id())
                    .forEach(set -> d.unless(
                            GroupRules.layered("priority", d.tables.rules().places(set))));
        }
        told(d, group, rule, "created");
        return rule;
    }

    /** The group has changed, and every VPC has whose ports are in it. */
    private static void told(Decision d, SecurityGroup group, SecurityRule rule, String verb) {
        d.tables.groups().update(new SecurityGroup(group.id(), d.meta(group.meta()), group.vpc(), group.isDefault()));
        d.touch(group.id());
        d.tables.groupSets().vpcs(group.id()).forEach(d::touch);
        d.happened(rule.id(), verb, "", detail(rule));
        d.audit("security-group-rule." + (verb.equals("created") ? "create" : "delete"), rule.id(), detail(rule));
    }

    private static SecurityRule own(Decision d, RuleId id) {
        Optional<SecurityRule> rule = d.tables.rules().get(id);
        d.own(
                "",
                "security-group-rule",
                id,
                rule.flatMap(found -> d.tables.groups().get(found.group())),
                SecurityGroup::meta);
        return rule.orElseThrow();
    }

    private static Map<String, ?> detail(SecurityRule rule) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("security_group", rule.group());
        detail.put("direction", rule.direction());
        detail.put("family", rule.family().version());
        detail.put("protocol", rule.protocol());
        detail.put("action", rule.action());
        detail.put("priority", rule.priority());
        return detail;
    }
}
