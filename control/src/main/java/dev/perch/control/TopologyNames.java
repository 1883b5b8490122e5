package dev.perch.control;

import dev.perch.model.NameRefusal.NamedTwice;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        ownEips(topology);
        oneTableEach(topology.tables());
    }

    /** An EIP that a virtual IP has of its own is named like it, so no other entry can be, unless it says the same. */
    private static void ownEips(Topology topology) {
        Set<String> own = topology.vips().stream()
                .filter(vip -> vip.eip().filter(eip -> eip.address().isEmpty()).isPresent())
                .map(Topology.Vip::name)
                .collect(Collectors.toSet());
        for (int i = 0; i < topology.eips().size(); i++) {
            Topology.Outside eip = topology.eips().get(i);
            if (own.contains(eip.name()) && !eip.vip().equals(Optional.of(eip.name()))) {
                throw new Decision.Refused(new NamedTwice("eips[" + i + "].name", "eip", eip.name()));
            }
        }
    }

    /** A subnet uses one table, so it is among the subnets of one. */
    private static void oneTableEach(List<Topology.Table> tables) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tables.size(); i++) {
            List<String> subnets = tables.get(i).subnets().orElse(List.of());
            for (int j = 0; j < subnets.size(); j++) {
                if (!seen.add(tables.get(i).vpc() + "/" + subnets.get(j))) {
                    throw new Decision.Refused(
                            new NamedTwice("route_tables[" + i + "].subnets[" + j + "]", "subnet", subnets.get(j)));
                }
            }
        }
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
