package dev.perch.daemon.drill;

import dev.perch.control.Snapshots;
import dev.perch.model.NextHop.ToPeering;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.Route;
import dev.perch.model.Subnet;
import dev.perch.net.IpPrefix;
import java.util.Comparator;

/** Where the routes of a subnet lead. */
record Ways(Snapshots snapshots) {

    /** Whether packets from a subnet to a block of addresses go through a peering: by the most specific route for all of it. */
    boolean lead(Subnet from, IpPrefix to, PeeringId through) {
        return snapshots.routeTablesOf(from.vpc()).stream()
                .filter(table -> table.subnets().contains(from.id()))
                .flatMap(table -> snapshots.routesOf(table.table().id()).stream())
                .map(view -> view.route())
                .filter(route -> route.destination().family() == to.family()
                        && route.destination().contains(to))
                .max(Comparator.comparingInt(route -> route.destination().length()))
                .map(Route::nextHop)
                .filter(hop -> hop instanceof ToPeering(PeeringId peering) && peering.equals(through))
                .isPresent();
    }
}
