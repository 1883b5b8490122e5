package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.RouteTables;
import dev.perch.control.RouteView;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/** Routes of v2.0: those of default route tables that lead through a peering. Nothing else is seen or made here. */
final class RouteCalls {
    private static final String PATH = "/v2.0/vpc/routes";
    private static final String TYPE = "peering";

    private final Control control;

    RouteCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.NEUTRON)
                .post(PATH, this::create)
                .get(PATH, this::list)
                .get(PATH + "/{route}", this::get)
                .delete(PATH + "/{route}", this::delete);
    }

    private record Wanted(String vpc, IpPrefix destination, String nexthop) {
        static Wanted read(Fields body) {
            Fields route = body.requiredObject("route");
            if (!route.requiredText("type").equals(TYPE)) {
                throw route.broken("type", "must be peering; routes of other types are made in route tables");
            }
            return new Wanted(
                    route.requiredText("vpc_id"),
                    route.requiredText("destination", IpPrefix::parse),
                    route.requiredText("nexthop"));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        Outcome<RouteView> made = Ids.vpc("vpc_id", wanted.vpc())
                .then(vpc -> RouteType.peering(wanted.nexthop())
                        .then(towards -> control.routeTables()
                                .addDefaultRoute(
                                        caller,
                                        vpc,
                                        new RouteTables.Entry(wanted.destination(), towards, Optional.empty()))));
        return request.answer(made, view -> Answer.json(201, new RouteWire.One(RouteWire.of(view))));
    }

    private Answer list(Request request, Caller caller) {
        Optional<RouteTables.RouteFilter> filter = filter(request.query(), caller);
        Links.Linked<RouteView> page = new Links(request, PATH, "id", "type", "vpc_id", "destination", "tenant_id")
                .page(
                        view -> view.route().id().toString(),
                        id -> find(caller, new RouteId(id)).isPresent(),
                        part -> filter.map(wanted -> control.routeTables().defaultRoutes(caller, wanted, part))
                                .orElse(List.of()));
        return Answer.ok(
                new RouteWire.Many(page.items().stream().map(RouteWire::of).toList(), page.links()));
    }

    /** The criteria; empty when nothing can meet them. */
    private static Optional<RouteTables.RouteFilter> filter(Query query, Caller caller) {
        Optional<RouteId> id = query.first("id").flatMap(Ids::uuid).map(RouteId::new);
        Optional<VpcId> vpc = query.first("vpc_id").flatMap(Ids::uuid).map(VpcId::new);
        Optional<IpPrefix> destination =
                query.first("destination").flatMap(text -> IpPrefix.parse(text).toOptional());
        boolean possible = id.isPresent() == query.first("id").isPresent()
                && vpc.isPresent() == query.first("vpc_id").isPresent()
                && destination.isPresent() == query.first("destination").isPresent()
                && query.first("type").filter(type -> !type.equals(TYPE)).isEmpty()
                && query.first("tenant_id")
                        .filter(project -> !project.equals(caller.project().value()))
                        .isEmpty();
        return possible
                ? Optional.of(new RouteTables.RouteFilter(id, vpc, destination, Optional.of(Kind.PEERING)))
                : Optional.empty();
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), view -> Answer.ok(new RouteWire.One(RouteWire.of(view))));
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                find(request, caller)
                        .then(view -> control.routeTables()
                                .removeRoute(caller, view.route().id())),
                gone -> Answer.empty(204));
    }

    private Outcome<RouteView> find(Request request, Caller caller) {
        String text = request.parameter("route");
        return Outcome.of(Ids.uuid(text).flatMap(id -> find(caller, new RouteId(id))), new NotFound("", "route", text));
    }

    private Optional<RouteView> find(Caller caller, RouteId id) {
        RouteTables.RouteFilter only = new RouteTables.RouteFilter(
                Optional.of(id), Optional.empty(), Optional.empty(), Optional.of(Kind.PEERING));
        return control.routeTables().defaultRoutes(caller, only, Page.FIRST).stream()
                .findFirst();
    }
}
