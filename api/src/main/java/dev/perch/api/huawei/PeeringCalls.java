package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PeeringView;
import dev.perch.control.Peerings;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering.Status;
import dev.perch.model.ProjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Peerings of v2.0. Both projects see one; the accepter's accepts or rejects it. */
final class PeeringCalls {
    private static final String PATH = "/v2.0/vpc/peerings";

    private final Control control;

    PeeringCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.NEUTRON)
                .post(PATH, this::create)
                .get(PATH, this::list)
                .get(
                        PATH + "/{peering}",
                        (r, c) -> on(r, id -> control.peerings().get(c, id), PeeringCalls::one))
                .put(PATH + "/{peering}", this::update)
                .delete(
                        PATH + "/{peering}",
                        (r, c) -> on(r, id -> control.peerings().delete(c, id), gone -> Answer.empty(204)))
                .put(
                        PATH + "/{peering}/accept",
                        (r, c) -> on(r, id -> control.peerings().accept(c, id), PeeringCalls::bare))
                .put(
                        PATH + "/{peering}/reject",
                        (r, c) -> on(r, id -> control.peerings().reject(c, id), PeeringCalls::bare));
    }

    /** One end as it was sent. An empty project means the caller's, as Ansible has it. */
    private record End(String vpc, Optional<String> project) {
        static End read(Fields peering, String name) {
            Fields end = peering.requiredObject(name);
            return new End(end.requiredText("vpc_id"), Wire.filled(end, "tenant_id"));
        }
    }

    private record Wanted(String name, String description, End requester, End accepter) {
        static Wanted read(Fields body) {
            Fields peering = body.requiredObject("peering");
            return new Wanted(
                    peering.requiredText("name"),
                    peering.text("description").orElse(""),
                    End.read(peering, "request_vpc_info"),
                    End.read(peering, "accept_vpc_info"));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        Outcome<PeeringView> made = vpc("request_vpc_info", wanted.requester())
                .then(mine -> own(caller, wanted.requester(), mine))
                .then(mine -> vpc("accept_vpc_info", wanted.accepter())
                        .then(theirs -> project(wanted.accepter())
                                .then(project -> control.peerings()
                                        .create(
                                                caller,
                                                new Peerings.Create(
                                                        wanted.name(),
                                                        wanted.description(),
                                                        mine,
                                                        theirs,
                                                        project,
                                                        Map.of())))));
        return request.answer(made, view -> Answer.json(201, new PeeringWire.One(PeeringWire.of(view))));
    }

    private static Outcome<VpcId> vpc(String field, End end) {
        return Ids.vpc(field + ".vpc_id", end.vpc());
    }

    private static Outcome<VpcId> own(Caller caller, End requester, VpcId vpc) {
        boolean mine = requester
                .project()
                .filter(project -> !project.equals(caller.project().value()))
                .isEmpty();
        return mine
                ? Outcome.done(vpc)
                : Outcome.refused(new NotFound("request_vpc_info.vpc_id", "vpc", requester.vpc()));
    }

    /** What is no project id is the id of no project, so the VPC is not there. */
    private static Outcome<Optional<ProjectId>> project(End accepter) {
        return accepter.project()
                .map(text -> Outcome.of(
                                ProjectId.parse(text).toOptional(),
                                new NotFound("accept_vpc_info.vpc_id", "vpc", accepter.vpc()))
                        .map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
    }

    private Answer list(Request request, Caller caller) {
        Optional<Peerings.Filter> filter = filter(request.query());
        Links.Linked<PeeringView> page = new Links(request, PATH, "id", "name", "status", "tenant_id", "vpc_id")
                .page(
                        view -> view.peering().id().toString(),
                        id -> exists(caller, id),
                        part -> filter.map(wanted -> control.peerings().list(caller, wanted, part))
                                .orElse(List.of()));
        return Answer.ok(
                new PeeringWire.Many(page.items().stream().map(PeeringWire::of).toList(), page.links()));
    }

    private boolean exists(Caller caller, UUID id) {
        return switch (control.peerings().get(caller, new PeeringId(id))) {
            case Outcome.Done<PeeringView> found -> true;
            case Outcome.Refused<PeeringView> absent -> false;
        };
    }

    /** The criteria; empty when nothing can meet them. */
    private static Optional<Peerings.Filter> filter(Query query) {
        Optional<PeeringId> id = query.first("id").flatMap(Ids::uuid).map(PeeringId::new);
        Optional<VpcId> vpc = query.first("vpc_id").flatMap(Ids::uuid).map(VpcId::new);
        Optional<Status> status = query.first("status")
                .flatMap(text -> Arrays.stream(Status.values())
                        .filter(value -> value.name().equals(text))
                        .findFirst());
        Optional<ProjectId> project =
                query.first("tenant_id").flatMap(text -> ProjectId.parse(text).toOptional());
        boolean possible = id.isPresent() == query.first("id").isPresent()
                && vpc.isPresent() == query.first("vpc_id").isPresent()
                && status.isPresent() == query.first("status").isPresent()
                && project.isPresent() == query.first("tenant_id").isPresent();
        return possible
                ? Optional.of(new Peerings.Filter(id, query.first("name"), status, vpc, project))
                : Optional.empty();
    }

    private Answer update(Request request, Caller caller) {
        Peerings.Update update = request.read(Fields.Unknown.IGNORED, body -> {
            Fields peering = body.requiredObject("peering");
            return new Peerings.Update(peering.text("name"), peering.text("description"));
        });
        return on(request, id -> control.peerings().update(caller, id, update), PeeringCalls::one);
    }

    private static Answer on(
            Request request,
            Function<PeeringId, Outcome<PeeringView>> call,
            Function<? super PeeringView, Answer> answer) {
        return request.answer(Ids.peering("", request.parameter("peering")).then(call), answer);
    }

    private static Answer one(PeeringView view) {
        return Answer.ok(new PeeringWire.One(PeeringWire.of(view)));
    }

    private static Answer bare(PeeringView view) {
        return Answer.ok(PeeringWire.of(view));
    }
}
