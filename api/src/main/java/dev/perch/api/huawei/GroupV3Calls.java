package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.GroupView;
import dev.perch.control.Page;
import dev.perch.control.SecurityGroups;
import dev.perch.model.Outcome;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Security groups of v3. */
final class GroupV3Calls {
    private final Control control;

    GroupV3Calls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC_V3)
                .post("/v3/{project}/vpc/security-groups", this::create)
                .get("/v3/{project}/vpc/security-groups", this::list)
                .get("/v3/{project}/vpc/security-groups/{group}", this::get)
                .put("/v3/{project}/vpc/security-groups/{group}", this::update)
                .delete("/v3/{project}/vpc/security-groups/{group}", this::delete);
    }

    /** What a rehearsal is answered with: the request would be granted. */
    record Rehearsed(String requestId) {}

    private record Wanted(boolean dryRun, SecurityGroups.Create create, List<Tag> tags) {
        static Wanted read(Fields body) {
            Fields group = body.requiredObject("security_group");
            return new Wanted(
                    body.flag("dry_run").orElse(false),
                    new SecurityGroups.Create(
                            group.requiredText("name"),
                            group.text("description").orElse(""),
                            Optional.empty(),
                            GroupCalls.kept(group)),
                    TagBody.v3(group));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        return wanted.dryRun()
                ? request.answer(
                        control.securityGroups().rehearse(caller, wanted.create(), wanted.tags()),
                        would -> rehearsed(request))
                : request.answer(
                        control.securityGroups().create(caller, wanted.create(), wanted.tags()),
                        view -> one(201, request, view));
    }

    private Answer list(Request request, Caller caller) {
        Page page = Wire.page(request.query());
        Predicate<SecurityGroup> wanted = wanted(request.query());
        List<GroupView> groups = control.securityGroups().list(caller, wanted, page);
        PageWire where = PageWire.of(
                page,
                groups,
                view -> view.group().id().toString(),
                more -> control.securityGroups().list(caller, wanted, more));
        return Answer.ok(new GroupV3Wire.Many(
                request.id(), groups.stream().map(GroupV3Wire::withoutRules).toList(), where));
    }

    private static Predicate<SecurityGroup> wanted(Query query) {
        return GroupCalls.inEnterpriseProject(query)
                .and(group -> Wire.anyOf(query, "id", group.id().toString()))
                .and(group -> Wire.anyOf(query, "name", group.meta().name()))
                .and(group -> Wire.anyOf(query, "description", group.meta().description()));
    }

    private Answer get(Request request, Caller caller) {
        Outcome<GroupView> found = Ids.group("", request.parameter("group"))
                .then(id -> control.securityGroups().get(caller, id));
        return request.answer(found, view -> one(200, request, view));
    }

    private record Change(boolean dryRun, SecurityGroups.Update update) {
        static Change read(Fields body) {
            Fields group = body.requiredObject("security_group");
            return new Change(
                    body.flag("dry_run").orElse(false),
                    new SecurityGroups.Update(group.text("name"), group.text("description"), Map.of()));
        }
    }

    private Answer update(Request request, Caller caller) {
        Change change = request.read(Fields.Unknown.IGNORED, Change::read);
        Outcome<GroupView> changed = Ids.group("", request.parameter("group"))
                .then(id -> change.dryRun()
                        ? control.securityGroups().rehearse(caller, id, change.update())
                        : control.securityGroups().update(caller, id, change.update()));
        return request.answer(changed, view -> change.dryRun() ? rehearsed(request) : one(200, request, view));
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<GroupView> deleted = Ids.group("", request.parameter("group"))
                .then(id -> control.securityGroups().delete(caller, id));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    static Answer rehearsed(Request request) {
        return Answer.json(202, new Rehearsed(request.id()));
    }

    private static Answer one(int status, Request request, GroupView view) {
        return Answer.json(status, new GroupV3Wire.One(request.id(), GroupV3Wire.of(view)));
    }
}
