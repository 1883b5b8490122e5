package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.RouteTableView;
import dev.perch.control.RouteTables;
import dev.perch.control.RouteView;
import dev.perch.control.Towards;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.model.RouteTable;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code route-tables} and the routes in them. */
final class RouteTableCalls {
    private final Control control;

    RouteTableCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("route-tables", this::list)
                .post("route-tables", this::create)
                .get("route-tables/{ref}", (r, c) -> r.answer(find(r, c), RouteTableCalls::one))
                .put("route-tables/{ref}", this::update)
                .delete("route-tables/{ref}", this::delete)
                .post("route-tables/{ref}/associate", (r, c) -> subnet(r, c, true))
                .post("route-tables/{ref}/disassociate", (r, c) -> subnet(r, c, false))
                .post("route-tables/{ref}/routes", this::add)
                .delete("route-tables/{ref}/routes/{route}", this::remove);
    }

    private Answer list(Request request, Caller caller) {
        Outcome<RouteTables.Filter> filter = request.query()
                .first("vpc")
                .map(ref -> Refs.vpc(control, caller, "vpc", ref)
                        .map(vpc -> new RouteTables.Filter(Optional.empty(), Optional.of(vpc.id()), Optional.empty())))
                .orElse(Outcome.done(RouteTables.Filter.ALL));
        return request.answer(
                filter,
                wanted -> new Listing<RouteTableView>(
                                "route_tables",
                                page -> control.routeTables().list(caller, wanted, page),
                                RouteTableShape::of,
                                view -> view.table().id().toString())
                        .answer(request.query()));
    }

    private record Wanted(String vpc, String name, String description) {
        static Wanted read(Fields body) {
            return new Wanted(
                    body.requiredText("vpc"),
                    body.text("name").orElse(""),
                    body.text("description").orElse(""));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<RouteTableView> made = Refs.vpc(control, caller, "vpc", wanted.vpc())
                .then(vpc -> control.routeTables()
                        .create(
                                caller,
                                new RouteTables.Create(
                                        wanted.name(), wanted.description(), vpc.id(), List.of(), Map.of())));
        return request.answer(made, view -> Answer.json(201, RouteTableShape.of(view)));
    }

    private Answer update(Request request, Caller caller) {
        RouteTables.Update update = Ops.read(
                request,
                body -> new RouteTables.Update(
                        body.text("name"), body.text("description"), List.of(), List.of(), List.of()));
        return request.answer(
                locate(request, caller).then(id -> control.routeTables().update(caller, id, update)),
                RouteTableCalls::one);
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                locate(request, caller).then(id -> control.routeTables().delete(caller, id)),
                gone -> Answer.empty(204));
    }

    private Answer subnet(Request request, Caller caller, boolean associate) {
        String reference = Ops.read(request, body -> body.requiredText("subnet"));
        Outcome<RouteTableView> changed = locate(request, caller)
                .then(table -> Refs.subnet(control, caller, "subnet", reference).then(view -> {
                    List<SubnetId> subnet = List.of(view.subnet().id());
                    return control.routeTables()
                            .associate(caller, table, associate ? subnet : List.of(), associate ? List.of() : subnet);
                }));
        return request.answer(changed, RouteTableCalls::one);
    }

    private record NewRoute(
            IpPrefix destination,
            Optional<String> server,
            Optional<String> port,
            Optional<String> vip,
            Optional<String> peering,
            Optional<String> description) {
        static NewRoute read(Fields body) {
            NewRoute route = new NewRoute(
                    body.requiredText("destination", IpPrefix::parse),
                    body.text("server"),
                    body.text("port"),
                    body.text("vip"),
                    body.text("peering"),
                    body.text("description"));
            long hops = Stream.of(route.server(), route.port(), route.vip(), route.peering())
                    .filter(Optional::isPresent)
                    .count();
            if (hops != 1) {
                throw body.broken("server", "or port, vip or peering is required, and only one of them");
            }
            return route;
        }
    }

    private Answer add(Request request, Caller caller) {
        NewRoute route = Ops.read(request, NewRoute::read);
        Outcome<RouteView> made = locate(request, caller)
                .then(table -> hop(caller, route)
                        .then(hop -> control.routeTables()
                                .addRoute(
                                        caller,
                                        table,
                                        new RouteTables.Entry(route.destination(), hop, route.description()))));
        return request.answer(made, view -> Answer.json(201, RouteTableShape.Route.of(view)));
    }

    private Outcome<Towards> hop(Caller caller, NewRoute route) {
        if (route.server().isPresent()) {
            return Refs.server(control, caller, "server", route.server().get())
                    .map(view -> new Towards.To(
                            "server", new NextHop.ToServer(view.server().id())));
        }
        if (route.port().isPresent()) {
            return Refs.port(control, caller, "port", route.port().get())
                    .map(view -> new Towards.To(
                            "port", new NextHop.ToPort(view.port().id())));
        }
        return route.vip().isPresent()
                ? Refs.vip(control, caller, "vip", route.vip().get())
                        .map(view -> new Towards.To(
                                "vip", new NextHop.ToVip(view.vip().id())))
                : Refs.peering(control, caller, "peering", route.peering().orElseThrow())
                        .map(view -> new Towards.To(
                                "peering", new NextHop.ToPeering(view.peering().id())));
    }

    private Answer remove(Request request, Caller caller) {
        return request.answer(
                locate(request, caller)
                        .then(table -> control.routeTables().findRoute(caller, table, request.parameter("route")))
                        .then(view -> control.routeTables()
                                .removeRoute(caller, view.route().id())),
                gone -> Answer.empty(204));
    }

    private Outcome<RouteTableView> find(Request request, Caller caller) {
        return control.routeTables().find(caller, request.parameter("ref"));
    }

    private Outcome<RouteTableId> locate(Request request, Caller caller) {
        return control.routeTables().locate(caller, request.parameter("ref")).map(RouteTable::id);
    }

    private static Answer one(RouteTableView view) {
        return Answer.ok(RouteTableShape.of(view));
    }
}
