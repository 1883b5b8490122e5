package dev.perch.control;

import dev.perch.control.Topology.Net;
import dev.perch.control.Topology.Step;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A topology document while it is applied: whatever it names is made, changed or found to be as it says. */
final class Application {
    private final Steps steps = new Steps();
    private final AppliedGroups groups;
    private final AppliedNets nets;
    private final AppliedHosts hosts;
    private final AppliedVips vips;
    private final AppliedEips eips;
    private final AppliedPeerings peerings;
    private final AppliedTables tables;

    Application(Decision d) {
        groups = new AppliedGroups(d, steps);
        nets = new AppliedNets(d, steps);
        hosts = new AppliedHosts(d, steps);
        vips = new AppliedVips(d, steps);
        eips = new AppliedEips(d, steps);
        peerings = new AppliedPeerings(d, steps);
        tables = new AppliedTables(d, steps);
    }

    /**
     * What was done, in the order of the document. What others name comes first; objects with chosen addresses come before those that
     * are given any, lest these take them.
     */
    List<Step> apply(Topology topology) {
        TopologyNames.unique(topology);
        Decision.each("security_groups", topology.groups(), groups::group);
        Decision.each("security_groups", topology.groups(), groups::rules);
        Decision.each("vpcs", topology.vpcs(), nets::net);
        Decision.each("vips", topology.vips(), vip -> vips.vip(vip, true));
        Decision.each("servers", topology.servers(), host -> hosts.host(host, true));
        Decision.each("servers", topology.servers(), host -> hosts.host(host, false));
        Decision.each("vips", topology.vips(), vip -> vips.vip(vip, false));
        Decision.each("vips", topology.vips(), vips::bindings);
        eips.apply(topology);
        Decision.each("peerings", topology.peerings(), peerings::peering);
        Decision.each("route_tables", topology.tables(), tables::table);
        return steps.inOrder(Stream.of(
                        topology.groups().stream(),
                        topology.vpcs().stream().flatMap(Application::parts),
                        topology.servers().stream(),
                        topology.vips().stream(),
                        topology.eips().stream(),
                        topology.peerings().stream(),
                        topology.tables().stream())
                .flatMap(Function.identity()));
    }

    private static Stream<?> parts(Net net) {
        return Stream.concat(Stream.of(net), net.subnets().stream().map(segment -> AppliedNets.key(net, segment)));
    }
}
