package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.EipRules;
import dev.perch.model.GroupSet;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.model.PairRules;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.Attachment;
import dev.perch.model.Port.HostNamespace;
import dev.perch.model.PortRefusal.PortInUse;
import dev.perch.model.PortRules;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import dev.perch.store.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Ports. */
public final class Ports {
    private final Desk desk;

    Ports(Desk desk) {
        this.desk = desk;
    }

    /**
     * A port to make.
     *
     * @param checked whether source and destination addresses are checked; {@code false} adds the pair 1.1.1.1/0
     * @param groups  its security groups; the project's default group when empty
     */
    public record Create(
            SubnetId subnet,
            String name,
            String description,
            AddressChoice ipv4,
            AddressChoice ipv6,
            boolean checked,
            List<AddressPair> pairs,
            Optional<HostNamespace> attachment,
            List<SecurityGroupId> groups,
            Map<String, String> attributes) {
        public Create {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param checked {@code true} removes the pairs of length 0, {@code false} adds 1.1.1.1/0 when there is none
     * @param pairs   replaces all pairs; applied before {@code checked}
     * @param groups  replaces all security groups; not empty
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<Boolean> checked,
            Optional<List<AddressPair>> pairs,
            Optional<List<SecurityGroupId>> groups,
            Map<String, String> attributes) {

        /** Changes the security groups alone. */
        static Update groups(List<SecurityGroupId> groups) {
            return new Update(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(groups),
                    Map.of());
        }
    }

    /**
     * Which ports are wanted: those that meet every criterion given.
     *
     * @param groups in one of these; empty for no such criterion
     */
    public record Filter(
            Optional<SubnetId> subnet,
            Optional<ServerId> server,
            Optional<String> name,
            Optional<IpAddress> address,
            Optional<MacAddress> mac,
            Set<SecurityGroupId> groups) {
        public static final Filter ALL = new Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

        Where where() {
            return new Where(subnet, server, name, address, mac, groups);
        }
    }

    public Outcome<PortView> create(Caller caller, Create request) {
        return desk.decide(caller, d -> view(d, make(d, request)));
    }

    /** All or none. Refusals carry the index as {@code [3].address}. */
    public Outcome<List<PortView>> createAll(Caller caller, List<Create> requests) {
        return desk.decide(
                caller,
                d -> IntStream.range(0, requests.size())
                        .mapToObj(i -> view(d, Decision.at("[" + i + "]", () -> make(d, requests.get(i)))))
                        .toList());
    }

    public Outcome<PortView> update(Caller caller, PortId id, Update request) {
        return desk.decide(caller, d -> view(d, change(d, own(d, "", id), request)));
    }

    /** Plugs an interface of a foreign network namespace in. */
    public Outcome<PortView> attach(Caller caller, PortId id, HostNamespace to) {
        return desk.decide(caller, d -> {
            Port port = own(d, "", id);
            if (port.attachment().filter(to::equals).isPresent()) {
                return view(d, port);
            }
            d.unless(PortRules.vacant("", port).or(() -> PortRules.attachable(to)));
            occupied(d, to);
            Port changed = plugged(d, port, Optional.of(to));
            d.happened(
                    id,
                    "attached",
                    port.meta().name(),
                    Map.of("namespace", to.namespace(), "interface", to.interfaceName()));
            d.audit("port.attach", id, Map.of("namespace", to.namespace(), "interface", to.interfaceName()));
            return view(d, changed);
        });
    }

    /** Unplugs it; a port that is not plugged in stays as it is, a server's NIC is refused. */
    public Outcome<PortView> detach(Caller caller, PortId id) {
        return desk.decide(caller, d -> {
            Port port = own(d, "", id);
            d.unless(PortRules.notServerNic("", port));
            if (port.attachment().isEmpty()) {
                return view(d, port);
            }
            Port changed = plugged(d, port, Optional.empty());
            d.done("port.detach", id, "detached", port.meta().name(), Map.of());
            return view(d, changed);
        });
    }

    /** Deletes a port and its bindings; refused for a server's NIC. */
    public Outcome<PortView> delete(Caller caller, PortId id) {
        return desk.decide(caller, d -> {
            Port port = own(d, "", id);
            d.unless(PortRules.notServerNic("", port)
                    .or(() -> EipRules.none(id, d.tables.eips().of(id))));
            PortView was = view(d, port);
            remove(d, port);
            d.audit("port.delete", id, detail(port));
            return was;
        });
    }

    public Outcome<PortView> get(Caller caller, PortId id) {
        return desk.find(
                "port",
                id,
                tables -> tables.ports().get(id).filter(caller::owns).map(new Views(tables)::of));
    }

    /** By id, or by a name that is unique in the project. */
    public Outcome<PortView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    public List<PortView> list(Caller caller, Filter filter, Page page) {
        return desk.list(tables -> tables.ports().list(caller.project(), filter.where(), page.slice()), Views::of);
    }

    static Port own(Decision d, String field, PortId id) {
        return d.own(field, "port", id, d.tables.ports().get(id), Port::meta);
    }

    static Port resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "port",
                reference,
                id -> look.tables().ports().get(new PortId(id)),
                name -> look.tables().ports().named(look.caller().project(), name),
                Port::meta);
    }

    private static Port make(Decision d, Create request) {
        Subnet subnet = Subnets.own(d, "subnet", request.subnet());
        d.unless(request.attachment().flatMap(PortRules::attachable));
        request.attachment().ifPresent(to -> occupied(d, to));
        Port port = insert(d, subnet, request, request.attachment().map(Attachment.class::cast));
        d.audit("port.create", port.id(), detail(port));
        return port;
    }

    /** Makes a port that is plugged into whatever the caller of this says. */
    static Port insert(Decision d, Subnet subnet, Create request, Optional<Attachment> attachment) {
        d.unless(NameRules.free("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> PairRules.allowed("pairs", request.pairs())));
        List<IpAddress> addresses = Addresses.take(d, subnet, request.ipv4(), request.ipv6());
        List<AddressPair> pairs = request.checked() ? request.pairs() : PairRules.withCheck(request.pairs(), false);
        Port bare = new Port(
                new PortId(Desk.newId(d.random)),
                subnet.id(),
                d.meta(request.name(), request.description(), request.attributes()),
                Addresses.mac(d),
                addresses,
                attachment,
                List.of(),
                Memberships.chosen(d, subnet, request.groups()));
        d.tables.ports().insert(bare);
        Addresses.settle(d, subnet, addresses, bare.id());
        if (!pairs.isEmpty()) {
            AddressBindings.share(d, subnet, bare.id(), pairs);
            d.tables.pairs().replace(bare, pairs, false);
            Bindings.leave(d, bare.id()); // a pair may be a virtual IP's address: its bindings change
        }
        Port port = new Port(
                bare.id(), bare.subnet(), bare.meta(), bare.mac(), addresses, attachment, pairs, bare.groups());
        d.happened(port.id(), "created", request.name(), detail(port));
        return port;
    }

    static Port change(Decision d, Port port, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.free("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> request.pairs().flatMap(pairs -> PairRules.allowed("pairs", pairs))));
        List<AddressPair> asked = request.pairs().orElse(port.pairs());
        List<AddressPair> pairs = request.checked()
                .map(checked -> PairRules.withCheck(asked, checked))
                .orElse(asked);
        GroupSet groups = request.groups()
                .map(wanted -> Memberships.replaced(
                        d, d.tables.subnets().get(port.subnet()).orElseThrow(), wanted))
                .orElse(port.groups());
        Port renamed = new Port(
                port.id(),
                port.subnet(),
                d.meta(port.meta(), request.name(), request.description(), request.attributes()),
                port.mac(),
                port.addresses(),
                port.attachment(),
                port.pairs(),
                groups);
        d.tables.ports().update(renamed);
        Port changed = Bindings.replacePairs(d, renamed, pairs);
        d.done("port.update", port.id(), "updated", changed.meta().name(), detail(changed));
        return changed;
    }

    /** Switches the check; {@code true} when that changed anything. */
    static boolean check(Decision d, Port port, boolean checked) {
        if (port.checked() == checked) {
            return false;
        }
        Port changed = Bindings.replacePairs(d, port, PairRules.withCheck(port.pairs(), checked));
        d.done("port.update", port.id(), "updated", changed.meta().name(), detail(changed));
        return true;
    }

    /** Takes a port away, with its addresses and bindings; its EIPs are unbound. */
    static void remove(Decision d, Port port) {
        d.tables.eips().of(port.id()).forEach(eip -> Eips.unbind(d, eip));
        Bindings.leave(d, port.id());
        Addresses.free(d, d.tables.subnets().get(port.subnet()).orElseThrow(), port.addresses());
        Tags.forget(d, port.id());
        d.tables.ports().delete(port.id());
        d.happened(port.id(), "deleted", port.meta().name(), detail(port));
    }

    /** Changes what a port is plugged into. */
    static Port plugged(Decision d, Port port, Optional<Attachment> attachment) {
        Port changed = new Port(
                port.id(),
                port.subnet(),
                d.meta(port.meta()),
                port.mac(),
                port.addresses(),
                attachment,
                port.pairs(),
                port.groups());
        d.tables.ports().update(changed);
        d.touch(port.id());
        return changed;
    }

    private static void occupied(Decision d, HostNamespace place) {
        d.unless(d.tables
                .ports()
                .at(place)
                .map(other -> new PortInUse("attachment", other, place.interfaceName() + " in " + place.namespace())));
    }

    private static PortView view(Decision d, Port port) {
        return new Views(d.tables).of(port);
    }

    static Map<String, ?> detail(Port port) {
        return Map.of(
                "name", port.meta().name(),
                "subnet", port.subnet(),
                "addresses", port.addresses(),
                "check", port.checked(),
                "pairs", port.pairs().stream().map(AddressPair::text).toList(),
                "security_groups", port.groups().groups());
    }
}
