package dev.perch.control;

import dev.perch.model.GroupRules;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.RuleId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Quota;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Security groups. Their rules are in {@link SecurityRules}, their members in {@link Memberships}. */
public final class SecurityGroups {
    private final Desk desk;

    SecurityGroups(Desk desk) {
        this.desk = desk;
    }

    /**
     * A group to make. It starts with the rules that a default group has.
     *
     * @param vpc the VPC that it is made for, which then waits for its deletion; it works in every VPC
     */
    public record Create(String name, String description, Optional<VpcId> vpc, Map<String, String> attributes) {}

    /** What to change; empty fields stay, attributes are merged in. */
    public record Update(Optional<String> name, Optional<String> description, Map<String, String> attributes) {}

    public Outcome<GroupView> create(Caller caller, Create request, List<Tag> tags) {
        return desk.decide(caller, d -> view(d, made(d, request, tags)));
    }

    public Outcome<GroupView> create(Caller caller, Create request) {
        return create(caller, request, List.of());
    }

    /** What {@link #create} would answer; nothing is kept. */
    public Outcome<GroupView> rehearse(Caller caller, Create request, List<Tag> tags) {
        return desk.rehearse(caller, d -> view(d, made(d, request, tags)));
    }

    public Outcome<GroupView> update(Caller caller, SecurityGroupId id, Update request) {
        return desk.decide(caller, d -> view(d, change(d, own(d, "", id), request)));
    }

    /** What {@link #update} would answer; nothing is kept. */
    public Outcome<GroupView> rehearse(Caller caller, SecurityGroupId id, Update request) {
        return desk.rehearse(caller, d -> view(d, change(d, own(d, "", id), request)));
    }

    /** Deletes a group that nothing uses; the value is what it was. */
    public Outcome<GroupView> delete(Caller caller, SecurityGroupId id) {
        return desk.decide(caller, d -> {
            SecurityGroup group = own(d, "", id);
            GroupView was = view(d, group);
            remove(d, group);
            return was;
        });
    }

    public Outcome<GroupView> get(Caller caller, SecurityGroupId id) {
        return desk.find(
                "security-group",
                id,
                tables -> tables.groups().get(id).filter(caller::owns).map(new Views(tables)::of));
    }

    /** By id, or by a name that is unique in the project. */
    public Outcome<GroupView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    /** The same group without its rules. */
    public Outcome<SecurityGroup> locate(Caller caller, String reference) {
        return desk.look(caller, look -> resolve(look, "", reference));
    }

    public List<GroupView> list(Caller caller, Predicate<SecurityGroup> wanted, Page page) {
        return desk.list(tables -> tables.groups().list(caller.project(), wanted, page.slice()), Views::of);
    }

    static SecurityGroup own(Decision d, String field, SecurityGroupId id) {
        return d.own(field, "security-group", id, d.tables.groups().get(id), SecurityGroup::meta);
    }

    static SecurityGroup resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "security-group",
                reference,
                id -> look.tables().groups().get(new SecurityGroupId(id)),
                name -> look.tables().groups().named(look.caller().project(), name),
                SecurityGroup::meta);
    }

    private static SecurityGroup made(Decision d, Create request, List<Tag> tags) {
        SecurityGroup group = make(d, request);
        Tags.hang(d, group.id(), group.meta().name(), tags);
        return group;
    }

    static SecurityGroup make(Decision d, Create request) {
        d.unless(GroupRules.name("name", request.name())
                .or(() -> NameRules.description("description", request.description())));
        request.vpc().ifPresent(vpc -> Vpcs.own(d, "vpc", vpc));
        Quotas.unlessFull(d, Quota.Type.SECURITY_GROUP);
        preset(d); // a project's first group is not its only one
        return insert(
                d,
                new SecurityGroup(
                        new SecurityGroupId(Desk.newId(d.random)),
                        d.meta(request.name(), request.description(), request.attributes()),
                        request.vpc(),
                        false));
    }

    /** The default group of the caller's project, which is made when it is missing. */
    static SecurityGroupId preset(Decision d) {
        return d.tables
                .groups()
                .ofProject(d.caller.project())
                .orElseGet(() -> insert(
                        d,
                        new SecurityGroup(
                                new SecurityGroupId(Desk.newId(d.random)),
                                d.meta(GroupRules.DEFAULT, "Default security group", Map.of()),
                                Optional.empty(),
                                true)))
                .id();
    }

    private static SecurityGroup insert(Decision d, SecurityGroup group) {
        d.tables.groups().insert(group);
        GroupRules.first(group.id(), () -> new RuleId(Desk.newId(d.random)), d.now)
                .forEach(rule -> d.tables.rules().insert(rule, d.revision()));
        d.done("security-group.create", group.id(), "created", group.meta().name(), detail(group));
        return group;
    }

    static SecurityGroup change(Decision d, SecurityGroup group, Update request) {
        Optional<String> name =
                request.name().filter(asked -> !asked.equals(group.meta().name()));
        d.unless(name.flatMap(asked -> GroupRules.renamable("name", group).or(() -> GroupRules.name("name", asked)))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text))));
        SecurityGroup changed = new SecurityGroup(
                group.id(),
                d.meta(group.meta(), request.name(), request.description(), request.attributes()),
                group.vpc(),
                group.isDefault());
        d.tables.groups().update(changed);
        d.done("security-group.update", group.id(), "updated", changed.meta().name(), detail(changed));
        return changed;
    }

    static void remove(Decision d, SecurityGroup group) {
        d.unless(GroupRules.deletable(
                group, d.tables.groupSets().count(group.id()), d.tables.rules().naming(group.id())));
        d.tables.groupSets().vpcs(group.id()).forEach(d::touch);
        d.tables.groupSets().forget(group.id());
        Tags.forget(d, group.id());
        d.tables.groups().delete(group.id());
        d.done("security-group.delete", group.id(), "deleted", group.meta().name(), detail(group));
    }

    private static GroupView view(Decision d, SecurityGroup group) {
        return new Views(d.tables).of(group);
    }

    private static Map<String, ?> detail(SecurityGroup group) {
        return Map.of("name", group.meta().name(), "default", group.isDefault());
    }
}
