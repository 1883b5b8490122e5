package dev.perch.control;

import dev.perch.control.VirtualIps.Target;
import dev.perch.model.Binding;
import dev.perch.model.Binding.Made;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VipRefusal.VipNotBound;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Bindings as operators make them: of a virtual IP to a port, or to a server by its NIC in the subnet. */
final class VipTargets {

    private VipTargets() {}

    /** Whether that changed anything. */
    static boolean bind(Decision d, VirtualIp vip, Target target) {
        List<Port> candidates = ports(d, target);
        Subnet subnet = d.tables.subnets().get(vip.subnet()).orElseThrow();
        List<Subnet> where = candidates.stream()
                .map(port -> d.tables.subnets().get(port.subnet()).orElseThrow())
                .distinct()
                .toList();
        d.unless(VipRules.bindable(field(target), vip, subnet, label(d, target), where));
        Port port = candidates.stream()
                .filter(candidate -> candidate.subnet().equals(vip.subnet()))
                .findFirst()
                .orElseThrow();
        boolean before = d.tables.bindings().of(vip.id()).stream()
                .anyMatch(row -> row.binding().made() == Made.ON_VIP
                        && row.binding().port().equals(port.id()));
        if (!before) {
            Bindings.make(d, vip, port, Bindings.text(port));
        }
        boolean opened = port.checked();
        Bindings.openCheck(d, port);
        if (!before || opened) {
            d.touch(port.id());
            d.audit("vip.bind", vip.id(), Map.of("port", port.id(), "check_switched_off", opened));
        }
        return !before || opened;
    }

    /** Whether that changed anything. */
    static boolean unbind(Decision d, VirtualIp vip, Target target) {
        List<Binding> bound = bound(d, vip, target);
        bound.forEach(binding -> {
            Bindings.undo(d, vip, binding);
            d.audit("vip.unbind", vip.id(), Map.of("port", binding.port()));
        });
        return !bound.isEmpty();
    }

    /** Suspends the bindings to the target, or ends that. */
    static void fence(Decision d, VirtualIp vip, Target target, boolean fenced) {
        List<Binding> bound = bound(d, vip, target);
        d.unless(
                bound.isEmpty()
                        ? Optional.of(new VipNotBound(field(target), vip.id(), label(d, target)))
                        : Optional.empty());
        BiConsumer<VipId, PortId> change = fenced ? d.tables.bindings()::fence : d.tables.bindings()::unfence;
        bound.stream().filter(binding -> binding.fenced() != fenced).forEach(binding -> {
            change.accept(vip.id(), binding.port());
            Bindings.touched(d, vip);
            Bindings.told(d, vip, d.tables.ports().get(binding.port()).orElseThrow(), fenced ? "fenced" : "unfenced");
            d.audit(fenced ? "vip.fence" : "vip.unfence", vip.id(), Map.of("port", binding.port()));
        });
    }

    private static List<Binding> bound(Decision d, VirtualIp vip, Target target) {
        List<PortId> ports = ports(d, target).stream().map(Port::id).toList();
        return d.tables.bindings().of(vip.id()).stream()
                .map(row -> row.binding())
                .filter(binding -> ports.contains(binding.port()))
                .toList();
    }

    private static List<Port> ports(Decision d, Target target) {
        return switch (target) {
            case Target.OfPort(PortId id) -> List.of(Ports.own(d, "port", id));
            case Target.OfServer(ServerId id) ->
                d.tables.ports().of(Servers.own(d, "server", id).id());
        };
    }

    private static String field(Target target) {
        return target instanceof Target.OfPort ? "port" : "server";
    }

    private static String label(Decision d, Target target) {
        return switch (target) {
            case Target.OfPort(PortId id) -> "the port " + id;
            case Target.OfServer(ServerId id) ->
                "the server '"
                        + d.tables
                                .servers()
                                .get(id)
                                .map(Server::meta)
                                .orElseThrow()
                                .name() + "'";
        };
    }
}
