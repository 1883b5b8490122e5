package dev.perch.control;

import dev.perch.model.Binding;
import dev.perch.model.Binding.Made;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.PairRules;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import dev.perch.store.BindingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes and undoes bindings inside a decision, and keeps the check of the ports in step. */
final class Bindings {

    private Bindings() {}

    /** Records a binding with the virtual IP. */
    static void make(Decision d, VirtualIp vip, Port port, String text) {
        boolean recorded = d.tables.bindings().of(vip.id()).stream()
                .anyMatch(row -> row.binding().made() == Made.ON_VIP
                        && row.binding().port().equals(port.id())
                        && row.text().equals(text));
        if (!recorded) {
            d.tables.bindings().insert(vip.id(), port.id(), text);
            touched(d, vip);
            told(d, vip, port, "bound");
        }
    }

    /** Switches the check of a port off on behalf of a binding. */
    static Port openCheck(Decision d, Port port) {
        return port.checked() ? pairs(d, port, PairRules.withCheck(port.pairs(), false), true) : port;
    }

    /**
     * Undoes a binding, however it was made, and switches the check on again if this was the port's last and a binding had
     * switched it off.
     */
    static void undo(Decision d, VirtualIp vip, Binding binding) {
        Port port = d.tables.ports().get(binding.port()).orElseThrow();
        boolean marked = d.tables.pairs().markedByBind(port.id());
        d.tables.bindings().delete(vip.id(), port.id());
        d.tables.bindings().unfence(vip.id(), port.id());
        List<AddressPair> left = port.pairs().stream()
                .filter(pair ->
                        PairRules.single(pair).filter(vip.addresses()::contains).isEmpty())
                .toList();
        Port without = left.equals(port.pairs()) ? port : pairs(d, port, left, marked);
        closeCheck(d, without);
        touched(d, vip);
        told(d, vip, port, "unbound");
    }

    /** Replaces a port's pairs; virtual IPs whose bindings come or go by that are touched. */
    static Port replacePairs(Decision d, Port port, List<AddressPair> pairs) {
        if (pairs.equals(port.pairs())) {
            return port;
        }
        Set<VipId> before = vips(d, port.id());
        AddressBindings.share(d, d.tables.subnets().get(port.subnet()).orElseThrow(), port.id(), pairs);
        Port changed = pairs(d, port, pairs, false);
        Set<VipId> after = vips(d, port.id());
        before.stream().filter(vip -> !after.contains(vip)).forEach(vip -> {
            d.tables.bindings().unfence(vip, port.id());
            d.touch(vip);
        });
        after.stream().filter(vip -> !before.contains(vip)).forEach(d::touch);
        return changed;
    }

    /** Touches the virtual IPs that a port is bound to, because it goes. */
    static void leave(Decision d, PortId port) {
        vips(d, port).forEach(d::touch);
    }

    /** Whose NICs a virtual IP is bound to, for people. */
    static List<String> labels(Decision d, List<BindingTable.Row> bindings) {
        return bindings.stream()
                .map(row -> d.tables.ports().get(row.binding().port()).orElseThrow())
                .map(port -> port.server()
                        .flatMap(d.tables.servers()::get)
                        .map(server -> "the server '" + server.meta().name() + "' (port " + port.id() + ")")
                        .orElse("the port " + port.id()))
                .toList();
    }

    /** The text that stands for a port among a virtual IP's address pairs when nobody wrote one. */
    static String text(Port port) {
        return port.addresses().stream().findFirst().map(IpAddress::toString).orElse("");
    }

    /** Says what happened between a virtual IP and a port, and touches both. */
    static void told(Decision d, VirtualIp vip, Port port, String verb) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("server", port.server());
        d.happened(vip.id(), verb, vip.meta().name(), data);
        d.touch(port.id());
    }

    static void touched(Decision d, VirtualIp vip) {
        d.tables
                .vips()
                .update(new VirtualIp(
                        vip.id(),
                        vip.subnet(),
                        d.meta(vip.meta()),
                        vip.addresses(),
                        vip.mac(),
                        vip.reach(),
                        vip.virtualRouterId(),
                        vip.groups(),
                        vip.flowFate()));
        d.touch(vip.id());
    }

    /** Switches the check on again when nothing is bound any more and a binding had switched it off. */
    static void closeCheck(Decision d, Port port) {
        if (d.tables.pairs().markedByBind(port.id()) && vips(d, port.id()).isEmpty()) {
            pairs(d, port, PairRules.withCheck(port.pairs(), true), false);
        }
    }

    private static Port pairs(Decision d, Port port, List<AddressPair> pairs, boolean markerByBind) {
        Port changed = new Port(
                port.id(),
                port.subnet(),
                d.meta(port.meta()),
                port.mac(),
                port.addresses(),
                port.attachment(),
                pairs,
                port.groups());
        d.tables.pairs().replace(port, pairs, markerByBind);
        d.tables.ports().update(changed);
        d.touch(port.id());
        return changed;
    }

    private static Set<VipId> vips(Decision d, PortId port) {
        return d.tables.bindings().of(port).stream()
                .map(row -> row.binding().vip())
                .collect(Collectors.toSet());
    }
}
