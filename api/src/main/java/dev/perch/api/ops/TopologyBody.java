package dev.perch.api.ops;

import dev.perch.api.http.Fields;
import dev.perch.control.Topology;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.function.Function;

/** Reads a topology document. */
final class TopologyBody {
    /** The most entries of each list of the document. */
    private static final int MOST = 10_000;

    private TopologyBody() {}

    static Topology read(Fields document) {
        return new Topology(
                list(document, "vpcs", TopologyBody::vpc),
                list(document, "servers", TopologyBody::server),
                list(document, "vips", TopologyBody::vip));
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
                list(server, "nics", TopologyBody::nic));
    }

    private static Topology.Nic nic(Fields nic) {
        return new Topology.Nic(
                nic.requiredText("subnet"),
                nic.text("address", IpAddress::parse),
                nic.text("address_v6", IpAddress::parse),
                nic.flag("check"));
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
                vip.texts("bind", MOST).orElse(List.of()));
    }

    private static <T> List<T> list(Fields holder, String name, Function<Fields, T> element) {
        return holder.objects(name, MOST).orElse(List.of()).stream()
                .map(element)
                .toList();
    }
}
