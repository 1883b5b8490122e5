package dev.perch.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perch.api.http.Answer;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.model.ObjectId;
import dev.perch.model.Outcome;
import java.util.List;

/** {@code explain/{kind}/{ref}}: what an object should be, what it is, and what is left to do. */
final class ExplainCalls {
    private static final int MOVES = 5;

    private final Control control;
    private final Explainer explainer;

    ExplainCalls(Control control, Explainer explainer) {
        this.control = control;
        this.explainer = explainer;
    }

    void register(Ops ops) {
        ops.get("explain/{kind}/{ref}", this::explain);
    }

    private record About(String kind, String id) {}

    private record Explained(
            About object,
            List<String> desired,
            List<String> observed,
            List<String> plan,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<VipShape.Holder> holder,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<MoveShape> moves,
            List<String> notes) {}

    private Answer explain(Request request, Caller caller) {
        String ref = request.parameter("ref");
        return switch (request.parameter("kind")) {
            case "vpc" -> plain(request, control.vpcs().find(caller, ref).map(vpc -> vpc.id()));
            case "subnet" ->
                plain(
                        request,
                        control.subnets()
                                .find(caller, ref)
                                .map(view -> view.subnet().id()));
            case "port" ->
                plain(
                        request,
                        control.ports()
                                .find(caller, ref)
                                .map(view -> view.port().id()));
            case "server" ->
                plain(
                        request,
                        control.servers()
                                .find(caller, ref)
                                .map(view -> view.server().id()));
            case "vip" -> request.answer(control.virtualIps().find(caller, ref), view -> vip(caller, view));
            case "eip" ->
                plain(
                        request,
                        control.eips().find(caller, ref).map(view -> view.eip().id()));
            case "peering" ->
                plain(
                        request,
                        control.peerings()
                                .find(caller, ref)
                                .map(view -> view.peering().id()));
            case "route-table" ->
                plain(
                        request,
                        control.routeTables()
                                .find(caller, ref)
                                .map(view -> view.table().id()));
            case "security-group" ->
                plain(
                        request,
                        control.securityGroups()
                                .find(caller, ref)
                                .map(view -> view.group().id()));
            default ->
                throw new Malformation(
                        "kind", "must be vpc, subnet, port, server, vip, eip, peering, route-table or security-group");
        };
    }

    private <I extends ObjectId> Answer plain(Request request, Outcome<I> found) {
        return request.answer(found, id -> explained(id, null, null));
    }

    private Answer vip(Caller caller, VipView view) {
        return explained(
                view.vip().id(),
                view.holders().stream().map(VipShape.Holder::of).toList(),
                new MoveShapes(control, caller)
                        .of(control.holders().moves(view.vip().id(), MOVES)));
    }

    private Answer explained(ObjectId id, List<VipShape.Holder> holder, List<MoveShape> moves) {
        Explainer.Explanation why = explainer.explain(id);
        return Answer.ok(new Explained(
                new About(id.kind().word(), id.toString()),
                why.desired(),
                why.observed(),
                why.plan(),
                holder,
                moves,
                why.notes()));
    }
}
