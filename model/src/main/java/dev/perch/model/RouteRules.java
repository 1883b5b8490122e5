package dev.perch.model;

import dev.perch.model.RouteRefusal.DefaultTableStays;
import dev.perch.model.RouteRefusal.DestinationInvalid;
import dev.perch.model.RouteRefusal.DestinationLocal;
import dev.perch.model.RouteRefusal.NextHopLacksFamily;
import dev.perch.model.RouteRefusal.NextHopOutsideVpc;
import dev.perch.model.RouteRefusal.RouteExists;
import dev.perch.model.RouteRefusal.SubnetOutsideTable;
import dev.perch.model.RouteRefusal.TableAssociated;
import dev.perch.model.RouteRefusal.TooManyRoutes;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a route and a route table may be. */
public final class RouteRules {

    /** As many routes as a table of the cloud has (API contract, 7.3). */
    public static final int MOST_ROUTES = 200;

    /** Blocks of which no address is ever forwarded to a unicast next hop, with the reason. */
    private static final List<Never> NEVER = List.of(
            new Never(IpPrefix.of("0.0.0.0/8"), "means this network (RFC 1122)"),
            new Never(IpPrefix.of("127.0.0.0/8"), "is loopback"),
            new Never(IpPrefix.of("169.254.0.0/16"), "is link-local"),
            new Never(IpPrefix.of("224.0.0.0/4"), "is multicast"),
            new Never(IpPrefix.of("240.0.0.0/4"), "is reserved (RFC 1112)"),
            new Never(IpPrefix.of("::/127"), "is loopback or unspecified"),
            new Never(IpPrefix.of("fe80::/10"), "is link-local"),
            new Never(IpPrefix.of("ff00::/8"), "is multicast"));

    private record Never(IpPrefix block, String why) {}

    private RouteRules() {}

    /** Why hosts cannot have addresses of a block, if they cannot. */
    static Optional<String> unusable(IpPrefix block) {
        return NEVER.stream()
                .filter(it -> it.block().overlaps(block))
                .findFirst()
                .map(Never::why);
    }

    /**
     * The destination lies outside the VPC. One that only contains the VPC is fine, be it everything: the longer prefixes of
     * the subnets win.
     */
    public static Optional<Refusal> destination(String field, IpPrefix destination, AddressSpace local) {
        if (!destination.isNetwork()) {
            return Optional.of(new DestinationInvalid(
                    field, destination, "has host bits set; its network is " + destination.network()));
        }
        Optional<Refusal> never = NEVER.stream()
                .filter(it -> it.block().family() == destination.family()
                        && it.block().contains(destination))
                .findFirst()
                .map(it -> new DestinationInvalid(field, destination, it.why()));
        return never.or(() -> local.containing(destination)
                .map(block -> new DestinationLocal(field, destination, block, local.vpc())));
    }

    /**
     * A table has one route for a destination.
     *
     * @param there that of the table for the destination
     */
    public static Optional<Refusal> first(String field, IpPrefix destination, RouteTable table, Optional<Route> there) {
        return there.map(
                route -> new RouteExists(field, destination, table.meta().name()));
    }

    /** A table has at most {@link #MOST_ROUTES}. */
    public static Optional<Refusal> room(String field, RouteTable table, long routes) {
        return routes <= MOST_ROUTES
                ? Optional.empty()
                : Optional.of(new TooManyRoutes(field, table.meta().name(), MOST_ROUTES));
    }

    /** A server, a port or a virtual IP that packets are handed to is in the VPC and has an address of their family. */
    public static Optional<Refusal> hop(
            String field,
            String kind,
            String hop,
            boolean inVpc,
            Collection<IpAddress> addresses,
            IpPrefix destination,
            Vpc vpc) {
        if (!inVpc) {
            return Optional.of(new NextHopOutsideVpc(field, kind, hop, vpc.label()));
        }
        return addresses.stream().anyMatch(address -> address.family() == destination.family())
                ? Optional.empty()
                : Optional.of(new NextHopLacksFamily(field, kind, hop, destination.family()));
    }

    /** A peering that packets go through has the VPC as one of its ends. */
    public static Optional<Refusal> hop(String field, Peering peering, Vpc vpc) {
        boolean end = peering.requester().equals(vpc.id()) || peering.accepter().equals(vpc.id());
        return end
                ? Optional.empty()
                : Optional.of(
                        new NextHopOutsideVpc(field, "peering", peering.meta().name(), vpc.label()));
    }

    /** A table is deleted when no subnet uses it; the default one only with its VPC. */
    public static Optional<Refusal> deletable(RouteTable table, long subnets) {
        if (table.isDefault()) {
            return Optional.of(new DefaultTableStays("", table.meta().name()));
        }
        return subnets == 0
                ? Optional.empty()
                : Optional.of(new TableAssociated("", table.meta().name(), subnets));
    }

    /** Subnets use tables of their own VPC. */
    public static Optional<Refusal> associable(String field, Subnet subnet, RouteTable table, Vpc vpc) {
        return subnet.vpc().equals(table.vpc())
                ? Optional.empty()
                : Optional.of(new SubnetOutsideTable(
                        field, subnet.meta().name(), table.meta().name(), vpc.label()));
    }
}
