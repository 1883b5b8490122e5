package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perch.control.RouteTableView;
import dev.perch.control.RouteView;
import dev.perch.model.RouteTable;
import java.util.List;

/** A route table of v1, as it stands in lists. */
record RouteTableWire(
        String id,
        String name,
        String description,
        @JsonProperty("default") boolean isDefault,
        String vpcId,
        String tenantId,
        List<Subnet> subnets,
        String createdAt,
        String updatedAt) {

    record Subnet(String id) {}

    record Route(String type, String destination, String nexthop, String description) {
        static Route of(RouteView view) {
            return new Route(
                    RouteType.of(view.route().nextHop()),
                    view.route().destination().toString(),
                    view.route().text(),
                    view.route().description());
        }
    }

    /** One by itself comes with its routes. */
    record Whole(@JsonUnwrapped RouteTableWire table, List<Route> routes) {}

    record One(Whole routetable) {
        static One of(RouteTableView view) {
            return new One(new Whole(
                    RouteTableWire.of(view),
                    view.routes().stream().map(Route::of).toList()));
        }
    }

    record Many(List<RouteTableWire> routetables) {}

    static RouteTableWire of(RouteTableView view) {
        RouteTable table = view.table();
        return new RouteTableWire(
                table.id().toString(),
                table.meta().name(),
                table.meta().description(),
                table.isDefault(),
                table.vpc().toString(),
                table.meta().project().toString(),
                view.subnets().stream()
                        .map(subnet -> new Subnet(subnet.id().toString()))
                        .toList(),
                Wire.time(table.meta().created()),
                Wire.time(table.meta().updated()));
    }
}
