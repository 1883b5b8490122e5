package dev.perch.api.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.control.Hop;
import dev.perch.control.Named;
import dev.perch.control.RouteTableView;
import dev.perch.control.RouteView;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId;
import dev.perch.model.RouteTable;
import dev.perch.model.Server;
import java.util.List;

/** A route table with its routes, as this API shows it. */
record RouteTableShape(
        String id,
        String name,
        String description,
        Reference vpc,
        @JsonProperty("default") boolean isDefault,
        List<Reference> subnets,
        List<Route> routes,
        String createdAt,
        String updatedAt,
        long revision) {

    /** An object that is only mentioned. */
    record Reference(String id, String name) {
        static Reference of(Named<?> named) {
            return new Reference(named.id().toString(), named.name());
        }
    }

    /** Where a route leads; the name of what is gone is empty. */
    record Target(String kind, String id, String name) {
        static Target of(NextHop nextHop, Hop hop) {
            ObjectId object = nextHop.object();
            return new Target(object.kind().word(), object.toString(), name(nextHop, hop));
        }

        private static String name(NextHop nextHop, Hop hop) {
            return switch (hop) {
                case Hop.OfPort(var port, var subnet, var server) ->
                    nextHop instanceof NextHop.ToServer
                            ? server.map(Server::meta).map(meta -> meta.name()).orElse("")
                            : port.meta().name();
                case Hop.OfVip(var vip, var subnet) -> vip.meta().name();
                case Hop.OfPeering(var peering) -> peering.meta().name();
                case Hop.Gone gone -> "";
            };
        }
    }

    /** {@code state} is ACTIVE, or BLACKHOLE when the next hop is gone or off. */
    record Route(String id, String destination, Target nextHop, String description, String state) {
        static Route of(RouteView view) {
            return new Route(
                    view.route().id().toString(),
                    view.route().destination().toString(),
                    Target.of(view.route().nextHop(), view.hop()),
                    view.route().description(),
                    view.state().name());
        }
    }

    static RouteTableShape of(RouteTableView view) {
        RouteTable table = view.table();
        return new RouteTableShape(
                table.id().toString(),
                table.meta().name(),
                table.meta().description(),
                Reference.of(view.vpc()),
                table.isDefault(),
                view.subnets().stream().map(Reference::of).toList(),
                view.routes().stream().map(Route::of).toList(),
                Shapes.time(table.meta().created()),
                Shapes.time(table.meta().updated()),
                table.meta().revision().value());
    }
}
