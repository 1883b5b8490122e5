package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Host;
import dev.perch.control.Topology.Net;
import dev.perch.control.Topology.Nic;
import dev.perch.control.Topology.Segment;
import dev.perch.control.Topology.Step;
import dev.perch.control.Topology.Vip;
import dev.perch.model.AddressChoice;
import dev.perch.model.Binding.Made;
import dev.perch.model.NameRefusal.FieldImmutable;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.model.Vpc;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A topology document while it is applied: whatever it names is made, changed or found to be as it says. */
final class Application {
    private final Decision d;
    private final Map<Object, Step> steps = new HashMap<>();
    private final List<Step> bindings = new ArrayList<>();

    Application(Decision d) {
        this.d = d;
    }

    /** What was done, in the order of the document. Objects with chosen addresses come first, lest others take these. */
    List<Step> apply(Topology topology) {
        TopologyNames.unique(topology);
        Decision.each("vpcs", topology.vpcs(), this::net);
        Decision.each("vips", topology.vips(), vip -> vip(vip, chooses(vip)));
        Decision.each("servers", topology.servers(), host -> host(host, chooses(host)));
        Decision.each("servers", topology.servers(), host -> host(host, !chooses(host)));
        Decision.each("vips", topology.vips(), vip -> vip(vip, !chooses(vip)));
        Decision.each("vips", topology.vips(), this::bindings);
        return Stream.concat(
                        Stream.of(
                                        topology.vpcs().stream()
                                                .flatMap(net -> Stream.concat(
                                                        Stream.of(net),
                                                        net.subnets().stream().map(s -> key(net, s)))),
                                        topology.servers().stream(),
                                        topology.vips().stream())
                                .flatMap(Function.identity())
                                .map(steps::get),
                        bindings.stream())
                .toList();
    }

    private void net(Net net) {
        d.unless(NameRules.required("name", net.name()));
        Optional<Vpc> there =
                d.tables.vpcs().named(d.caller.project(), net.name()).stream().findFirst();
        Vpc vpc;
        if (there.isEmpty()) {
            vpc = Vpcs.make(d, new Vpcs.Create(net.name(), "", net.cidr(), Map.of()));
            step(net, Action.CREATE, net.name(), vpc.id());
        } else if (net.cidr().isPresent() && !net.cidr().equals(there.get().cidr())) {
            vpc = Vpcs.change(
                    d, there.get(), new Vpcs.Update(Optional.empty(), Optional.empty(), net.cidr(), Map.of()));
            step(net, Action.UPDATE, net.name(), vpc.id());
        } else {
            vpc = there.get();
            step(net, Action.UNCHANGED, net.name(), vpc.id());
        }
        Decision.each("subnets", net.subnets(), segment -> segment(net, vpc, segment));
    }

    private void segment(Net net, Vpc vpc, Segment segment) {
        List<Subnet> named = d.tables.subnets().named(vpc.id(), segment.name());
        if (named.isEmpty()) {
            Subnet made = Subnets.make(
                    d,
                    new Subnets.Create(
                            vpc.id(),
                            segment.name(),
                            "",
                            segment.cidr(),
                            segment.gateway(),
                            segment.cidrV6(),
                            segment.gatewayV6(),
                            Map.of()));
            step(key(net, segment), Action.CREATE, segment.name(), made.id());
            return;
        }
        Subnet subnet = d.look().only("name", "subnet", segment.name(), named);
        d.unless(Subnets.differs(subnet, "cidr", subnet.ipv4().cidr(), Optional.of(segment.cidr()))
                .or(() -> Subnets.differs(subnet, "gateway", subnet.ipv4().gateway(), segment.gateway())));
        Subnets.Update update =
                new Subnets.Update(Optional.empty(), Optional.empty(), segment.cidrV6(), segment.gatewayV6(), Map.of());
        if (subnet.ipv6().isEmpty() && segment.cidrV6().isPresent()) {
            Subnets.change(d, subnet, update);
            step(key(net, segment), Action.UPDATE, segment.name(), subnet.id());
        } else {
            d.unless(Subnets.immutable(subnet, update));
            step(key(net, segment), Action.UNCHANGED, segment.name(), subnet.id());
        }
    }

    private void host(Host host, boolean itsTurn) {
        if (!itsTurn) {
            return;
        }
        List<Server> named = d.tables.servers().named(d.caller.project(), host.name());
        if (named.isEmpty()) {
            List<Servers.Nic> nics = new ArrayList<>();
            Decision.each("nics", host.nics(), nic -> nics.add(nic(nic)));
            Server made = Servers.make(
                    d,
                    new Servers.Create(host.name(), "", host.userData(), Optional.empty(), nics, List.of(), Map.of()));
            step(host, Action.CREATE, host.name(), made.id());
            return;
        }
        Server server = d.look().only("name", "server", host.name(), named);
        boolean changed = sameNics(host, server);
        if (!host.userData().equals(server.userData())) {
            Servers.change(
                    d,
                    server,
                    new Servers.Update(Optional.empty(), Optional.empty(), Optional.of(host.userData()), Map.of()));
            changed = true;
        }
        step(host, changed ? Action.UPDATE : Action.UNCHANGED, host.name(), server.id());
    }

    private Servers.Nic nic(Nic nic) {
        Subnet subnet = Subnets.resolve(d.look(), "subnet", nic.subnet());
        return new Servers.Nic.OnSubnet(
                subnet.id(),
                nic.address().map(AddressChoice::exactly).orElse(AddressChoice.FIRST),
                nic.addressV6().map(AddressChoice::exactly).orElse(AddressChoice.FIRST_IF_OFFERED),
                nic.check().orElse(true),
                List.of(),
                List.of());
    }

    /** The NICs stay what they are, but for their check; whether a check was switched. */
    private boolean sameNics(Host host, Server server) {
        List<Port> ports = d.tables.ports().of(server.id());
        d.unless(immutable(
                "nics",
                "server",
                host.name(),
                ports.size() + " NICs",
                host.nics().size() + " NICs"));
        boolean switched = false;
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            Nic nic = host.nics().get(i);
            switched |= Decision.at("nics[" + i + "]", () -> {
                Subnet is = d.tables.subnets().get(port.subnet()).orElseThrow();
                Subnet asked = Subnets.resolve(d.look(), "subnet", nic.subnet());
                d.unless(immutable(
                                "subnet",
                                "server",
                                host.name(),
                                is.meta().name(),
                                asked.meta().name())
                        .or(() -> immutable("subnet", "server", host.name(), is.id(), asked.id())));
                sameAddress("address", "server", host.name(), Family.IPV4, port.addresses(), nic.address());
                sameAddress("address_v6", "server", host.name(), Family.IPV6, port.addresses(), nic.addressV6());
                return nic.check().isPresent()
                        && Ports.check(d, port, nic.check().get());
            });
        }
        return switched;
    }

    private void vip(Vip vip, boolean itsTurn) {
        if (!itsTurn) {
            return;
        }
        d.unless(NameRules.required("name", vip.name()));
        Subnet subnet = Subnets.resolve(d.look(), "subnet", vip.subnet());
        List<VirtualIp> named = d.tables.vips().named(d.caller.project(), vip.name());
        if (named.isEmpty()) {
            VirtualIp made = VirtualIps.make(
                    d,
                    new VirtualIps.Create(
                            subnet.id(),
                            vip.name(),
                            "",
                            choice(vip.address(), vip.ipv4()),
                            choice(vip.addressV6(), vip.ipv6()),
                            vip.vrid(),
                            Reach.EVERYWHERE,
                            List.of(),
                            Optional.empty(),
                            List.of(),
                            Map.of()));
            step(vip, Action.CREATE, vip.name(), made.id());
            return;
        }
        VirtualIp is = d.look().only("name", "vip", vip.name(), named);
        String home = d.tables.subnets().get(is.subnet()).orElseThrow().meta().name();
        d.unless(immutable(
                        "subnet", "virtual IP", vip.name(), home, subnet.meta().name())
                .or(() -> immutable("subnet", "virtual IP", vip.name(), is.subnet(), subnet.id())));
        sameAddress("address", "virtual IP", vip.name(), Family.IPV4, is.addresses(), vip.address());
        sameAddress("address_v6", "virtual IP", vip.name(), Family.IPV6, is.addresses(), vip.addressV6());
        boolean changes = vip.vrid().isPresent() && !vip.vrid().equals(is.virtualRouterId());
        if (changes) {
            VirtualIps.change(
                    d,
                    is,
                    new VirtualIps.Update(
                            Optional.empty(),
                            Optional.empty(),
                            vip.vrid(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of()));
        }
        step(vip, changes ? Action.UPDATE : Action.UNCHANGED, vip.name(), is.id());
    }

    /** Binds it to the servers that it names, and to no others. */
    private void bindings(Vip vip) {
        VirtualIp is = VirtualIps.resolve(d.look(), "name", vip.name());
        Set<ObjectId> wanted = new LinkedHashSet<>();
        Decision.each("bind", vip.bind(), entry -> {
            Server server = Servers.resolve(d.look(), "", entry);
            wanted.add(server.id());
            if (VirtualIps.bind(d, is, new VirtualIps.Target.OfServer(server.id()))) {
                bindings.add(new Step(
                        Action.BIND,
                        "vip",
                        vip.name() + " to " + server.meta().name(),
                        is.id().toString()));
            }
        });
        d.tables.bindings().of(is.id()).stream()
                .filter(row -> row.binding().made() == Made.ON_VIP)
                .map(row -> d.tables.ports().get(row.binding().port()).orElseThrow())
                .filter(port -> port.server().filter(wanted::contains).isEmpty())
                .forEach(port -> {
                    VirtualIps.unbind(d, is, new VirtualIps.Target.OfPort(port.id()));
                    bindings.add(new Step(
                            Action.UNBIND,
                            "vip",
                            vip.name() + " from " + owner(port),
                            is.id().toString()));
                });
    }

    private String owner(Port port) {
        return port.server()
                .flatMap(d.tables.servers()::get)
                .map(server -> server.meta().name())
                .orElseGet(() -> "port " + port.id());
    }

    private void sameAddress(
            String field, String kind, String name, Family family, List<IpAddress> is, Optional<IpAddress> asked) {
        String has = is.stream()
                .filter(address -> address.family() == family)
                .findFirst()
                .map(IpAddress::toString)
                .orElse("none");
        asked.ifPresent(address -> d.unless(immutable(field, kind, name, has, address)));
    }

    private static Optional<FieldImmutable> immutable(String field, String kind, String name, Object is, Object asked) {
        return is.equals(asked) || is.toString().equals(asked.toString())
                ? Optional.empty()
                : Optional.of(new FieldImmutable(field, kind, name, is.toString(), asked.toString()));
    }

    private void step(Object key, Action action, String name, ObjectId id) {
        steps.put(key, new Step(action, id.kind().word(), name, id.toString()));
    }

    private static List<Object> key(Net net, Segment segment) {
        return List.of(net.name(), segment.name());
    }

    private static AddressChoice choice(Optional<IpAddress> chosen, boolean wanted) {
        return chosen.map(AddressChoice::exactly).orElse(wanted ? AddressChoice.LAST : AddressChoice.NONE);
    }

    private static boolean chooses(Vip vip) {
        return vip.address().isPresent() || vip.addressV6().isPresent();
    }

    private static boolean chooses(Host host) {
        return host.nics().stream()
                .anyMatch(nic -> nic.address().isPresent() || nic.addressV6().isPresent());
    }
}
