package dev.perch.control;

import dev.perch.model.AddressPool;
import dev.perch.model.NameRefusal.FieldImmutable;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Quota;
import dev.perch.model.Refusal;
import dev.perch.model.Subnet;
import dev.perch.model.Subnet.Range;
import dev.perch.model.SubnetRefusal.SubnetLacksFamily;
import dev.perch.model.SubnetRules;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Subnets. */
public final class Subnets {
    private final Desk desk;

    Subnets(Desk desk) {
        this.desk = desk;
    }

    /**
     * A subnet to make.
     *
     * @param gateway the first address after the network address when empty
     * @param ipv6    a /64, its gateway ::1 when empty
     */
    public record Create(
            VpcId vpc,
            String name,
            String description,
            IpPrefix cidr,
            Optional<IpAddress> gateway,
            Optional<IpPrefix> ipv6,
            Optional<IpAddress> gatewayIpv6,
            Map<String, String> attributes) {}

    /** What to change; empty fields stay, attributes are merged in. An IPv6 range can be added once. */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<IpPrefix> ipv6,
            Optional<IpAddress> gatewayIpv6,
            Map<String, String> attributes) {}

    public Outcome<SubnetView> create(Caller caller, Create request, List<Tag> tags) {
        return desk.decide(caller, d -> {
            Subnet subnet = make(d, request);
            Tags.hang(d, subnet.id(), subnet.meta().name(), tags);
            return view(d, subnet);
        });
    }

    public Outcome<SubnetView> create(Caller caller, Create request) {
        return create(caller, request, List.of());
    }

    public Outcome<SubnetView> update(Caller caller, SubnetId id, Update request) {
        return desk.decide(caller, d -> view(d, change(d, own(d, "", id), request)));
    }

    public Outcome<SubnetView> delete(Caller caller, SubnetId id) {
        return desk.decide(caller, d -> view(d, remove(d, own(d, "", id))));
    }

    public Outcome<SubnetView> get(Caller caller, SubnetId id) {
        return desk.find(
                "subnet", id, tables -> view(caller, tables, tables.subnets().get(id)));
    }

    /** The subnet that has a range with this id (each family is a subnet of its own to Neutron). */
    public Outcome<SubnetView> ofRange(Caller caller, UUID range) {
        return desk.find(
                "subnet", range, tables -> view(caller, tables, tables.subnets().ofRange(range)));
    }

    /** By id, by a name that is unique in the project, or by {@code vpc-name/subnet-name}. */
    public Outcome<SubnetView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    public List<SubnetView> list(Caller caller, Optional<VpcId> vpc, Page page) {
        return desk.list(tables -> tables.subnets().list(caller.project(), vpc, page.slice()), Views::of);
    }

    /** How many of its addresses are in use. */
    public Outcome<SubnetUse> use(Caller caller, SubnetId id) {
        return desk.find(
                "subnet",
                id,
                tables -> tables.subnets()
                        .get(id)
                        .filter(caller::owns)
                        .map(subnet -> new SubnetUse(
                                subnet,
                                subnet.ranges().stream()
                                        .map(range -> new SubnetUse.OfRange(
                                                range,
                                                AddressPool.of(range).size(),
                                                tables.addresses()
                                                        .count(id, range.cidr().family())))
                                        .toList())));
    }

    static Subnet own(Decision d, String field, SubnetId id) {
        return d.own(field, "subnet", id, d.tables.subnets().get(id), Subnet::meta);
    }

    static Subnet resolve(Look look, String field, String reference) {
        Optional<UUID> id = Desk.id(reference);
        if (id.isPresent()) {
            return look.own(
                    field, "subnet", reference, look.tables().subnets().get(new SubnetId(id.get())), Subnet::meta);
        }
        int slash = reference.indexOf('/');
        if (slash < 0) {
            return look.only(
                    field,
                    "subnet",
                    reference,
                    look.tables().subnets().named(look.caller().project(), reference));
        }
        Vpc vpc = look.only(
                field,
                "vpc",
                reference.substring(0, slash),
                look.tables().vpcs().named(look.caller().project(), reference.substring(0, slash)));
        return look.only(
                field, "subnet", reference, look.tables().subnets().named(vpc.id(), reference.substring(slash + 1)));
    }

    static Subnet make(Decision d, Create request) {
        Vpc vpc = Vpcs.own(d, "vpc", request.vpc());
        List<Subnet> others = d.tables.subnets().of(vpc.id());
        d.unless(NameRules.required("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> SubnetRules.ipv4("cidr", request.cidr(), vpc, others))
                .or(() -> Peerings.apart(d, "cidr", vpc, request.cidr())));
        Quotas.unlessFull(d, Quota.Type.SUBNET);
        Range ipv4 = range(d, "gateway", request.cidr(), request.gateway());
        d.unless(aimless(request.name(), request.ipv6().isPresent(), request.gatewayIpv6()));
        Optional<Range> ipv6 = request.ipv6().map(cidr -> ipv6(d, vpc, cidr, request.gatewayIpv6(), others));
        Subnet subnet = new Subnet(
                new SubnetId(Desk.newId(d.random)),
                vpc.id(),
                d.meta(request.name(), request.description(), request.attributes()),
                ipv4,
                ipv6);
        d.tables.subnets().insert(subnet);
        subnet.ranges().forEach(range -> d.tables.ranges().insert(subnet.id(), range));
        d.done("subnet.create", subnet.id(), "created", request.name(), detail(subnet));
        return subnet;
    }

    static Subnet change(Decision d, Subnet subnet, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.required("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> immutable(subnet, request))
                .or(() -> aimless(
                        subnet.meta().name(),
                        subnet.ipv6().isPresent() || request.ipv6().isPresent(),
                        request.gatewayIpv6())));
        boolean adds = request.ipv6().isPresent() && subnet.ipv6().isEmpty();
        Optional<Range> ipv6 = adds
                ? Optional.of(ipv6(
                        d,
                        d.tables.vpcs().get(subnet.vpc()).orElseThrow(),
                        request.ipv6().get(),
                        request.gatewayIpv6(),
                        d.tables.subnets().of(subnet.vpc())))
                : subnet.ipv6();
        Subnet changed = new Subnet(
                subnet.id(),
                subnet.vpc(),
                d.meta(subnet.meta(), request.name(), request.description(), request.attributes()),
                subnet.ipv4(),
                ipv6);
        d.tables.subnets().update(changed);
        if (adds) {
            d.tables.ranges().insert(subnet.id(), ipv6.get());
        }
        d.done("subnet.update", subnet.id(), "updated", changed.meta().name(), detail(changed));
        return changed;
    }

    static Subnet remove(Decision d, Subnet subnet) {
        d.unless(SubnetRules.deletable(
                subnet, d.tables.ports().count(subnet.id()), d.tables.vips().count(subnet.id())));
        RouteTables.leave(d, subnet);
        Tags.forget(d, subnet.id());
        d.tables.subnets().delete(subnet.id());
        d.done("subnet.delete", subnet.id(), "deleted", subnet.meta().name(), detail(subnet));
        return subnet;
    }

    private static Range ipv6(Decision d, Vpc vpc, IpPrefix cidr, Optional<IpAddress> gateway, List<Subnet> others) {
        d.unless(SubnetRules.ipv6("cidr_v6", cidr, others).or(() -> Peerings.apart(d, "cidr_v6", vpc, cidr)));
        return range(d, "gateway_v6", cidr, gateway);
    }

    private static Range range(Decision d, String field, IpPrefix cidr, Optional<IpAddress> asked) {
        IpAddress gateway = asked.orElseGet(() -> SubnetRules.defaultGateway(cidr));
        d.unless(SubnetRules.gateway(field, gateway, cidr));
        return new Range(Desk.newId(d.random), cidr, gateway);
    }

    /** A gateway needs a range that it is in. */
    private static Optional<Refusal> aimless(String subnet, boolean ranged, Optional<IpAddress> gateway) {
        return ranged || gateway.isEmpty()
                ? Optional.empty()
                : Optional.of(new SubnetLacksFamily("gateway_v6", subnet, Family.IPV6));
    }

    static Optional<FieldImmutable> immutable(Subnet subnet, Update request) {
        return subnet.ipv6()
                .flatMap(range -> differs(subnet, "cidr_v6", range.cidr(), request.ipv6())
                        .or(() -> differs(subnet, "gateway_v6", range.gateway(), request.gatewayIpv6())));
    }

    static Optional<FieldImmutable> differs(Subnet subnet, String field, Object is, Optional<?> asked) {
        return asked.filter(value -> !value.equals(is))
                .map(value ->
                        new FieldImmutable(field, "subnet", subnet.meta().name(), is.toString(), value.toString()));
    }

    private static SubnetView view(Decision d, Subnet subnet) {
        return new Views(d.tables).of(subnet);
    }

    private static Optional<SubnetView> view(Caller caller, Tables tables, Optional<Subnet> subnet) {
        return subnet.filter(caller::owns).map(new Views(tables)::of);
    }

    private static Map<String, ?> detail(Subnet subnet) {
        return Map.of(
                "name", subnet.meta().name(),
                "vpc", subnet.vpc(),
                "cidr", subnet.ipv4().cidr(),
                "gateway", subnet.ipv4().gateway(),
                "cidr_v6", subnet.ipv6().map(Range::cidr));
    }
}
