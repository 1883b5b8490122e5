package dev.perch.control;

import dev.perch.model.AddressSpace;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Peering;
import dev.perch.model.Peering.Status;
import dev.perch.model.PeeringRules;
import dev.perch.model.ProjectId;
import dev.perch.model.Quota;
import dev.perch.model.Refusal;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import dev.perch.store.PeeringTable;
import dev.perch.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peerings. The projects of both ends see a peering, change its name and delete it; only the accepter's answers. */
public final class Peerings {
    private final Desk desk;

    Peerings(Desk desk) {
        this.desk = desk;
    }

    /**
     * A peering to ask for.
     *
     * @param vpc         the caller's end
     * @param peerProject whose the other end is; the caller's when empty
     */
    public record Create(
            String name,
            String description,
            VpcId vpc,
            VpcId peer,
            Optional<ProjectId> peerProject,
            Map<String, String> attributes) {}

    /** What to change; empty fields stay. */
    public record Update(Optional<String> name, Optional<String> description) {}

    /** Criteria of {@link #list}; all that are given have to be met. {@code project} and {@code vpc} are at either end. */
    public record Filter(
            Optional<PeeringId> id,
            Optional<String> name,
            Optional<Status> status,
            Optional<VpcId> vpc,
            Optional<ProjectId> project) {
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Active at once between VPCs of one project, else it waits for the other. */
    public Outcome<PeeringView> create(Caller caller, Create request) {
        return desk.decide(caller, d -> view(d, make(d, request)));
    }

    public Outcome<PeeringView> update(Caller caller, PeeringId id, Update request) {
        return desk.decide(caller, d -> view(d, change(d, seen(d.look(), id), request)));
    }

    public Outcome<PeeringView> accept(Caller caller, PeeringId id) {
        return desk.decide(caller, d -> view(d, answer(d, seen(d.look(), id), Status.ACTIVE)));
    }

    public Outcome<PeeringView> reject(Caller caller, PeeringId id) {
        return desk.decide(caller, d -> view(d, answer(d, seen(d.look(), id), Status.REJECTED)));
    }

    /** Deletes it in any status; routes through it stay and lead nowhere. The value is what it was. */
    public Outcome<PeeringView> delete(Caller caller, PeeringId id) {
        return desk.decide(caller, d -> view(d, remove(d, seen(d.look(), id))));
    }

    public Outcome<PeeringView> get(Caller caller, PeeringId id) {
        return desk.look(caller, look -> view(caller, look.tables(), seen(look, id)));
    }

    /** By id, or by a name that only one has that the caller sees. */
    public Outcome<PeeringView> find(Caller caller, String reference) {
        return desk.look(caller, look -> view(caller, look.tables(), resolve(look, "", reference)));
    }

    public List<PeeringView> list(Caller caller, Filter filter, Page page) {
        PeeringTable.Where where =
                new PeeringTable.Where(filter.id(), filter.name(), filter.status(), filter.vpc(), filter.project());
        return desk.read(tables -> tables.peerings().list(caller.project(), where, page.slice()).stream()
                .map(peering -> view(caller, tables, peering))
                .toList());
    }

    static Peering resolve(Look look, String field, String reference) {
        return Desk.id(reference)
                .map(id -> seen(look, field, new PeeringId(id)))
                .orElseGet(() -> look.only(
                        field,
                        "peering",
                        reference,
                        look.tables().peerings().named(look.caller().project(), reference)));
    }

    /** The peering if the caller has one of its ends; else the request is refused. */
    static Peering seen(Look look, String field, PeeringId id) {
        return Decision.need(Outcome.of(
                look.tables().peerings().get(id).filter(look.caller()::sees),
                new NotFound(field, "peering", id.toString())));
    }

    private static Peering seen(Look look, PeeringId id) {
        return seen(look, "", id);
    }

    static Peering make(Decision d, Create request) {
        d.unless(NameRules.required("name", request.name())
                .or(() -> NameRules.description("description", request.description())));
        Vpc mine = Vpcs.own(d, "vpc", request.vpc());
        ProjectId peerProject = request.peerProject().orElse(d.caller.project());
        d.unless(PeeringRules.distinct("peer_vpc", mine, request.peer()));
        Vpc theirs = Decision.need(Outcome.of(
                d.tables
                        .vpcs()
                        .get(request.peer())
                        .filter(vpc -> vpc.meta().project().equals(peerProject)),
                new NotFound("peer_vpc", "vpc", request.peer().toString())));
        d.unless(PeeringRules.first("peer_vpc", theirs.id(), d.tables.peerings().of(mine.id()))
                .or(() -> PeeringRules.apart("peer_vpc", space(d, mine), space(d, theirs))));
        Quotas.unlessFull(d, Quota.Type.PEERING);
        Peering peering = new Peering(
                new PeeringId(Desk.newId(d.random)),
                d.meta(request.name(), request.description(), request.attributes()),
                mine.id(),
                theirs.id(),
                peerProject,
                peerProject.equals(d.caller.project()) ? Status.ACTIVE : Status.PENDING_ACCEPTANCE);
        d.tables.peerings().insert(peering);
        told(d, peering, "created", "peering.create");
        return peering;
    }

    private static Peering change(Decision d, Peering peering, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.required("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text))));
        Peering changed = new Peering(
                peering.id(),
                d.meta(peering.meta(), request.name(), request.description(), Map.of()),
                peering.requester(),
                peering.accepter(),
                peering.accepterProject(),
                peering.status());
        d.tables.peerings().update(changed);
        told(d, changed, "updated", "peering.update");
        return changed;
    }

    private static Peering answer(Decision d, Peering peering, Status status) {
        d.unless(PeeringRules.answerable(peering, d.caller.project()));
        Peering changed = new Peering(
                peering.id(),
                d.meta(peering.meta()),
                peering.requester(),
                peering.accepter(),
                peering.accepterProject(),
                status);
        d.tables.peerings().update(changed);
        boolean accepted = status == Status.ACTIVE;
        told(d, changed, accepted ? "accepted" : "rejected", accepted ? "peering.accept" : "peering.reject");
        return changed;
    }

    static Peering remove(Decision d, Peering peering) {
        d.tables.peerings().delete(peering.id());
        told(d, peering, "deleted", "peering.delete");
        return peering;
    }

    /** A block that a VPC gets shares no address with the VPCs that it is, or may become, connected to. */
    static Optional<Refusal> apart(Decision d, String field, Vpc vpc, IpPrefix block) {
        return d.tables.peerings().of(vpc.id()).stream()
                .filter(PeeringRules::connects)
                .map(peering -> d.tables.vpcs().get(peering.other(vpc.id())).orElseThrow())
                .flatMap(peer -> PeeringRules.apart(field, vpc.label(), block, space(d, peer)).stream())
                .findFirst();
    }

    private static AddressSpace space(Decision d, Vpc vpc) {
        return AddressSpace.of(vpc, d.tables.subnets().of(vpc.id()));
    }

    private static void told(Decision d, Peering peering, String verb, String operation) {
        d.touch(peering.requester());
        d.touch(peering.accepter());
        d.done(operation, peering.id(), verb, peering.meta().name(), detail(peering));
    }

    private static PeeringView view(Decision d, Peering peering) {
        return view(d.caller, d.tables, peering);
    }

    private static PeeringView view(Caller caller, Tables tables, Peering peering) {
        return new PeeringView(
                peering, named(caller, tables, peering.requester()), named(caller, tables, peering.accepter()));
    }

    private static Named<VpcId> named(Caller caller, Tables tables, VpcId id) {
        return new Named<>(
                id,
                tables.vpcs()
                        .get(id)
                        .filter(caller::owns)
                        .map(vpc -> vpc.meta().name())
                        .orElse(""));
    }

    private static Map<String, ?> detail(Peering peering) {
        return Map.of(
                "name", peering.meta().name(),
                "requester", peering.requester(),
                "accepter", peering.accepter(),
                "status", peering.status());
    }
}
