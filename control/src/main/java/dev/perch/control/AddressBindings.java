package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.Binding;
import dev.perch.model.Binding.Made;
import dev.perch.model.EipRules;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.PairRules;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Subnet;
import dev.perch.model.Tag;
import dev.perch.model.VipRefusal.AddressNotBindable;
import dev.perch.model.VipRefusal.VipInOtherSubnet;
import dev.perch.model.VipRefusal.VipPairNotNic;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.BindingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Bindings as cloud clients make them: by addresses among the address pairs of either side. */
final class AddressBindings {

    private AddressBindings() {}

    /** The recorded bindings become exactly those to the NICs that have these addresses. */
    static void replace(Decision d, VirtualIp vip, List<String> texts) {
        Subnet subnet = d.tables.subnets().get(vip.subnet()).orElseThrow();
        Map<PortId, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            wanted.put(
                    nic(d, vip, subnet, "allowed_address_pairs[" + i + "]", texts.get(i))
                            .id(),
                    texts.get(i));
        }
        List<BindingTable.Row> recorded = d.tables.bindings().of(vip.id()).stream()
                .filter(row -> row.binding().made() == Made.ON_VIP)
                .toList();
        recorded.stream()
                .map(BindingTable.Row::binding)
                .filter(binding -> !wanted.containsKey(binding.port()))
                .forEach(binding -> forget(d, vip, binding));
        boolean changes = !recorded.stream()
                .collect(Collectors.toMap(row -> row.binding().port(), BindingTable.Row::text))
                .equals(wanted);
        wanted.forEach(
                (port, text) -> Bindings.make(d, vip, d.tables.ports().get(port).orElseThrow(), text));
        if (changes) {
            d.audit("vip.bind", vip.id(), Map.of("addresses", texts));
        }
    }

    /** Binds an address to a NIC by a pair of the NIC; the value is the virtual IP that has the address. */
    static VipId bind(Decision d, Port nic, SubnetId subnetId, IpAddress address, boolean reverse) {
        Subnet subnet = Subnets.own(d, "subnet_id", subnetId);
        Subnet home = d.tables.subnets().get(nic.subnet()).orElseThrow();
        d.unless(
                subnet.id().equals(nic.subnet())
                        ? Optional.empty()
                        : Optional.of(new VipInOtherSubnet(
                                "subnet_id",
                                address.toString(),
                                VipRules.label(subnet),
                                "the port " + nic.id(),
                                VipRules.label(home))));
        VirtualIp vip = virtualIp(d, subnet, address);
        if (nic.pairs().stream()
                .noneMatch(
                        pair -> PairRules.single(pair).filter(address::equals).isPresent())) {
            List<AddressPair> pairs = new ArrayList<>(nic.pairs());
            pairs.add(new AddressPair(address.toString(), IpPrefix.host(address), Optional.empty()));
            d.unless(PairRules.allowed("ip_address", pairs));
            Bindings.replacePairs(d, nic, pairs);
            d.audit("vip.bind", vip.id(), Map.of("port", nic.id(), "reverse", reverse));
        }
        if (reverse) {
            Bindings.make(d, vip, nic, Bindings.text(nic));
        }
        return vip.id();
    }

    static void unbindAll(Decision d, Port nic, boolean reverse) {
        if (reverse) {
            d.tables.bindings().of(nic.id()).stream()
                    .map(BindingTable.Row::binding)
                    .filter(binding -> binding.made() == Made.ON_VIP)
                    .forEach(binding ->
                            forget(d, d.tables.vips().get(binding.vip()).orElseThrow(), binding));
        }
        Bindings.replacePairs(d, d.tables.ports().get(nic.id()).orElseThrow(), List.of());
        if (d.touched()) {
            d.audit("port.unbind", nic.id(), Map.of("reverse", reverse));
        }
    }

    /** Takes back what was recorded with the virtual IP; a pair of the port stays the port's affair. */
    private static void forget(Decision d, VirtualIp vip, Binding binding) {
        d.tables.bindings().delete(vip.id(), binding.port());
        boolean stillBound = d.tables.bindings().of(vip.id()).stream()
                .anyMatch(row -> row.binding().port().equals(binding.port()));
        if (!stillBound) {
            d.tables.bindings().unfence(vip.id(), binding.port());
        }
        Port port = d.tables.ports().get(binding.port()).orElseThrow();
        Bindings.closeCheck(d, port);
        Bindings.touched(d, vip);
        Bindings.told(d, vip, port, "unbound");
    }

    private static Port nic(Decision d, VirtualIp vip, Subnet subnet, String field, String text) {
        Optional<Port> nic = IpPrefix.parse(text)
                .toOptional()
                .filter(prefix -> prefix.length() == prefix.family().bits())
                .flatMap(prefix -> d.tables.addresses().owner(vip.subnet(), prefix.address()))
                .filter(PortId.class::isInstance)
                .flatMap(id -> d.tables.ports().get((PortId) id))
                .filter(port -> port.attachment().isPresent());
        d.unless(
                nic.isPresent()
                        ? Optional.empty()
                        : Optional.of(new VipPairNotNic(field, text, VipRules.label(subnet))));
        return nic.get();
    }

    private static VirtualIp virtualIp(Decision d, Subnet subnet, IpAddress address) {
        Optional<ObjectId> owner = d.tables.addresses().owner(subnet.id(), address);
        if (owner.isEmpty()) {
            return VirtualIps.make(
                    d,
                    new VirtualIps.Create(
                            subnet.id(),
                            "",
                            "",
                            choice(address, Family.IPV4),
                            choice(address, Family.IPV6),
                            Optional.empty(),
                            VirtualIp.Reach.VPC,
                            List.of(),
                            Optional.empty(),
                            List.of(),
                            Map.of()));
        }
        return owner.get() instanceof VipId vip
                ? d.tables.vips().get(vip).orElseThrow()
                : become(
                        d,
                        subnet,
                        address,
                        d.tables.ports().get((PortId) owner.get()).orElseThrow());
    }

    private static AddressChoice choice(IpAddress address, Family family) {
        return address.family() == family ? AddressChoice.exactly(address) : AddressChoice.NONE;
    }

    /**
     * Makes virtual IPs of the blank ports whose addresses are among a port's new pairs: to clients that know no virtual IPs, a
     * blank address that others list in their pairs is one.
     */
    static void share(Decision d, Subnet subnet, PortId sharer, List<AddressPair> pairs) {
        for (AddressPair pair : pairs) {
            IpPrefix prefix = pair.prefix();
            if (prefix.length() == prefix.family().bits()
                    && d.tables.addresses().owner(subnet.id(), prefix.address()).orElse(sharer) instanceof PortId owner
                    && !owner.equals(sharer)) {
                d.tables
                        .ports()
                        .get(owner)
                        .filter(port -> port.attachment().isEmpty())
                        .ifPresent(blank -> become(d, subnet, prefix.address(), blank));
            }
        }
    }

    /** A blank port becomes the virtual IP of the same id, with the same addresses. */
    private static VirtualIp become(Decision d, Subnet subnet, IpAddress address, Port port) {
        d.unless(
                port.attachment().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AddressNotBindable(
                                "ip_address", address, "the port " + port.id() + ", which is in use")));
        d.unless(EipRules.none(port.id(), d.tables.eips().of(port.id())));
        Bindings.leave(d, port.id());
        List<Tag> tags = d.tables.tags().of(port.id());
        Tags.forget(d, port.id());
        d.tables.ports().delete(port.id());
        d.touch(port.id());
        VirtualIp vip = new VirtualIp(
                new VipId(port.id().value()),
                subnet.id(),
                d.meta(port.meta()),
                port.addresses(),
                port.mac(),
                VirtualIp.Reach.VPC,
                Optional.empty(),
                port.groups(),
                VirtualIp.FlowFate.USUAL);
        VirtualIps.insert(d, subnet, vip);
        Tags.hang(d, vip.id(), vip.meta().name(), tags);
        return vip;
    }
}
