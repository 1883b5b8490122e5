package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.RouteTableView;
import dev.perch.control.RouteTables;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Route tables of v1. */
final class RouteTableCalls {
    private static final String PATH = "/v1/{project}/routetables";
    private static final int MOST_SUBNETS = 1000;

    private final Control control;

    RouteTableCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.ROUTE_TABLE)
                .post(PATH, this::create)
                .get(PATH, this::list)
                .get(PATH + "/{table}", this::get)
                .put(PATH + "/{table}", this::update)
                .post(PATH + "/{table}/action", this::associate)
                .delete(PATH + "/{table}", this::delete);
    }

    private Answer create(Request request, Caller caller) {
        Outcome<RouteTableBody> read = request.read(Fields.Unknown.IGNORED, body -> RouteTableBody.read(body, false));
        return request.answer(
                read.then(body -> Ids.vpc(
                                "vpc_id",
                                body.vpc().orElseThrow(() -> new Malformation("routetable.vpc_id", "is required")))
                        .then(vpc -> control.routeTables()
                                .create(
                                        caller,
                                        new RouteTables.Create(
                                                body.name().orElse(""),
                                                body.description().orElse(""),
                                                vpc,
                                                body.add(),
                                                Map.of())))),
                RouteTableCalls::one);
    }

    private Answer list(Request request, Caller caller) {
        List<RouteTableView> page = filter(request.query())
                .map(filter -> control.routeTables().list(caller, filter, Wire.page(request.query())))
                .orElse(List.of());
        return Answer.ok(
                new RouteTableWire.Many(page.stream().map(RouteTableWire::of).toList()));
    }

    /** The criteria; empty when nothing can meet them. */
    private static Optional<RouteTables.Filter> filter(Query query) {
        Optional<RouteTableId> id = query.first("id").flatMap(Ids::uuid).map(RouteTableId::new);
        Optional<VpcId> vpc = query.first("vpc_id").flatMap(Ids::uuid).map(VpcId::new);
        Optional<SubnetId> subnet = query.first("subnet_id").flatMap(Ids::uuid).map(SubnetId::new);
        boolean possible = id.isPresent() == query.first("id").isPresent()
                && vpc.isPresent() == query.first("vpc_id").isPresent()
                && subnet.isPresent() == query.first("subnet_id").isPresent();
        return possible ? Optional.of(new RouteTables.Filter(id, vpc, subnet)) : Optional.empty();
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(id(request).then(id -> control.routeTables().get(caller, id)), RouteTableCalls::one);
    }

    private Answer update(Request request, Caller caller) {
        Outcome<RouteTableBody> read = request.read(Fields.Unknown.IGNORED, body -> RouteTableBody.read(body, true));
        return request.answer(
                read.then(body -> id(request)
                        .then(id -> control.routeTables()
                                .update(
                                        caller,
                                        id,
                                        new RouteTables.Update(
                                                body.name(),
                                                body.description(),
                                                body.delete(),
                                                body.modify(),
                                                body.add())))),
                RouteTableCalls::one);
    }

    private record Subnets(List<String> associate, List<String> disassociate) {
        static Subnets read(Fields body) {
            Fields subnets = body.requiredObject("routetable").requiredObject("subnets");
            return new Subnets(
                    subnets.texts("associate", MOST_SUBNETS).orElse(List.of()),
                    subnets.texts("disassociate", MOST_SUBNETS).orElse(List.of()));
        }
    }

    private Answer associate(Request request, Caller caller) {
        Subnets subnets = request.read(Fields.Unknown.IGNORED, Subnets::read);
        Outcome<RouteTableView> changed = id(request)
                .then(id -> ids("associate", subnets.associate())
                        .then(associate -> ids("disassociate", subnets.disassociate())
                                .then(disassociate ->
                                        control.routeTables().associate(caller, id, associate, disassociate))));
        return request.answer(changed, RouteTableCalls::one);
    }

    private static Outcome<List<SubnetId>> ids(String field, List<String> texts) {
        List<SubnetId> ids = new ArrayList<>();
        for (String text : texts) {
            switch (Ids.subnet(field + "[" + ids.size() + "]", text)) {
                case Outcome.Done<SubnetId>(SubnetId id) -> ids.add(id);
                case Outcome.Refused<SubnetId>(Refusal refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(ids);
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                id(request).then(id -> control.routeTables().delete(caller, id)), gone -> Answer.empty(204));
    }

    private static Outcome<RouteTableId> id(Request request) {
        return Ids.routeTable("", request.parameter("table"));
    }

    private static Answer one(RouteTableView view) {
        return Answer.ok(RouteTableWire.One.of(view));
    }
}
