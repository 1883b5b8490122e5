package dev.perch.control;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.RouteTable;
import dev.perch.store.Tables;
import java.util.List;

/** A route table with its VPC, the subnets that use it, and its routes. */
public record RouteTableView(
        RouteTable table, Named<VpcId> vpc, List<Named<SubnetId>> subnets, List<RouteView> routes) {

    public RouteTableView {
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    static RouteTableView of(Tables tables, RouteTable table) {
        Views views = new Views(tables);
        return new RouteTableView(
                table,
                new Named<>(table.vpc(), views.vpc(table.vpc()).meta().name()),
                tables.routeTables().subnets(table).stream()
                        .map(id -> new Named<>(id, views.subnet(id).meta().name()))
                        .toList(),
                tables.routes().of(table.id()).stream()
                        .map(route -> RouteView.of(tables, route, table))
                        .toList());
    }
}
