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
        unique("vpcs", "vpc", topology.vpcs(), Topology.Net::name);
        for (int i = 0; i < topology.vpcs().size(); i++) {
            unique("vpcs[" + i + "].subnets", "subnet", topology.vpcs().get(i).subnets(), Topology.Segment::name);
        }
        unique("servers", "server", topology.servers(), Topology.Host::name);
        unique("vips", "vip", topology.vips(), Topology.Vip::name);
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
