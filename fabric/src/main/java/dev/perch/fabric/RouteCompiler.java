package dev.perch.fabric;

import dev.perch.fabric.Compiler.PortFacts;
import dev.perch.fabric.Intent.Blackhole;
import dev.perch.fabric.Intent.Hop;
import dev.perch.fabric.Intent.PeeringIntent;
import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.Intent.RouteIntent;
import dev.perch.fabric.Intent.RouteTableIntent;
import dev.perch.fabric.Intent.ThroughPeering;
import dev.perch.fabric.Intent.ToAddress;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Peering;
import dev.perch.model.Route;
import dev.perch.model.RouteTable;
import dev.perch.model.VirtualIp;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.util.Optional;
import java.util.Set;

/** Turns peerings, route tables and routes into {@link Intent}s. Pure. */
public final class RouteCompiler {

    /** Bytes of an IP packet; that of the subnets at both ends. */
    private static final int MTU = 1500;

    /** The first three bytes of the MACs at a peering's two ends, beside those of the subnets' routers. */
    private static final long REQUESTER_MAC_PREFIX = 0x0250_5300_0000L;

    private static final long ACCEPTER_MAC_PREFIX = 0x0250_5400_0000L;

    private final Compiler ports;

    public RouteCompiler(Compiler ports) {
        this.ports = ports;
    }

    /**
     * Everything that decides where a route leads.
     *
     * @param nextHop what it names, as that is now
     */
    public record RouteFacts(Route route, RouteTable table, NextHopFacts nextHop) {}

    /** A route's next hop as it is now. */
    public sealed interface NextHopFacts {}

    /** The port, or the primary NIC of the server. */
    public record AtPort(PortFacts port) implements NextHopFacts {}

    public record AtVip(VirtualIp vip) implements NextHopFacts {}

    public record AtPeering(Peering peering) implements NextHopFacts {}

    /** It was deleted. */
    public record Gone() implements NextHopFacts {}

    /** Empty while packets must not pass. */
    public Optional<PeeringIntent> peering(Peering peering) {
        return switch (peering.status()) {
            case ACTIVE -> Optional.of(active(peering));
            case PENDING_ACCEPTANCE, REJECTED -> Optional.empty();
        };
    }

    private static PeeringIntent active(Peering peering) {
        long low = peering.id().value().getLeastSignificantBits() & 0xff_ffffL;
        return new PeeringIntent(
                peering.requester(),
                peering.accepter(),
                peering.id(),
                new MacAddress(REQUESTER_MAC_PREFIX | low),
                new MacAddress(ACCEPTER_MAC_PREFIX | low),
                MTU);
    }

    /**
     * @param subnets those that the table is associated with by name; the default table has none
     */
    public RouteTableIntent table(RouteTable table, Set<SubnetId> subnets) {
        return new RouteTableIntent(table.vpc(), table.id(), table.number(), table.isDefault(), subnets);
    }

    public RouteIntent route(RouteFacts facts) {
        Route route = facts.route();
        return new RouteIntent(
                facts.table().vpc(),
                route.id(),
                facts.table().number(),
                route.destination().network(),
                hop(facts.nextHop(), route.destination().family()).orElse(new Blackhole()));
    }

    private Optional<Hop> hop(NextHopFacts nextHop, Family family) {
        return switch (nextHop) {
            case AtPort at ->
                ports.port(at.port())
                        .filter(PortIntent::linkUp)
                        .flatMap(port -> port.own().stream()
                                .filter(address -> address.family() == family)
                                .findFirst()
                                .map(address -> new ToAddress(port.subnet(), address)));
            case AtVip at ->
                at.vip().address(family).map(address -> new ToAddress(at.vip().subnet(), address));
            case AtPeering at -> peering(at.peering()).map(intent -> new ThroughPeering(intent.peering()));
            case Gone _ -> Optional.empty();
        };
    }
}
