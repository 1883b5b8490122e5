package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Host;
import dev.perch.control.Topology.Nic;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.net.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Servers with their NICs, as a document says. */
record AppliedHosts(Decision d, Steps steps) {

    /** @param choosing whether it is the turn of those that choose an address, or of the others */
    void host(Host host, boolean choosing) {
        if (chooses(host) != choosing) {
            return;
        }
        Optional<List<SecurityGroupId>> groups = groups(host.groups());
        List<Server> named = d.tables.servers().named(d.caller.project(), host.name());
        if (named.isEmpty()) {
            List<Servers.Nic> nics = new ArrayList<>();
            Decision.each("nics", host.nics(), nic -> nics.add(nic(nic)));
            Server made = Servers.make(
                    d,
                    new Servers.Create(
                            host.name(),
                            "",
                            host.userData(),
                            Optional.empty(),
                            nics,
                            groups.orElse(List.of()),
                            Map.of()));
            steps.of(host, Action.CREATE, host.name(), made.id());
            return;
        }
        Server server = d.look().only("name", "server", host.name(), named);
        boolean changed = nics(host, server, groups);
        if (!host.userData().equals(server.userData())) {
            Servers.change(
                    d,
                    server,
                    new Servers.Update(Optional.empty(), Optional.empty(), Optional.of(host.userData()), Map.of()));
            changed = true;
        }
        steps.of(host, changed ? Action.UPDATE : Action.UNCHANGED, host.name(), server.id());
    }

    private Servers.Nic nic(Nic nic) {
        Subnet subnet = Subnets.resolve(d.look(), "subnet", nic.subnet());
        return new Servers.Nic.OnSubnet(
                subnet.id(),
                nic.address().map(AddressChoice::exactly).orElse(AddressChoice.FIRST),
                nic.addressV6().map(AddressChoice::exactly).orElse(AddressChoice.FIRST_IF_OFFERED),
                nic.check().orElse(true),
                List.of(),
                groups(nic.groups()).orElse(List.of()));
    }

    /** The NICs stay what they are, but for their check and their groups; whether one of these changed. */
    private boolean nics(Host host, Server server, Optional<List<SecurityGroupId>> groups) {
        List<Port> ports = d.tables.ports().of(server.id());
        Fixed fixed = new Fixed("server", host.name());
        fixed.same("nics", ports.size() + " NICs", host.nics().size() + " NICs");
        boolean changed = false;
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            Nic nic = host.nics().get(i);
            changed |= Decision.at("nics[" + i + "]", () -> {
                Subnet is = d.tables.subnets().get(port.subnet()).orElseThrow();
                Subnet asked = Subnets.resolve(d.look(), "subnet", nic.subnet());
                fixed.same("subnet", is.meta().name(), asked.meta().name());
                fixed.same("subnet", is.id(), asked.id());
                fixed.same("address", Family.IPV4, port.addresses(), nic.address());
                fixed.same("address_v6", Family.IPV6, port.addresses(), nic.addressV6());
                boolean switched = nic.check().isPresent()
                        && Ports.check(d, port, nic.check().get());
                return regroup(port, groups(nic.groups()).or(() -> groups)) | switched;
            });
        }
        return changed;
    }

    /** Puts a port into exactly these groups; whether it was in others. */
    private boolean regroup(Port port, Optional<List<SecurityGroupId>> groups) {
        boolean differs = groups.filter(wanted ->
                        !Set.copyOf(wanted).equals(Set.copyOf(port.groups().groups())))
                .isPresent();
        if (differs) {
            Port now = d.tables.ports().get(port.id()).orElseThrow(); // its check may just have been switched
            Ports.change(d, now, Ports.Update.groups(groups.orElseThrow()));
        }
        return differs;
    }

    private Optional<List<SecurityGroupId>> groups(Optional<List<String>> names) {
        return names.map(refs -> {
            List<SecurityGroupId> ids = new ArrayList<>();
            Decision.each(
                    "security_groups",
                    refs,
                    ref -> ids.add(SecurityGroups.resolve(d.look(), "", ref).id()));
            return List.copyOf(ids);
        });
    }

    private static boolean chooses(Host host) {
        return host.nics().stream()
                .anyMatch(nic -> nic.address().isPresent() || nic.addressV6().isPresent());
    }
}
