package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Step;
import dev.perch.model.Eip;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A topology document while it is deleted: what others hang on goes last. Bindings, and routes of default tables, go as far as it
 * names them. What is not there is skipped, and so is what has a name of the document's but lies in another subnet: somebody else's.
 */
final class Removal {
    private final Decision d;
    private final List<Step> steps = new ArrayList<>();

    Removal(Decision d) {
        this.d = d;
    }

    List<Step> delete(Topology topology) {
        Decision.each("route_tables", topology.tables(), this::table);
        Decision.each("peerings", topology.peerings(), this::peering);
        Decision.each("eips", topology.eips(), this::eip);
        Decision.each("vips", topology.vips(), vip -> vip(topology, vip));
        Decision.each("servers", topology.servers(), host -> host(topology, host));
        Decision.each("vpcs", topology.vpcs(), this::net);
        topology.groups().forEach(this::emptied);
        Decision.each("security_groups", topology.groups(), this::group);
        return List.copyOf(steps);
    }

    /** Whether a subnet is the one that the document means by a reference. */
    private boolean means(Topology topology, String reference, SubnetId id) {
        Subnet subnet = d.tables.subnets().get(id).orElseThrow();
        String name = subnet.meta().name();
        String vpc = d.tables.vpcs().get(subnet.vpc()).orElseThrow().meta().name();
        List<String> own = topology.vpcs().stream()
                .filter(net -> net.subnets().stream()
                        .anyMatch(segment -> segment.name().equals(name)))
                .map(Topology.Net::name)
                .toList();
        return reference.equals(id.toString())
                || reference.equals(vpc + "/" + name)
                || reference.equals(name) && (own.isEmpty() || own.contains(vpc));
    }

    /** A table goes, with its routes, and its subnets use the default one; of that only the routes go. */
    private void table(Topology.Table table) {
        Optional<Vpc> vpc = named("vpc", table.vpc(), d.tables.vpcs().named(d.caller.project(), table.vpc()));
        vpc.flatMap(of -> AppliedTables.find(d, of, table)).ifPresent(is -> {
            if (is.isDefault()) {
                table.routes()
                        .orElse(List.of())
                        .forEach(way -> d.tables
                                .routes()
                                .to(is.id(), way.destination())
                                .ifPresent(route -> {
                                    TableRoutes.remove(d, route);
                                    deleted(route.destination().toString(), route.id());
                                }));
            } else {
                d.tables
                        .routeTables()
                        .subnets(is)
                        .forEach(id -> RouteTables.disassociate(
                                d, is, d.tables.subnets().get(id).orElseThrow()));
                RouteTables.remove(d, is);
                deleted(is.meta().name(), is.id());
            }
        });
    }

    private void peering(Topology.Link link) {
        Optional<Peering> found =
                named("peering", link.name(), d.tables.peerings().named(d.caller.project(), link.name()));
        found.ifPresent(peering -> {
            Peerings.remove(d, peering);
            deleted(link.name(), peering.id());
        });
    }

    private void eip(Topology.Outside outside) {
        named("eip", outside.name(), d.tables.eips().named(d.caller.project(), outside.name()))
                .ifPresent(this::release);
    }

    /** The EIP that the virtual IP's own entry gave it. */
    private boolean own(Topology.Vip vip, Topology.OwnEip own, Eip eip) {
        return own.address().map(eip.address()::equals).orElse(eip.meta().name().equals(vip.name()));
    }

    private void release(Eip eip) {
        Eips.remove(d, Eips.unbind(d, eip));
        deleted(eip.meta().name(), eip.id());
    }

    /** Takes a group's rules, which may name other groups that go. */
    private void emptied(Topology.Group group) {
        group(group.name())
                .ifPresent(is -> d.tables.rules().of(is.id()).forEach(rule -> SecurityRules.remove(d, is, rule)));
    }

    private void group(Topology.Group group) {
        group(group.name()).ifPresent(is -> {
            SecurityGroups.remove(d, is);
            deleted(group.name(), is.id());
        });
    }

    /** A group of that name; the default group of a project stays. */
    private Optional<SecurityGroup> group(String name) {
        return named("security-group", name, d.tables.groups().named(d.caller.project(), name))
                .filter(group -> !group.isDefault());
    }

    private void vip(Topology topology, Topology.Vip vip) {
        Optional<VirtualIp> found = named("vip", vip.name(), d.tables.vips().named(d.caller.project(), vip.name()));
        found.filter(is -> means(topology, vip.subnet(), is.subnet())).ifPresent(is -> {
            vip.bind().stream()
                    .flatMap(name -> d.tables.servers().named(d.caller.project(), name).stream())
                    .forEach(server -> VipTargets.unbind(d, is, new VirtualIps.Target.OfServer(server.id())));
            vip.eip()
                    .ifPresent(own -> d.tables.eips().of(is.id()).stream()
                            .filter(eip -> own(vip, own, eip))
                            .forEach(this::release));
            VirtualIps.remove(d, is);
            deleted(vip.name(), is.id());
        });
    }

    private void host(Topology topology, Topology.Host host) {
        Optional<Server> found =
                named("server", host.name(), d.tables.servers().named(d.caller.project(), host.name()));
        Predicate<Port> of = port -> host.nics().stream().anyMatch(nic -> means(topology, nic.subnet(), port.subnet()));
        found.filter(server -> d.tables.ports().of(server.id()).stream().allMatch(of))
                .ifPresent(server -> {
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
