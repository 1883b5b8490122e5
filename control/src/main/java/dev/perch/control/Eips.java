package dev.perch.control;

import dev.perch.model.Bandwidth;
import dev.perch.model.Eip;
import dev.perch.model.EipRefusal.EipTargetAbsent;
import dev.perch.model.EipRules;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Quota;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.store.EipCriteria;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Elastic IPs with their bandwidths. */
public final class Eips {
    private final Desk desk;

    Eips(Desk desk) {
        this.desk = desk;
    }

    /**
     * An EIP to allocate.
     *
     * @param family        of an address that the pool picks; with {@code address}, of that
     * @param address       the lowest free one when empty
     * @param type          the line that the client asks for; means nothing here
     * @param bandwidthName made from the id when empty
     * @param megabits      the rate in Mbit/s, in each direction; no limit when empty
     */
    public record Create(
            String name,
            String description,
            Family family,
            Optional<IpAddress> address,
            String type,
            String bandwidthName,
            Optional<Integer> megabits,
            Map<String, String> attributes) {}

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param rate the new limit, or the new absence of one
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<String> bandwidthName,
            Optional<Rate> rate,
            Map<String, String> attributes) {}

    /** A limit in Mbit/s; none when empty. */
    public record Rate(Optional<Integer> megabits) {}

    /** What an EIP is bound to. */
    public sealed interface Target {
        record OfVip(VipId vip) implements Target {}

        record OfPort(PortId port) implements Target {}

        /** The primary NIC of a server. */
        record OfServer(ServerId server) implements Target {}

        /** The port or virtual IP of this id; to some clients a virtual IP is a port. */
        record OfEither(String id) implements Target {}
    }

    /**
     * Which EIPs are wanted: those that meet every criterion given, each by any of its values.
     *
     * @param targets ids of the ports or virtual IPs that they are bound to
     * @param inside  the addresses that they stand for
     */
    public record Filter(
            Optional<Family> family,
            List<String> ids,
            List<String> names,
            List<String> addresses,
            List<String> targets,
            List<String> inside,
            List<String> bandwidths) {
        public static final Filter ALL =
                new Filter(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        EipCriteria criteria() {
            return new EipCriteria(family, ids, names, addresses, targets, inside, bandwidths);
        }
    }

    /** Allocates one, and binds it when there is a target: both or neither. */
    public Outcome<EipView> create(Caller caller, Create request, Optional<Target> target) {
        return desk.decide(caller, d -> {
            Eip eip = make(d, request);
            target.ifPresent(to -> bind(d, eip, to));
            return view(d, eip.id());
        });
    }

    public Outcome<EipView> update(Caller caller, EipId id, Update request) {
        return desk.decide(
                caller, d -> view(d, change(d, own(d, "", id), request).id()));
    }

    /** Binds it; refused while it is bound to something else. Binding again changes nothing. */
    public Outcome<EipView> bind(Caller caller, EipId id, Target target) {
        return desk.decide(caller, d -> view(d, bind(d, own(d, "", id), target).id()));
    }

    /** Binds it, away from whatever it is bound to. */
    public Outcome<EipView> rebind(Caller caller, EipId id, Target target) {
        return desk.decide(
                caller, d -> view(d, rebind(d, own(d, "", id), target).id()));
    }

    /** Unbinds it; one that is not bound stays as it is. */
    public Outcome<EipView> unbind(Caller caller, EipId id) {
        return desk.decide(caller, d -> view(d, unbind(d, own(d, "", id)).id()));
    }

    /** Releases it; refused while it is bound. The value is what it was. */
    public Outcome<EipView> delete(Caller caller, EipId id) {
        return desk.decide(caller, d -> {
            Eip eip = own(d, "", id);
            EipView was = view(d, id);
            remove(d, eip);
            return was;
        });
    }

    public Outcome<EipView> get(Caller caller, EipId id) {
        return desk.find(
                "eip", id, tables -> tables.eips().get(id).filter(caller::owns).map(new Views(tables)::of));
    }

    /** The EIP that a bandwidth belongs to. */
    public Outcome<EipView> ofBandwidth(Caller caller, UUID bandwidth) {
        return desk.find(
                "bandwidth",
                bandwidth,
                tables -> tables.eips()
                        .ofBandwidth(bandwidth)
                        .filter(caller::owns)
                        .map(new Views(tables)::of));
    }

    /** By id, by address, or by a name that is unique in the project. */
    public Outcome<EipView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    public List<EipView> list(Caller caller, Filter filter, Page page) {
        return desk.list(tables -> tables.eips().list(caller.project(), filter.criteria(), page.slice()), Views::of);
    }

    /** All EIPs, ordered by the ids of their bandwidths, which the page's marker is one of. */
    public List<EipView> listByBandwidth(Caller caller, Page page) {
        return desk.list(tables -> tables.eips().listByBandwidth(caller.project(), page.slice()), Views::of);
    }

    public long count(Caller caller, Filter filter) {
        return desk.read(tables -> tables.eips().count(caller.project(), filter.criteria()));
    }

    static Eip own(Decision d, String field, EipId id) {
        return d.own(field, "eip", id, d.tables.eips().get(id), Eip::meta);
    }

    static Eip resolve(Look look, String field, String reference) {
        Optional<IpAddress> address = IpAddress.parse(reference).toOptional();
        return address.isPresent()
                ? look.own(field, "eip", reference, look.tables().eips().at(address.get()), Eip::meta)
                : look.referred(
                        field,
                        "eip",
                        reference,
                        id -> look.tables().eips().get(new EipId(id)),
                        name -> look.tables().eips().named(look.caller().project(), name),
                        Eip::meta);
    }

    static Eip make(Decision d, Create request) {
        d.unless(NameRules.free("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> NameRules.free("bandwidth_name", request.bandwidthName()))
                .or(() -> EipRules.bandwidth("bandwidth", request.megabits())));
        Quotas.unlessFull(d, Quota.Type.EIP);
        EipId id = new EipId(Desk.newId(d.random));
        String bandwidthName = request.bandwidthName().isEmpty()
                ? "bandwidth-" + id.toString().substring(0, 8)
                : request.bandwidthName();
        Eip eip = new Eip(
                id,
                d.meta(request.name(), request.description(), request.attributes()),
                EipPools.take(d, request.family(), request.address()),
                request.type(),
                new Bandwidth(Desk.newId(d.random), bandwidthName, request.megabits()),
                Optional.empty());
        d.tables.eips().insert(eip);
        d.done("eip.create", id, "created", request.name(), detail(eip));
        return eip;
    }

    static Eip change(Decision d, Eip eip, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.free("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> request.bandwidthName().flatMap(name -> NameRules.free("bandwidth_name", name)))
                .or(() -> request.rate().flatMap(rate -> EipRules.bandwidth("bandwidth", rate.megabits()))));
        Eip changed = new Eip(
                eip.id(),
                d.meta(eip.meta(), request.name(), request.description(), request.attributes()),
                eip.address(),
                eip.type(),
                new Bandwidth(
                        eip.bandwidth().id(),
                        request.bandwidthName().orElse(eip.bandwidth().name()),
                        request.rate()
                                .map(Rate::megabits)
                                .orElse(eip.bandwidth().megabits())),
                eip.target());
        d.tables.eips().update(changed);
        d.done("eip.update", eip.id(), "updated", changed.meta().name(), detail(changed));
        return changed;
    }

    static void remove(Decision d, Eip eip) {
        d.unless(EipRules.releasable(eip));
        d.tables.eipPools().free(eip.address());
        Tags.forget(d, eip.id());
        d.tables.eips().delete(eip.id());
        d.done("eip.delete", eip.id(), "deleted", eip.meta().name(), detail(eip));
    }

    static Eip bind(Decision d, Eip eip, Target target) {
        EipTarget to = target(d, target);
        if (eip.target().filter(to.target()::equals).isPresent()) {
            return eip;
        }
        d.unless(EipRules.unbound(to.field(), eip)
                .or(to::refusal)
                .or(() -> EipRules.bindable(to.field(), eip, to.id(), to.addresses(), to.eips())));
        if (!d.tables.eips().anyIn(to.subnet().vpc())) {
            d.touch(to.subnet().vpc()); // gets its uplink with its first EIP
        }
        Eip bound = targeted(d, eip, Optional.of(to.target()));
        d.done("eip.bind", eip.id(), "bound", eip.meta().name(), detail(bound));
        return bound;
    }

    static Eip rebind(Decision d, Eip eip, Target target) {
        return eip.target().filter(target(d, target).target()::equals).isPresent()
                ? eip
                : bind(d, unbind(d, eip), target);
    }

    static Eip unbind(Decision d, Eip eip) {
        return eip.target()
                .map(was -> {
                    Eip unbound = targeted(d, eip, Optional.empty());
                    d.done("eip.unbind", eip.id(), "unbound", eip.meta().name(), detail(eip));
                    VpcId vpc = EipTarget.of(d, was).subnet().vpc();
                    if (!d.tables.eips().anyIn(vpc)) {
                        d.touch(vpc); // its uplink goes with its last EIP
                    }
                    return unbound;
                })
                .orElse(eip);
    }

    private static EipTarget target(Decision d, Target target) {
        return switch (target) {
            case Target.OfVip(VipId id) -> EipTarget.of(d, "vip", VirtualIps.own(d, "vip", id));
            case Target.OfPort(PortId id) -> EipTarget.of(d, "port", Ports.own(d, "port", id));
            case Target.OfServer(ServerId id) -> EipTarget.of(d, Servers.own(d, "server", id));
            case Target.OfEither(String id) ->
                Desk.id(id)
                        .flatMap(uuid -> either(d, uuid))
                        .orElseThrow(() -> new Decision.Refused(new EipTargetAbsent("port_id", id)));
        };
    }

    private static Optional<EipTarget> either(Decision d, UUID id) {
        return d.tables
                .ports()
                .get(new PortId(id))
                .filter(d.caller::owns)
                .map(port -> EipTarget.of(d, "port_id", port))
                .or(() -> d.tables
                        .vips()
                        .get(new VipId(id))
                        .filter(d.caller::owns)
                        .map(vip -> EipTarget.of(d, "port_id", vip)));
    }

    private static Eip targeted(Decision d, Eip eip, Optional<Eip.Target> target) {
        Eip changed = new Eip(eip.id(), d.meta(eip.meta()), eip.address(), eip.type(), eip.bandwidth(), target);
        d.tables.eips().update(changed);
        return changed;
    }

    private static EipView view(Decision d, EipId id) {
        return new Views(d.tables).of(d.tables.eips().get(id).orElseThrow());
    }

    private static Map<String, ?> detail(Eip eip) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", eip.meta().name());
        detail.put("address", eip.address());
        detail.put("bandwidth", eip.bandwidth().megabits());
        eip.target().map(EipRules::id).ifPresent(id -> detail.put(id.kind().word(), id));
        return detail;
    }
}
