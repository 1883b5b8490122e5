package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.GroupView;
import dev.perch.control.SecurityGroups;
import dev.perch.control.SecurityRules;
import dev.perch.model.GroupRules;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Outcome;
import dev.perch.model.RulePorts;
import dev.perch.model.SecurityGroup;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Action;
import dev.perch.model.SecurityRule.Anybody;
import dev.perch.model.SecurityRule.Block;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.SecurityRule.Members;
import dev.perch.net.Family;
import dev.perch.net.IpPrefix;
import java.util.Map;
import java.util.Optional;

/** {@code security-groups} and their rules. */
final class GroupCalls {
    private final Control control;

    GroupCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("security-groups", this::list)
                .post("security-groups", this::create)
                .get("security-groups/{ref}", this::get)
                .put("security-groups/{ref}", this::update)
                .delete("security-groups/{ref}", this::delete)
                .post("security-groups/{ref}/rules", this::addRule)
                .delete("security-groups/{ref}/rules/{rule}", this::deleteRule);
    }

    private Answer list(Request request, Caller caller) {
        return new Listing<GroupView>(
                        "security_groups",
                        page -> control.securityGroups().list(caller, group -> true, page),
                        GroupShape::of,
                        view -> view.group().id().toString())
                .answer(request.query());
    }

    private Answer create(Request request, Caller caller) {
        SecurityGroups.Create create = Ops.read(
                request,
                body -> new SecurityGroups.Create(
                        body.requiredText("name"), body.text("description").orElse(""), Optional.empty(), Map.of()));
        return request.answer(
                control.securityGroups().create(caller, create), view -> Answer.json(201, GroupShape.of(view)));
    }

    private Answer get(Request request, Caller caller) {
        Outcome<GroupView> found = control.securityGroups().find(caller, request.parameter("ref"));
        return request.answer(found, view -> Answer.ok(GroupShape.of(view)));
    }

    private Answer update(Request request, Caller caller) {
        SecurityGroups.Update update = Ops.read(
                request, body -> new SecurityGroups.Update(body.text("name"), body.text("description"), Map.of()));
        Outcome<GroupView> changed =
                locate(request, caller).then(id -> control.securityGroups().update(caller, id, update));
        return request.answer(changed, view -> Answer.ok(GroupShape.of(view)));
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<GroupView> deleted =
                locate(request, caller).then(id -> control.securityGroups().delete(caller, id));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private record Wanted(
            Direction direction,
            Optional<Family> family,
            String protocol,
            String ports,
            Optional<IpPrefix> cidr,
            Optional<String> group,
            Action action,
            int priority,
            boolean enabled,
            String description) {
        static Wanted read(Fields body) {
            return new Wanted(
                    switch (body.requiredText("direction")) {
                        case "ingress" -> Direction.INGRESS;
                        case "egress" -> Direction.EGRESS;
                        default -> throw body.broken("direction", "must be ingress or egress");
                    },
                    body.integer("family", 4, 6).map(version -> switch (version) {
                        case 4 -> Family.IPV4;
                        case 6 -> Family.IPV6;
                        default -> throw body.broken("family", "must be 4 or 6");
                    }),
                    body.text("protocol").orElse(""),
                    body.text("ports").orElse(""),
                    body.text("cidr", IpPrefix::parse),
                    body.text("group"),
                    switch (body.text("action").orElse("allow")) {
                        case "allow" -> Action.ALLOW;
                        case "deny" -> Action.DENY;
                        default -> throw body.broken("action", "must be allow or deny");
                    },
                    body.integer("priority", 1, 100).orElse(1),
                    body.flag("enabled").orElse(true),
                    body.text("description").orElse(""));
        }

        Outcome<SecurityRules.Create> rule(Optional<SecurityGroupId> remote) {
            return RulePorts.protocol("protocol", protocol)
                    .then(number -> RulePorts.parse("ports", number, ports)
                            .then(ranges -> GroupRules.remote("cidr", cidr, remote)
                                    .map(end -> new SecurityRules.Create(
                                            direction,
                                            GroupRules.family(family, cidr, number),
                                            number,
                                            ranges,
                                            end,
                                            action,
                                            priority,
                                            enabled,
                                            description))));
        }
    }

    private Answer addRule(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<Optional<SecurityGroupId>> remote = wanted.group()
                .map(ref -> Refs.group(control, caller, "group", ref).map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
        Outcome<SecurityRule> made = locate(request, caller)
                .then(group -> remote.then(wanted::rule)
                        .then(rule -> control.securityRules().create(caller, group, rule)));
        return request.answer(made, rule -> Answer.json(201, GroupShape.Rule.of(rule, names(caller, rule))));
    }

    private Map<SecurityGroupId, String> names(Caller caller, SecurityRule rule) {
        return switch (rule.remote()) {
            case Anybody anybody -> Map.of();
            case Block block -> Map.of();
            case Members(SecurityGroupId group) ->
                switch (control.securityGroups().locate(caller, group.toString())) {
                    case Outcome.Done<SecurityGroup>(SecurityGroup is) ->
                        Map.of(group, is.meta().name());
                    case Outcome.Refused<SecurityGroup> gone -> Map.of();
                };
        };
    }

    private Answer deleteRule(Request request, Caller caller) {
        String reference = request.parameter("rule");
        Outcome<SecurityRule> deleted = locate(request, caller)
                .then(group -> control.securityRules().find(caller, group, reference))
                .then(rule -> control.securityRules().delete(caller, rule.id()));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private Outcome<SecurityGroupId> locate(Request request, Caller caller) {
        return control.securityGroups().locate(caller, request.parameter("ref")).map(SecurityGroup::id);
    }
}
