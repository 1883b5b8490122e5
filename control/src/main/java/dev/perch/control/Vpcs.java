package dev.perch.control;

import dev.perch.model.NameRefusal.NameTaken;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.Kind;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.PeeringRules;
import dev.perch.model.Quota;
import dev.perch.model.Refusal;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.model.VpcRules;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual private clouds. */
public final class Vpcs {
    private final Desk desk;

    Vpcs(Desk desk) {
        this.desk = desk;
    }

    /** A VPC to make. */
    public record Create(String name, String description, Optional<IpPrefix> cidr, Map<String, String> attributes) {}

    /**
     * What to change; empty fields stay, attributes are merged in.
     *
     * @param routes replaces those routes of the default table whose next hop is an address
     */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<IpPrefix> cidr,
            Optional<List<RouteTables.Entry>> routes,
            Map<String, String> attributes) {}

    public Outcome<Vpc> create(Caller caller, Create request, List<Tag> tags) {
        return desk.decide(caller, d -> made(d, request, tags));
    }

    public Outcome<Vpc> create(Caller caller, Create request) {
        return create(caller, request, List.of());
    }

    /** What {@link #create} would answer; nothing is kept. */
    public Outcome<Vpc> rehearse(Caller caller, Create request, List<Tag> tags) {
        return desk.rehearse(caller, d -> made(d, request, tags));
    }

    /** What {@link #update} would answer; nothing is kept. */
    public Outcome<Vpc> rehearse(Caller caller, VpcId id, Update request) {
        return desk.rehearse(caller, d -> change(d, own(d, "", id), request));
    }

    public Outcome<Vpc> update(Caller caller, VpcId id, Update request) {
        return desk.decide(caller, d -> change(d, own(d, "", id), request));
    }

    /** Deletes an empty VPC; the value is what it was. */
    public Outcome<Vpc> delete(Caller caller, VpcId id) {
        return desk.decide(caller, d -> remove(d, own(d, "", id)));
    }

    public Outcome<Vpc> get(Caller caller, VpcId id) {
        return desk.find("vpc", id, tables -> tables.vpcs().get(id).filter(caller::owns));
    }

    /** By id, or by a name that is unique in the project. */
    public Outcome<Vpc> find(Caller caller, String reference) {
        return desk.look(caller, look -> resolve(look, "", reference));
    }

    public List<Vpc> list(Caller caller, Page page) {
        return desk.read(tables -> tables.vpcs().list(caller.project(), page.slice()));
    }

    /** A VPC with what it has. */
    public VpcView view(Vpc vpc) {
        return desk.read(tables -> new VpcView(
                vpc,
                tables.subnets().of(vpc.id()).size(),
                tables.routeTables().of(vpc.id()).size(),
                tables.tags().of(vpc.id())));
    }

    static Vpc own(Decision d, String field, VpcId id) {
        return d.own(field, "vpc", id, d.tables.vpcs().get(id), Vpc::meta);
    }

    static Vpc resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "vpc",
                reference,
                id -> look.tables().vpcs().get(new VpcId(id)),
                name -> look.tables().vpcs().named(look.caller().project(), name),
                Vpc::meta);
    }

    private static Vpc made(Decision d, Create request, List<Tag> tags) {
        Vpc vpc = make(d, request);
        Tags.hang(d, vpc.id(), vpc.meta().name(), tags);
        return vpc;
    }

    static Vpc make(Decision d, Create request) {
        d.unless(NameRules.optional("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> request.cidr().flatMap(cidr -> VpcRules.cidr("cidr", cidr)))
                .or(() -> taken(d, request.name())));
        Quotas.unlessFull(d, Quota.Type.VPC);
        Vpc vpc = new Vpc(
                new VpcId(Desk.newId(d.random)),
                d.meta(request.name(), request.description(), request.attributes()),
                request.cidr());
        d.tables.vpcs().insert(vpc);
        Memberships.among(d, vpc.id(), List.of(SecurityGroups.preset(d)));
        d.done("vpc.create", vpc.id(), "created", request.name(), detail(vpc));
        RouteTables.makeDefault(d, vpc);
        return vpc;
    }

    static Vpc change(Decision d, Vpc vpc, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.optional("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> request.name()
                        .filter(name -> !name.equals(vpc.meta().name()))
                        .flatMap(name -> taken(d, name)))
                .or(() -> request.cidr()
                        .flatMap(cidr -> VpcRules.cidr("cidr", cidr)
                                .or(() -> VpcRules.contains(
                                        "cidr", cidr, d.tables.subnets().of(vpc.id())))
                                .or(() -> Peerings.apart(d, "cidr", vpc, cidr)))));
        Vpc changed = new Vpc(
                vpc.id(),
                d.meta(vpc.meta(), request.name(), request.description(), request.attributes()),
                request.cidr().or(vpc::cidr));
        d.tables.vpcs().update(changed);
        d.done("vpc.update", vpc.id(), "updated", changed.meta().name(), detail(changed));
        RouteTables.renamed(d, vpc, changed);
        request.routes()
                .ifPresent(routes -> new TableRoutes(d, d.tables.routeTables().ofDefault(vpc.id())).replace(routes));
        return changed;
    }

    static Vpc remove(Decision d, Vpc vpc) {
        d.unless(VpcRules.deletable(vpc, d.tables.subnets().of(vpc.id()).size())
                .or(() -> VpcRules.withoutGroups(vpc, d.tables.groups().count(vpc.id())))
                .or(() -> PeeringRules.deletable(
                        vpc, d.tables.peerings().of(vpc.id()).size()))
                .or(() -> VpcRules.withoutRoutes(vpc, d.tables.routes().count(vpc.id()))));
        d.tables.routeTables().of(vpc.id()).forEach(table -> RouteTables.remove(d, table));
        Tags.forget(d, vpc.id());
        d.tables.vpcs().delete(vpc.id());
        d.done("vpc.delete", vpc.id(), "deleted", vpc.meta().name(), detail(vpc));
        return vpc;
    }

    private static Optional<Refusal> taken(Decision d, String name) {
        return d.tables.vpcs().named(d.caller.project(), name).isEmpty()
                ? Optional.empty()
                : Optional.of(new NameTaken("name", Kind.VPC, name));
    }

    private static Map<String, ?> detail(Vpc vpc) {
        return Map.of("name", vpc.meta().name(), "cidr", vpc.cidr());
    }
}
