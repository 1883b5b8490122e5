package dev.perch.control;

import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.RouteTable;
import dev.perch.store.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A route table with its VPC, the subnets that use it, and its routes. */
public record RouteTableView(
        RouteTable table, Named<VpcId> vpc, List<Named<SubnetId>> subnets, List<RouteView> routes) {

    public RouteTableView {
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    static RouteTableView of(Tables tables, RouteTable table) {
        Views views = new Views(tables);
        Map<NextHop, Hop> hops = new HashMap<>(); // many routes have few
        return new RouteTableView(
                table,
                new Named<>(table.vpc(), views.vpc(table.vpc()).meta().name()),
                tables.routeTables().subnets(table).stream()
                        .map(id -> new Named<>(id, views.subnet(id).meta().name()))
                        .toList(),
                tables.routes().of(table.id()).stream()
                        .map(route -> new RouteView(
                                route, table, hops.computeIfAbsent(route.nextHop(), hop -> Hop.of(tables, hop))))
                        .toList());
    }
}
