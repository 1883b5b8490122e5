package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.SecurityRules;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.model.SecurityRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Rules of v3, which know several ports at once, denial and priority. */
final class RuleV3Calls {
    /** The real service takes at most 10 a call; more do no harm here. */
    private static final int MOST_AT_ONCE = 200;

    private final Control control;

    RuleV3Calls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC_V3)
                .post("/v3/{project}/vpc/security-group-rules", this::create)
                .get("/v3/{project}/vpc/security-group-rules", this::list)
                .get("/v3/{project}/vpc/security-group-rules/{rule}", this::get)
                .delete("/v3/{project}/vpc/security-group-rules/{rule}", this::delete)
                .post(
                        "/v3/{project}/vpc/security-groups/{group}/security-group-rules/batch-create",
                        this::createSeveral);
    }

    private record Wanted(boolean dryRun, String group, RuleBody rule) {
        static Wanted read(Fields body) {
            Fields rule = body.requiredObject("security_group_rule");
            return new Wanted(
                    body.flag("dry_run").orElse(false), rule.requiredText("security_group_id"), RuleBody.v3(rule));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        Outcome<SecurityRule> made = Ids.group("security_group_id", wanted.group())
                .then(group -> wanted.rule()
                        .rule()
                        .then(rule -> wanted.dryRun()
                                ? control.securityRules().rehearse(caller, group, rule)
                                : control.securityRules().create(caller, group, rule)));
        return request.answer(
                made, rule -> wanted.dryRun() ? GroupV3Calls.rehearsed(request) : one(201, request, caller, rule));
    }

    private Answer list(Request request, Caller caller) {
        Page page = Wire.page(request.query());
        Predicate<SecurityRule> wanted = RuleFilter.of(
                request.query(),
                "id",
                "security_group_id",
                "protocol",
                "description",
                "remote_group_id",
                "direction",
                "action",
                "remote_ip_prefix",
                "priority",
                "ethertype");
        List<SecurityRule> rules = control.securityRules().list(caller, wanted, page);
        PageWire where = PageWire.of(
                page,
                rules,
                rule -> rule.id().toString(),
                more -> control.securityRules().list(caller, wanted, more));
        return Answer.ok(new RuleV3Wire.Many(request.id(), wires(rules, caller), where));
    }

    private Answer get(Request request, Caller caller) {
        Outcome<SecurityRule> found = Ids.rule("", request.parameter("rule"))
                .then(id -> control.securityRules().get(caller, id));
        return request.answer(found, rule -> one(200, request, caller, rule));
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<SecurityRule> deleted = Ids.rule("", request.parameter("rule"))
                .then(id -> control.securityRules().delete(caller, id));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private record Several(boolean dryRun, List<RuleBody> rules, boolean ignoreDuplicate) {
        static Several read(Fields body) {
            return new Several(
                    body.flag("dry_run").orElse(false),
                    body
                            .objects("security_group_rules", MOST_AT_ONCE)
                            .filter(rules -> !rules.isEmpty())
                            .orElseThrow(() -> body.missing("security_group_rules"))
                            .stream()
                            .map(RuleBody::v3)
                            .toList(),
                    body.flag("ignore_duplicate").orElse(false));
        }

        Outcome<List<SecurityRules.Create>> creates() {
            List<SecurityRules.Create> creates = new ArrayList<>();
            for (int i = 0; i < rules.size(); i++) {
                switch (rules.get(i).rule()) {
                    case Outcome.Done<SecurityRules.Create>(SecurityRules.Create rule) -> creates.add(rule);
                    case Outcome.Refused<SecurityRules.Create>(Refusal refusal) -> {
                        return Outcome.refused(refusal.at("security_group_rules[" + i + "]"));
                    }
                }
            }
            return Outcome.done(creates);
        }
    }

    private Answer createSeveral(Request request, Caller caller) {
        Several several = request.read(Fields.Unknown.IGNORED, Several::read);
        boolean skip = several.ignoreDuplicate();
        Outcome<List<SecurityRule>> made = Ids.group("", request.parameter("group"))
                .then(group -> several.creates()
                        .then(rules -> several.dryRun()
                                ? control.securityRules().rehearseAll(caller, group, rules, skip)
                                : control.securityRules().createAll(caller, group, rules, skip)));
        return request.answer(
                made,
                rules -> several.dryRun()
                        ? GroupV3Calls.rehearsed(request)
                        : Answer.json(201, new RuleV3Wire.Made(request.id(), wires(rules, caller))));
    }

    private static Answer one(int status, Request request, Caller caller, SecurityRule rule) {
        return Answer.json(status, new RuleV3Wire.One(request.id(), RuleV3Wire.of(rule, caller.project())));
    }

    private static List<RuleV3Wire> wires(List<SecurityRule> rules, Caller caller) {
        return rules.stream().map(rule -> RuleV3Wire.of(rule, caller.project())).toList();
    }
}
