package dev.perch.control;

import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.store.Tables;

/** A route, its table, and what its next hop is. */
public record RouteView(Route route, RouteTable table, Hop hop) {

    /** Whether packets go anywhere by a route. */
    public enum State {
        ACTIVE,
        /** The next hop is gone or off: packets for the destination are dropped, they take no other route. */
        BLACKHOLE
    }

    public State state() {
        return hop.passes(route.destination().family()) ? State.ACTIVE : State.BLACKHOLE;
    }

    static RouteView of(Tables tables, Route route) {
        RouteTable table = tables.routeTables().get(route.table()).orElseThrow();
        return new RouteView(route, table, Hop.of(tables, route.nextHop()));
    }
}
