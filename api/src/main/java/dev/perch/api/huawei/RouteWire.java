package dev.perch.api.huawei;

import dev.perch.control.RouteView;
import java.util.List;

/** A route of v2.0, which leads through a peering and stands in a VPC's default route table. */
record RouteWire(String id, String destination, String nexthop, String type, String vpcId, String tenantId) {

    record One(RouteWire route) {}

    record Many(List<RouteWire> routes, List<Links.Link> routesLinks) {}

    static RouteWire of(RouteView view) {
        return new RouteWire(
                view.route().id().toString(),
                view.route().destination().toString(),
                view.route().text(),
                RouteType.of(view.route().nextHop()),
                view.table().vpc().toString(),
                view.table().meta().project().toString());
    }
}
