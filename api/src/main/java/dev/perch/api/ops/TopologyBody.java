package dev.perch.api.ops;

import dev.perch.api.http.Fields;
import dev.perch.control.Topology;
import dev.perch.control.Topology.Via;
import dev.perch.model.EipRules;
import dev.perch.model.ProjectId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a topology document. */
final class TopologyBody {
    /** The most entries of each list of the document. */
    private static final int MOST = 10_000;

    private TopologyBody() {}

    static Topology read(Fields document) {
        return new Topology(
                list(document, "security_groups", TopologyBody::group),
                list(document, "vpcs", TopologyBody::vpc),
                list(document, "servers", TopologyBody::server),
                list(document, "vips", TopologyBody::vip),
                list(document, "eips", TopologyBody::eip),
                list(document, "peerings", TopologyBody::peering),
                list(document, "route_tables", TopologyBody::table));
    }

    private static Topology.Group group(Fields group) {
        return new Topology.Group(
                group.requiredText("name"), group.text("description"), listed(group, "rules", TopologyBody::rule));
    }

    private static Topology.Rule rule(Fields rule) {
        return new Topology.Rule(
                rule.requiredText("direction", TopologyBody::direction),
                family(rule),
                rule.text("protocol").orElse(""),
                rule.text("ports").orElse(""),
                rule.text("cidr", IpPrefix::parse),
                rule.text("group"),
                rule.text("action", TopologyBody::action).orElse(SecurityRule.Action.ALLOW),
                rule.integer("priority", 1, 100).orElse(1),
                rule.text("description").orElse(""));
    }

    private static Topology.Net vpc(Fields vpc) {
        return new Topology.Net(
                vpc.requiredText("name"),
                vpc.text("cidr", IpPrefix::parse),
                list(vpc, "subnets", TopologyBody::subnet));
    }

    private static Topology.Segment subnet(Fields subnet) {
        return new Topology.Segment(
                subnet.requiredText("name"),
                subnet.requiredText("cidr", IpPrefix::parse),
                subnet.text("gateway", IpAddress::parse),
                subnet.text("cidr_v6", IpPrefix::parse),
                subnet.text("gateway_v6", IpAddress::parse));
    }

    private static Topology.Host server(Fields server) {
        return new Topology.Host(
                server.requiredText("name"),
                server.text("user_data").orElse(""),
                server.texts("security_groups", MOST),
                list(server, "nics", TopologyBody::nic));
    }

    private static Topology.Nic nic(Fields nic) {
        return new Topology.Nic(
                nic.requiredText("subnet"),
                nic.text("address", IpAddress::parse),
                nic.text("address_v6", IpAddress::parse),
                nic.flag("check"),
                nic.texts("security_groups", MOST));
    }

    private static Topology.Vip vip(Fields vip) {
        return new Topology.Vip(
                vip.requiredText("name"),
                vip.requiredText("subnet"),
                vip.text("address", IpAddress::parse),
                vip.text("address_v6", IpAddress::parse),
                vip.flag("ipv4").orElse(true),
                vip.flag("ipv6").orElse(false),
                vip.integer("vrid", 1, 255),
                VipCalls.fate(vip),
                ownEip(vip),
                vip.texts("bind", MOST).orElse(List.of()));
    }

    /** {@code true} or an address. */
    private static Optional<Topology.OwnEip> ownEip(Fields vip) {
        return vip.isText("eip")
                ? vip.text("eip", IpAddress::parse).map(address -> new Topology.OwnEip(Optional.of(address)))
                : vip.flag("eip").filter(wanted -> wanted).map(any -> new Topology.OwnEip(Optional.empty()));
    }

    private static Topology.Outside eip(Fields eip) {
        Topology.Outside wanted = new Topology.Outside(
                eip.requiredText("name"),
                eip.text("address", IpAddress::parse),
                family(eip),
                eip.integer("bandwidth", 1, EipRules.FASTEST),
                eip.text("vip"),
                eip.text("server"));
        if (wanted.vip().isPresent() && wanted.server().isPresent()) {
            throw eip.broken("server", "and vip exclude each other: an EIP stands for one of them");
        }
        return wanted;
    }

    private static Topology.Link peering(Fields peering) {
        return new Topology.Link(
                peering.requiredText("name"),
                peering.requiredText("vpc"),
                peering.requiredText("peer_vpc"),
                peering.text("peer_project", ProjectId::parse));
    }

    private static Topology.Table table(Fields table) {
        return new Topology.Table(
                table.requiredText("vpc"),
                table.text("name"),
                table.texts("subnets", MOST),
                listed(table, "routes", TopologyBody::route));
    }

    private static Topology.Way route(Fields route) {
        IpPrefix destination = route.requiredText("destination", IpPrefix::parse);
        String description = route.text("description").orElse("");
        List<Topology.Way> ways = Stream.of(Via.values())
                .flatMap(via -> route.text(via.word()).stream()
                        .map(ref -> new Topology.Way(destination, via, ref, description)))
                .toList();
        if (ways.size() != 1) {
            throw route.broken("destination", "needs one of server, port, vip and peering to lead to");
        }
        return ways.getFirst();
    }

    private static Optional<Family> family(Fields fields) {
        return fields.integer("family", 4, 6).map(number -> switch (number) {
            case 4 -> Family.IPV4;
            case 6 -> Family.IPV6;
            default -> throw fields.broken("family", "is 4 or 6");
        });
    }

    private static Parsed<Direction> direction(String text) {
        return switch (text) {
            case "ingress" -> Parsed.ok(Direction.INGRESS);
            case "egress" -> Parsed.ok(Direction.EGRESS);
            default -> Parsed.malformed("'" + text + "'", "is neither ingress nor egress");
        };
    }

    private static Parsed<SecurityRule.Action> action(String text) {
        return switch (text) {
            case "allow" -> Parsed.ok(SecurityRule.Action.ALLOW);
            case "deny" -> Parsed.ok(SecurityRule.Action.DENY);
            default -> Parsed.malformed("'" + text + "'", "is neither allow nor deny");
        };
    }

    private static <T> List<T> list(Fields holder, String name, Function<Fields, T> element) {
        return listed(holder, name, element).orElse(List.of());
    }

    private static <T> Optional<List<T>> listed(Fields holder, String name, Function<Fields, T> element) {
        return holder.objects(name, MOST)
                .map(objects -> objects.stream().map(element).toList());
    }
}
