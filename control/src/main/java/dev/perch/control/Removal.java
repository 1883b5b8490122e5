package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Step;
import dev.perch.model.ObjectId;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A topology document while it is deleted: virtual IPs with the bindings that it names, servers, subnets, VPCs. What is not
 * there is skipped.
 */
final class Removal {
    private final Decision d;
    private final List<Step> steps = new ArrayList<>();

    Removal(Decision d) {
        this.d = d;
    }

    List<Step> delete(Topology topology) {
        Decision.each("vips", topology.vips(), this::vip);
        Decision.each("servers", topology.servers(), this::host);
        Decision.each("vpcs", topology.vpcs(), this::net);
        return List.copyOf(steps);
    }

    private void vip(Topology.Vip vip) {
        Optional<VirtualIp> found = named("vip", vip.name(), d.tables.vips().named(d.caller.project(), vip.name()));
        found.ifPresent(is -> {
            vip.bind().stream()
                    .flatMap(name -> d.tables.servers().named(d.caller.project(), name).stream())
                    .forEach(server -> VirtualIps.unbind(d, is, new VirtualIps.Target.OfServer(server.id())));
            VirtualIps.remove(d, is);
            deleted(vip.name(), is.id());
        });
    }

    private void host(Topology.Host host) {
        Optional<Server> found =
                named("server", host.name(), d.tables.servers().named(d.caller.project(), host.name()));
        found.ifPresent(server -> {
            Servers.remove(d, server);
            deleted(host.name(), server.id());
        });
    }

    private void net(Topology.Net net) {
        Optional<Vpc> found = named("vpc", net.name(), d.tables.vpcs().named(d.caller.project(), net.name()));
        found.ifPresent(vpc -> {
            Decision.each("subnets", net.subnets(), segment -> segment(vpc, segment));
            Vpcs.remove(d, vpc);
            deleted(net.name(), vpc.id());
        });
    }

    private void segment(Vpc vpc, Topology.Segment segment) {
        Optional<Subnet> found =
                named("subnet", segment.name(), d.tables.subnets().named(vpc.id(), segment.name()));
        found.ifPresent(subnet -> {
            Subnets.remove(d, subnet);
            deleted(segment.name(), subnet.id());
        });
    }

    private <T> Optional<T> named(String kind, String name, List<T> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(d.look().only("name", kind, name, found));
    }

    private void deleted(String name, ObjectId id) {
        steps.add(new Step(Action.DELETE, id.kind().word(), name, id.toString()));
    }
}
