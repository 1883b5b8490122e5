package dev.perch.control;

import dev.perch.control.Topology.Action;
import dev.perch.control.Topology.Outside;
import dev.perch.control.Topology.OwnEip;
import dev.perch.control.Topology.Vip;
import dev.perch.model.Eip;
import dev.perch.model.Server;
import dev.perch.model.VirtualIp;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** EIPs and what they stand for, as a document says. */
record AppliedEips(Decision d, Steps steps) {

    /** Those that stand for something else are unbound first, so that two can change places. */
    void apply(Topology topology) {
        Set<IpAddress> owned = topology.vips().stream()
                .flatMap(vip -> vip.eip().flatMap(OwnEip::address).stream())
                .collect(Collectors.toSet());
        Decision.each("eips", topology.eips(), outside -> eip(outside, owned));
        Set<String> listed = topology.eips().stream().map(Outside::name).collect(Collectors.toSet());
        topology.vips().stream()
                .filter(vip -> vip.eip().isEmpty() && !listed.contains(vip.name()))
                .forEach(this::disown);
        Decision.each("eips", topology.eips(), this::bind);
        Decision.each("vips", topology.vips(), this::own);
    }

    /**
     * Makes it or changes it, and unbinds it from what it does not stand for.
     *
     * @param owned the EIPs that virtual IPs of the document name by address
     */
    private void eip(Outside outside, Set<IpAddress> owned) {
        List<Eip> named = d.tables.eips().named(d.caller.project(), outside.name());
        if (named.isEmpty()) {
            Eip made = make(outside.name(), outside.family(), outside.address(), outside.megabits());
            steps.of(outside, Action.CREATE, outside.name(), made.id());
            return;
        }
        Eip is = d.look().only("name", "eip", outside.name(), named);
        Fixed fixed = new Fixed("EIP", outside.name());
        outside.address().ifPresent(address -> fixed.same("address", is.address(), address));
        outside.family()
                .ifPresent(family -> fixed.same("family", is.address().family().version(), family.version()));
        boolean changes = !outside.megabits().equals(is.bandwidth().megabits());
        if (changes) {
            Eips.change(
                    d,
                    is,
                    new Eips.Update(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new Eips.Rate(outside.megabits())),
                            Map.of()));
        }
        steps.of(outside, changes ? Action.UPDATE : Action.UNCHANGED, outside.name(), is.id());
        boolean stays = inside(outside)
                .map(target -> is.target().filter(target::equals).isPresent())
                .orElse(owned.contains(is.address()));
        if (is.target().isPresent() && !stays) {
            unbind(is);
        }
    }

    private void bind(Outside outside) {
        outside.vip().ifPresent(name -> {
            VirtualIp vip = VirtualIps.resolve(d.look(), "vip", name);
            bind(outside.name(), new Eips.Target.OfVip(vip.id()), name);
        });
        outside.server().ifPresent(name -> {
            Server server = Servers.resolve(d.look(), "server", name);
            bind(outside.name(), new Eips.Target.OfServer(server.id()), name);
        });
    }

    /** What it is to stand for. */
    private Optional<Eip.Target> inside(Outside outside) {
        return outside.vip()
                .<Eip.Target>map(name ->
                        new Eip.OfVip(VirtualIps.resolve(d.look(), "vip", name).id()))
                .or(() -> outside.server()
                        .map(name -> Servers.resolve(d.look(), "server", name))
                        .flatMap(server ->
                                d.tables.ports().of(server.id()).stream().findFirst())
                        .map(port -> new Eip.OfPort(port.id())));
    }

    /** Takes from a virtual IP the EIP that a document once gave it, which is named like it. */
    private void disown(Vip vip) {
        VirtualIp is = VirtualIps.resolve(d.look(), "name", vip.name());
        d.tables.eips().of(is.id()).stream()
                .filter(eip -> eip.meta().name().equals(vip.name()))
                .forEach(this::unbind);
    }

    private void own(Vip vip) {
        vip.eip()
                .ifPresent(own -> Decision.at("eip", () -> {
                    own(vip, own);
                    return own;
                }));
    }

    /** Gives a virtual IP the EIP that it asks for: one that it has, one of its name, or a new one. */
    private void own(Vip vip, OwnEip own) {
        VirtualIp is = VirtualIps.resolve(d.look(), "name", vip.name());
        Family family = own.address()
                .map(IpAddress::family)
                .orElseGet(() -> is.addresses().getFirst().family());
        Optional<Eip> has = d.tables.eips().of(is.id()).stream()
                .filter(eip -> eip.address().family() == family)
                .findFirst();
        boolean right = has.filter(
                        eip -> own.address().map(eip.address()::equals).orElse(true))
                .isPresent();
        if (right) {
            return;
        }
        has.ifPresent(this::unbind);
        Eip eip = own.address()
                .flatMap(d.tables.eips()::at)
                .filter(d.caller::owns)
                .or(() -> d.tables.eips().named(d.caller.project(), vip.name()).stream()
                        .filter(free -> own.address().isEmpty()
                                && free.target().isEmpty()
                                && free.address().family() == family)
                        .findFirst())
                .orElseGet(() -> {
                    Eip made = make(vip.name(), Optional.of(family), own.address(), Optional.empty());
                    steps.also(Action.CREATE, vip.name(), made.id());
                    return made;
                });
        if (eip.target().isPresent()) {
            unbind(eip);
        }
        bind(eip.id().toString(), new Eips.Target.OfVip(is.id()), vip.name());
    }

    private Eip make(String name, Optional<Family> family, Optional<IpAddress> address, Optional<Integer> megabits) {
        Family of = family.or(() -> address.map(IpAddress::family)).orElse(Family.IPV4);
        return Eips.make(d, new Eips.Create(name, "", of, address, "", "", megabits, Map.of()));
    }

    private void bind(String reference, Eips.Target target, String name) {
        Eip eip = Eips.resolve(d.look(), "eip", reference);
        if (!Eips.bind(d, eip, target).target().equals(eip.target())) {
            steps.also(Action.BIND, label(eip) + " to " + name, eip.id());
        }
    }

    private void unbind(Eip eip) {
        Eips.unbind(d, eip);
        steps.also(Action.UNBIND, label(eip), eip.id());
    }

    private static String label(Eip eip) {
        return eip.meta().name().isEmpty()
                ? eip.address().toString()
                : eip.meta().name();
    }
}
