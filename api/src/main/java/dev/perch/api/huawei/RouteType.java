package dev.perch.api.huawei;

import dev.perch.api.http.Malformation;
import dev.perch.control.Towards;
import dev.perch.model.NextHop;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.Outcome;
import dev.perch.net.IpAddress;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.List;

/** What this dialect calls the kinds of next hops, and how it names one. */
final class RouteType {
    private static final String HOP = "nexthop";
    private static final List<String> LATER = List.of("nat", "vpn", "dc", "cc", "egw", "er");

    private RouteType() {}

    static String of(NextHop hop) {
        return switch (hop) {
            case NextHop.ToServer server -> "ecs";
            case NextHop.ToPort port -> "eni";
            case NextHop.ToVip vip -> "vip";
            case NextHop.ToPeering peering -> "peering";
        };
    }

    /** Servers, ports and peerings are named by their ids, a virtual IP by its address. */
    static Outcome<Towards> towards(String path, String type, String nexthop) {
        return switch (type) {
            case "ecs" -> Ids.server(HOP, nexthop).map(id -> new Towards.To(HOP, new NextHop.ToServer(id)));
            case "eni" -> Ids.port(HOP, nexthop).map(id -> new Towards.To(HOP, new NextHop.ToPort(id)));
            case "peering" -> peering(nexthop);
            case "vip" ->
                switch (IpAddress.parse(nexthop)) {
                    case Parsed.Ok<IpAddress>(IpAddress address) ->
                        Outcome.done(new Towards.ToVipAddress(HOP, address));
                    case Malformed<IpAddress>(String what, String rule) ->
                        throw new Malformation(
                                path + ".nexthop", "of type vip is the address of a virtual IP: " + rule);
                };
            default -> {
                if (LATER.contains(type)) {
                    yield Outcome.done(new Towards.ToUnsupported(HOP, type));
                }
                throw new Malformation(path + ".type", "must be ecs, eni, vip, peering, nat, vpn, dc, cc, egw or er");
            }
        };
    }

    static Outcome<Towards> peering(String id) {
        Outcome<PeeringId> peering = Ids.peering(HOP, id);
        return peering.map(found -> new Towards.To(HOP, new NextHop.ToPeering(found)));
    }
}
