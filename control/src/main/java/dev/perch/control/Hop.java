package dev.perch.control;

import dev.perch.model.NextHop;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Optional;

/** What a route's next hop is at this moment. */
public sealed interface Hop {

    /**
     * A port, for a server its primary NIC.
     *
     * @param server what it is plugged into, if that is a server
     */
    record OfPort(Port port, Subnet subnet, Optional<Server> server) implements Hop {}

    record OfVip(VirtualIp vip, Subnet subnet) implements Hop {}

    record OfPeering(Peering peering) implements Hop {}

    /** The object is gone, or the server has lost its NICs. */
    record Gone() implements Hop {}

    /** What packets of the family are handed to: an address in {@link #where}; empty for a peering too. */
    default Optional<IpAddress> address(Family family) {
        return switch (this) {
            case OfPort hop -> first(hop.port().addresses(), family);
            case OfVip hop -> hop.vip().address(family);
            case OfPeering hop -> Optional.empty();
            case Gone gone -> Optional.empty();
        };
    }

    /** Where that address is. */
    default Optional<Subnet> where() {
        return switch (this) {
            case OfPort hop -> Optional.of(hop.subnet);
            case OfVip hop -> Optional.of(hop.subnet);
            case OfPeering hop -> Optional.empty();
            case Gone gone -> Optional.empty();
        };
    }

    /**
     * Whether packets of the family can be handed on: there is something plugged in that is wanted to run, or an active
     * peering. Who holds a virtual IP does not matter here: without a holder its packets die as any others for it.
     */
    default boolean passes(Family family) {
        return switch (this) {
            case OfPort hop ->
                address(family).isPresent()
                        && hop.port().attachment().isPresent()
                        && hop.server()
                                .map(server -> server.power() == Server.Power.RUNNING)
                                .orElse(true);
            case OfVip hop -> address(family).isPresent();
            case OfPeering hop -> hop.peering().status() == Peering.Status.ACTIVE;
            case Gone gone -> false;
        };
    }

    /** Looks the next hop up. */
    static Hop of(Tables tables, NextHop nextHop) {
        return switch (nextHop) {
            case NextHop.ToServer(var id) ->
                tables.ports().of(id).stream()
                        .findFirst()
                        .map(port -> of(tables, port))
                        .orElseGet(Gone::new);
            case NextHop.ToPort(var id) ->
                tables.ports().get(id).map(port -> of(tables, port)).orElseGet(Gone::new);
            case NextHop.ToVip(var id) ->
                tables.vips()
                        .get(id)
                        .<Hop>map(vip -> new OfVip(
                                vip, tables.subnets().get(vip.subnet()).orElseThrow()))
                        .orElseGet(Gone::new);
            case NextHop.ToPeering(var id) ->
                tables.peerings().get(id).<Hop>map(OfPeering::new).orElseGet(Gone::new);
        };
    }

    private static Hop of(Tables tables, Port port) {
        return new OfPort(
                port,
                tables.subnets().get(port.subnet()).orElseThrow(),
                port.server().flatMap(tables.servers()::get));
    }

    private static Optional<IpAddress> first(List<IpAddress> addresses, Family family) {
        return addresses.stream().filter(address -> address.family() == family).findFirst();
    }
}
