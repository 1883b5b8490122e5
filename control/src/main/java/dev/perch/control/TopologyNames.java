package dev.perch.control;

import dev.perch.model.NameRefusal.NamedTwice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A document names each thing once. */
final class TopologyNames {

    private TopologyNames() {}

    static void unique(Topology topology) {
        unique("security_groups", "security-group", topology.groups(), Topology.Group::name);
        unique("vpcs", "vpc", topology.vpcs(), Topology.Net::name);
        for (int i = 0; i < topology.vpcs().size(); i++) {
            unique("vpcs[" + i + "].subnets", "subnet", topology.vpcs().get(i).subnets(), Topology.Segment::name);
        }
        unique("servers", "server", topology.servers(), Topology.Host::name);
        unique("vips", "vip", topology.vips(), Topology.Vip::name);
        unique("eips", "eip", topology.eips(), Topology.Outside::name);
        unique("peerings", "peering", topology.peerings(), Topology.Link::name);
        unique("route_tables", "route-table", topology.tables(), TopologyNames::label);
    }

    /** What a route table is known by in a document: a default one by its VPC alone. */
    static String label(Topology.Table table) {
        return table.name().map(name -> table.vpc() + "/" + name).orElse(table.vpc());
    }

    private static <T> void unique(String path, String kind, List<T> items, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String one = name.apply(items.get(i));
            if (!seen.add(one)) {
                throw new Decision.Refused(new NamedTwice(path + "[" + i + "].name", kind, one));
            }
        }
    }
}
