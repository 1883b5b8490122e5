package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Vip;
import dev.perch.model.AddressChoice;
import dev.perch.model.Binding.Made;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Virtual IPs with their bindings, as a document says. */
record AppliedVips(Decision d, Steps steps) {

    /** @param choosing whether it is the turn of those that choose an address, or of the others */
    void vip(Vip vip, boolean choosing) {
        if (chooses(vip) != choosing) {
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
                            vip.flowFate(),
                            List.of(),
                            Map.of()));
            steps.of(vip, Action.CREATE, vip.name(), made.id());
            return;
        }
        VirtualIp is = d.look().only("name", "vip", vip.name(), named);
        Fixed fixed = new Fixed("virtual IP", vip.name());
        fixed.same(
                "subnet",
                d.tables.subnets().get(is.subnet()).orElseThrow().meta().name(),
                subnet.meta().name());
        fixed.same("subnet", is.subnet(), subnet.id());
        fixed.same("address", Family.IPV4, is.addresses(), vip.address());
        fixed.same("address_v6", Family.IPV6, is.addresses(), vip.addressV6());
        Optional<Integer> vrid = vip.vrid().filter(asked -> !Optional.of(asked).equals(is.virtualRouterId()));
        Optional<FlowFate> fate = vip.flowFate().filter(asked -> asked != is.flowFate());
        boolean changes = vrid.isPresent() || fate.isPresent();
        if (changes) {
            VirtualIps.change(
                    d,
                    is,
                    new VirtualIps.Update(
                            Optional.empty(),
                            Optional.empty(),
                            vrid,
                            Optional.empty(),
                            fate,
                            Optional.empty(),
                            Map.of()));
        }
        steps.of(vip, changes ? Action.UPDATE : Action.UNCHANGED, vip.name(), is.id());
    }

    /** Binds it to the servers that it names, and to no others. */
    void bindings(Vip vip) {
        VirtualIp is = VirtualIps.resolve(d.look(), "name", vip.name());
        Set<ObjectId> wanted = new LinkedHashSet<>();
        Decision.each("bind", vip.bind(), entry -> {
            Server server = Servers.resolve(d.look(), "", entry);
            wanted.add(server.id());
            if (VipTargets.bind(d, is, new VirtualIps.Target.OfServer(server.id()))) {
                steps.also(Action.BIND, vip.name() + " to " + server.meta().name(), is.id());
            }
        });
        d.tables.bindings().of(is.id()).stream()
                .filter(row -> row.binding().made() == Made.ON_VIP)
                .map(row -> d.tables.ports().get(row.binding().port()).orElseThrow())
                .filter(port -> port.server().filter(wanted::contains).isEmpty())
                .forEach(port -> {
                    VipTargets.unbind(d, is, new VirtualIps.Target.OfPort(port.id()));
                    steps.also(Action.UNBIND, vip.name() + " from " + owner(port), is.id());
                });
    }

    private String owner(Port port) {
        return port.server()
                .flatMap(d.tables.servers()::get)
                .map(server -> server.meta().name())
                .orElseGet(() -> "port " + port.id());
    }

    private static AddressChoice choice(Optional<IpAddress> chosen, boolean wanted) {
        return chosen.map(AddressChoice::exactly).orElse(wanted ? AddressChoice.LAST : AddressChoice.NONE);
    }

    private static boolean chooses(Vip vip) {
        return vip.address().isPresent() || vip.addressV6().isPresent();
    }
}
