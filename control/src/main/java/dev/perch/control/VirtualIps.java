package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.EipRules;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.Subnet;
import dev.perch.model.VipRules;
import dev.perch.model.VirtualIp;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Virtual IPs and their bindings. */
public final class VirtualIps {
    private final Desk desk;

    VirtualIps(Desk desk) {
        this.desk = desk;
    }

    /**
     * A virtual IP to allocate.
     *
     * @param bound    addresses of servers' NICs to bind it to at once, as in {@link #bindAddresses}
     * @param flowFate {@link FlowFate#USUAL} when empty
     * @param groups   its security groups; the project's default group when empty
     */
    public record Create(
            SubnetId subnet,
            String name,
            String description,
            AddressChoice ipv4,
            AddressChoice ipv6,
            Optional<Integer> vrid,
            Reach reach,
            List<String> bound,
            Optional<FlowFate> flowFate,
            List<SecurityGroupId> groups,
            Map<String, String> attributes) {
        public Create {
            bound = List.copyOf(bound);
            groups = List.copyOf(groups);
        }
    }

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param bound  replaces the bindings that are recorded with it, as {@link #bindAddresses} does
     * @param groups replaces all security groups; not empty
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<Integer> vrid,
            Optional<List<String>> bound,
            Optional<FlowFate> flowFate,
            Optional<List<SecurityGroupId>> groups,
            Map<String, String> attributes) {

        /** Changes the security groups alone. */
        static Update groups(List<SecurityGroupId> groups) {
            return new Update(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(groups),
                    Map.of());
        }
    }

    /** What a virtual IP is bound to: a port, or a server by its NIC in the subnet. */
    public sealed interface Target {
        record OfServer(ServerId server) implements Target {}

        record OfPort(PortId port) implements Target {}
    }

    public Outcome<VipView> create(Caller caller, Create request) {
        return desk.decide(caller, d -> view(d, make(d, request).id()));
    }

    /** All or none. Refusals carry the index as {@code [3].address}. */
    public Outcome<List<VipView>> createAll(Caller caller, List<Create> requests) {
        return desk.decide(
                caller,
                d -> IntStream.range(0, requests.size())
                        .mapToObj(i -> view(
                                d,
                                Decision.at("[" + i + "]", () -> make(d, requests.get(i)))
                                        .id()))
                        .toList());
    }

    public Outcome<VipView> update(Caller caller, VipId id, Update request) {
        return desk.decide(
                caller, d -> view(d, change(d, own(d, "", id), request).id()));
    }

    /** Releases it; refused while it is bound (V13). */
    public Outcome<VipView> delete(Caller caller, VipId id) {
        return desk.decide(caller, d -> {
            VirtualIp vip = own(d, "", id);
            VipView was = view(d, id);
            remove(d, vip);
            return was;
        });
    }

    /** Binds it and switches the port's check off (V9). Binding again changes nothing. */
    public Outcome<VipView> bind(Caller caller, VipId id, Target target) {
        return desk.decide(caller, d -> {
            VipTargets.bind(d, own(d, "", id), target);
            return view(d, id);
        });
    }

    /** Unbinds it; the check comes back with the port's last binding when {@link #bind} had switched it off. */
    public Outcome<VipView> unbind(Caller caller, VipId id, Target target) {
        return desk.decide(caller, d -> {
            VipTargets.unbind(d, own(d, "", id), target);
            return view(d, id);
        });
    }

    /** Suspends a binding: the port's claims and packets from the virtual IP are dropped. */
    public Outcome<VipView> fence(Caller caller, VipId id, Target target) {
        return fence(caller, id, target, true);
    }

    public Outcome<VipView> unfence(Caller caller, VipId id, Target target) {
        return fence(caller, id, target, false);
    }

    private Outcome<VipView> fence(Caller caller, VipId id, Target target, boolean fenced) {
        return desk.decide(caller, d -> {
            VipTargets.fence(d, own(d, "", id), target, fenced);
            return view(d, id);
        });
    }

    /**
     * Replaces the bindings that are recorded with it: each address is that of a server's NIC in its subnet. The check of the
     * NICs stays as it is.
     *
     * @param addresses as the user wrote them; kept for {@link VipView.Bound#text()}
     */
    public Outcome<VipView> bindAddresses(Caller caller, VipId id, List<String> addresses) {
        return desk.decide(caller, d -> {
            AddressBindings.replace(d, own(d, "", id), addresses);
            return view(d, id);
        });
    }

    /**
     * Binds an address to a server's NIC by an address pair of the NIC. An address that nobody has becomes a virtual IP that
     * reaches its VPC only; a blank port that nothing is plugged into becomes the virtual IP of the same id.
     *
     * @param reverse whether to record the binding with the virtual IP as well
     */
    public Outcome<VipView> bindByAddress(
            Caller caller, PortId nic, SubnetId subnet, IpAddress address, boolean reverse) {
        return desk.decide(
                caller, d -> view(d, AddressBindings.bind(d, Ports.own(d, "", nic), subnet, address, reverse)));
    }

    /** Removes all address pairs of a NIC, and with {@code reverse} the bindings recorded with virtual IPs as well. */
    public Outcome<PortView> unbindAll(Caller caller, PortId nic, boolean reverse) {
        return desk.decide(caller, d -> {
            AddressBindings.unbindAll(d, Ports.own(d, "", nic), reverse);
            return new Views(d.tables).of(d.tables.ports().get(nic).orElseThrow());
        });
    }

    public Outcome<VipView> get(Caller caller, VipId id) {
        return desk.find(
                "vip", id, tables -> tables.vips().get(id).filter(caller::owns).map(new Views(tables)::of));
    }

    /** By id, or by a name that is unique in the project. */
    public Outcome<VipView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    /** {@link Ports.Filter#server()} keeps those bound to the server; a MAC is the virtual IP's for Neutron. */
    public List<VipView> list(Caller caller, Ports.Filter filter, Page page) {
        return desk.list(tables -> tables.vips().list(caller.project(), filter.where(), page.slice()), Views::of);
    }

    static VirtualIp own(Decision d, String field, VipId id) {
        return d.own(field, "vip", id, d.tables.vips().get(id), VirtualIp::meta);
    }

    static VirtualIp resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "vip",
                reference,
                id -> look.tables().vips().get(new VipId(id)),
                name -> look.tables().vips().named(look.caller().project(), name),
                VirtualIp::meta);
    }

    static VirtualIp make(Decision d, Create request) {
        Subnet subnet = Subnets.own(d, "subnet", request.subnet());
        d.unless(NameRules.free("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> VipRules.vrid("vrid", request.vrid())));
        VirtualIp vip = new VirtualIp(
                new VipId(Desk.newId(d.random)),
                subnet.id(),
                d.meta(request.name(), request.description(), request.attributes()),
                Addresses.take(d, subnet, request.ipv4(), request.ipv6()),
                Addresses.mac(d),
                request.reach(),
                request.vrid(),
                Memberships.chosen(d, subnet, request.groups()),
                request.flowFate().orElse(FlowFate.USUAL));
        insert(d, subnet, vip);
        if (!request.bound().isEmpty()) {
            AddressBindings.replace(d, vip, request.bound());
        }
        return vip;
    }

    /** Keeps a new virtual IP whose addresses were taken out of the pool. */
    static void insert(Decision d, Subnet subnet, VirtualIp vip) {
        d.tables.vips().insert(vip);
        Addresses.settle(d, subnet, vip.addresses(), vip.id());
        d.done("vip.create", vip.id(), "created", vip.meta().name(), detail(vip));
        // Ports that have its address among their pairs are bound to it from now on.
        d.tables.bindings().of(vip.id()).forEach(row -> d.touch(row.binding().port()));
    }

    static VirtualIp change(Decision d, VirtualIp vip, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.free("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> VipRules.vrid("vrid", request.vrid())));
        VirtualIp changed = new VirtualIp(
                vip.id(),
                vip.subnet(),
                d.meta(vip.meta(), request.name(), request.description(), request.attributes()),
                vip.addresses(),
                vip.mac(),
                vip.reach(),
                request.vrid().or(vip::virtualRouterId),
                request.groups()
                        .map(wanted -> Memberships.replaced(
                                d, d.tables.subnets().get(vip.subnet()).orElseThrow(), wanted))
                        .orElse(vip.groups()),
                request.flowFate().orElse(vip.flowFate()));
        d.tables.vips().update(changed);
        d.done("vip.update", vip.id(), "updated", changed.meta().name(), detail(changed));
        if (!changed.virtualRouterId().equals(vip.virtualRouterId())) {
            d.tables
                    .bindings()
                    .of(vip.id())
                    .forEach(row -> d.touch(row.binding().port()));
        }
        request.bound().ifPresent(addresses -> AddressBindings.replace(d, changed, addresses));
        return changed;
    }

    static void remove(Decision d, VirtualIp vip) {
        d.unless(VipRules.releasable(vip, Bindings.labels(d, d.tables.bindings().of(vip.id())))
                .or(() -> EipRules.none(vip.id(), d.tables.eips().of(vip.id()))));
        Addresses.free(d, d.tables.subnets().get(vip.subnet()).orElseThrow(), vip.addresses());
        Tags.forget(d, vip.id());
        d.tables.vips().delete(vip.id());
        d.done("vip.delete", vip.id(), "deleted", vip.meta().name(), detail(vip));
    }

    static VipView view(Decision d, VipId id) {
        return new Views(d.tables).of(d.tables.vips().get(id).orElseThrow());
    }

    static Map<String, ?> detail(VirtualIp vip) {
        return Map.of(
                "name", vip.meta().name(),
                "subnet", vip.subnet(),
                "addresses", vip.addresses(),
                "vrid", vip.virtualRouterId(),
                "flow_fate", vip.flowFate());
    }
}
