package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PeeringView;
import dev.perch.control.Peerings;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.ProjectId;
import dev.perch.model.Vpc;
import java.util.Map;
import java.util.Optional;

/** {@code peerings}. */
final class PeeringCalls {
    private final Control control;

    PeeringCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("peerings", this::list)
                .post("peerings", this::create)
                .get("peerings/{ref}", (r, c) -> r.answer(find(r, c), PeeringCalls::one))
                .put("peerings/{ref}", this::update)
                .delete("peerings/{ref}", this::delete)
                .post("peerings/{ref}/accept", (r, c) -> on(r, c, control.peerings()::accept))
                .post("peerings/{ref}/reject", (r, c) -> on(r, c, control.peerings()::reject));
    }

    private Answer list(Request request, Caller caller) {
        return new Listing<PeeringView>(
                        "peerings",
                        page -> control.peerings().list(caller, Peerings.Filter.ALL, page),
                        PeeringShape::of,
                        view -> view.peering().id().toString())
                .answer(request.query());
    }

    private record Wanted(String name, String description, String vpc, String peer, Optional<ProjectId> peerProject) {
        static Wanted read(Fields body) {
            return new Wanted(
                    body.requiredText("name"),
                    body.text("description").orElse(""),
                    body.requiredText("vpc"),
                    body.requiredText("peer_vpc"),
                    body.text("peer_project", ProjectId::parse));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<PeeringView> made = Refs.vpc(control, caller, "vpc", wanted.vpc())
                .then(mine -> peer(caller, wanted)
                        .then(theirs -> control.peerings()
                                .create(
                                        caller,
                                        new Peerings.Create(
                                                wanted.name(),
                                                wanted.description(),
                                                mine.id(),
                                                theirs,
                                                wanted.peerProject(),
                                                Map.of()))));
        return request.answer(made, view -> Answer.json(201, PeeringShape.of(view)));
    }

    /** A VPC of another project is named by its id: its name is not for the caller. */
    private Outcome<VpcId> peer(Caller caller, Wanted wanted) {
        boolean foreign =
                wanted.peerProject().filter(p -> !p.equals(caller.project())).isPresent();
        return foreign
                ? Refs.foreignVpc("peer_vpc", wanted.peer())
                : Refs.vpc(control, caller, "peer_vpc", wanted.peer()).map(Vpc::id);
    }

    private Answer update(Request request, Caller caller) {
        Peerings.Update update =
                Ops.read(request, body -> new Peerings.Update(body.text("name"), body.text("description")));
        return request.answer(
                find(request, caller)
                        .then(view ->
                                control.peerings().update(caller, view.peering().id(), update)),
                PeeringCalls::one);
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                find(request, caller)
                        .then(view ->
                                control.peerings().delete(caller, view.peering().id())),
                gone -> Answer.empty(204));
    }

    private interface Change {
        Outcome<PeeringView> of(Caller caller, PeeringId id);
    }

    private Answer on(Request request, Caller caller, Change change) {
        Ops.nothing(request);
        return request.answer(
                find(request, caller)
                        .then(view -> change.of(caller, view.peering().id())),
                PeeringCalls::one);
    }

    private Outcome<PeeringView> find(Request request, Caller caller) {
        return control.peerings().find(caller, request.parameter("ref"));
    }

    private static Answer one(PeeringView view) {
        return Answer.ok(PeeringShape.of(view));
    }
}
