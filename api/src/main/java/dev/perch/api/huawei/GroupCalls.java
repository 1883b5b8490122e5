package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.GroupView;
import dev.perch.control.SecurityGroups;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Security groups and rules of v1. */
final class GroupCalls {
    private final Control control;

    GroupCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.SECURITY_GROUP)
                .post("/v1/{project}/security-groups", this::create)
                .get("/v1/{project}/security-groups", this::list)
                .get("/v1/{project}/security-groups/{group}", this::get)
                .delete("/v1/{project}/security-groups/{group}", this::delete)
                .post("/v1/{project}/security-group-rules", this::createRule)
                .get("/v1/{project}/security-group-rules", this::listRules)
                .get("/v1/{project}/security-group-rules/{rule}", this::getRule)
                .delete("/v1/{project}/security-group-rules/{rule}", this::deleteRule);
    }

    private record Wanted(String name, String description, Optional<String> vpc, Map<String, String> attributes) {
        static Wanted read(Fields body) {
            Fields group = body.requiredObject("security_group");
            return new Wanted(
                    group.requiredText("name"),
                    group.text("description").orElse(""),
                    Wire.filled(group, "vpc_id"),
                    kept(group));
        }

        SecurityGroups.Create create(Optional<VpcId> made) {
            return new SecurityGroups.Create(name, description, made, attributes);
        }
    }

    /** What only clients want back. */
    static Map<String, String> kept(Fields group) {
        Map<String, String> attributes = new HashMap<>();
        Wire.keep(attributes, group, Wire.ENTERPRISE_PROJECT);
        return attributes;
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        Outcome<Optional<VpcId>> vpc = wanted.vpc()
                .map(text -> Ids.vpc("vpc_id", text).map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
        return request.answer(
                vpc.then(id -> control.securityGroups().create(caller, wanted.create(id))), GroupCalls::one);
    }

    private Answer list(Request request, Caller caller) {
        List<GroupView> groups =
                control.securityGroups().list(caller, wanted(request.query()), Wire.page(request.query()));
        return Answer.ok(new GroupWire.Many(groups.stream().map(GroupWire::of).toList()));
    }

    /** A group that was made for no VPC is in none, so a filter by VPC shows those made for it. */
    private static Predicate<SecurityGroup> wanted(Query query) {
        return inEnterpriseProject(query)
                .and(group -> query.first("vpc_id")
                        .map(id -> group.vpc()
                                .filter(vpc -> vpc.toString().equals(id))
                                .isPresent())
                        .orElse(true));
    }

    static Predicate<SecurityGroup> inEnterpriseProject(Query query) {
        Predicate<Meta> wanted = Wire.inEnterpriseProject(query);
        return group -> wanted.test(group.meta());
    }

    private Answer get(Request request, Caller caller) {
        Outcome<GroupView> found = Ids.group("", request.parameter("group"))
                .then(id -> control.securityGroups().get(caller, id));
        return request.answer(found, GroupCalls::one);
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<GroupView> deleted = Ids.group("", request.parameter("group"))
                .then(id -> control.securityGroups().delete(caller, id));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private record WantedRule(String group, RuleBody rule) {
        static WantedRule read(Fields body) {
            Fields rule = body.requiredObject("security_group_rule");
            return new WantedRule(rule.requiredText("security_group_id"), RuleBody.v1(rule));
        }
    }

    private Answer createRule(Request request, Caller caller) {
        WantedRule wanted = request.read(Fields.Unknown.IGNORED, WantedRule::read);
        Outcome<SecurityRule> made = Ids.group("security_group_id", wanted.group())
                .then(group -> wanted.rule()
                        .rule()
                        .then(rule -> control.securityRules().create(caller, group, rule)));
        return request.answer(made, rule -> one(rule, caller));
    }

    private Answer listRules(Request request, Caller caller) {
        Query query = request.query();
        Predicate<SecurityRule> wanted = RuleFilter.of(
                query,
                "security_group_id",
                "protocol",
                "remote_group_id",
                "remote_address_group_id",
                "description",
                "remote_ip_prefix");
        return Answer.ok(new RuleWire.Many(control.securityRules().list(caller, wanted, Wire.page(query)).stream()
                .map(rule -> RuleWire.of(rule, caller.project()))
                .toList()));
    }

    private Answer getRule(Request request, Caller caller) {
        Outcome<SecurityRule> found = Ids.rule("", request.parameter("rule"))
                .then(id -> control.securityRules().get(caller, id));
        return request.answer(found, rule -> one(rule, caller));
    }

    private Answer deleteRule(Request request, Caller caller) {
        Outcome<SecurityRule> deleted = Ids.rule("", request.parameter("rule"))
                .then(id -> control.securityRules().delete(caller, id));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private static Answer one(GroupView view) {
        return Answer.ok(new GroupWire.One(GroupWire.of(view)));
    }

    private static Answer one(SecurityRule rule, Caller caller) {
        return Answer.ok(new RuleWire.One(RuleWire.of(rule, caller.project())));
    }
}
