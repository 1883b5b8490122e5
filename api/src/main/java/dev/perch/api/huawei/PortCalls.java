package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Ports;
import dev.perch.control.VirtualIps;
import dev.perch.model.AddressChoice;
import dev.perch.model.NameRefusal;
import dev.perch.model.NameRefusal.FieldImmutable;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ports of v1, and the two port calls of Neutron by which terraform binds a virtual IP. */
final class PortCalls {
    private final Control control;

    PortCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.PORT)
                .post("/v1/{project}/ports", this::create)
                .get("/v1/{project}/ports", this::list)
                .get("/v1/{project}/ports/{port}", this::get)
                .put("/v1/{project}/ports/{port}", this::update)
                .delete("/v1/{project}/ports/{port}", this::delete);
        calls.family(CallFamily.NEUTRON).get("/v2.0/ports/{port}", this::get).put("/v2.0/ports/{port}", this::update);
    }

    private Answer create(Request request, Caller caller) {
        PortBody body = request.read(Fields.Unknown.IGNORED, PortBody::read);
        String network = body.network().orElseThrow(() -> new Malformation("port.network_id", "is required"));
        if (body.isVip() && body.fixedIps().size() > 1) {
            throw new Malformation("port.fixed_ips", "a virtual IP has at most one fixed IP");
        }
        boolean namesRange =
                body.fixedIps().stream().anyMatch(fixed -> fixed.subnet().isPresent());
        Outcome<PortWire> made = Ids.subnet("network_id", network)
                .then(id -> (namesRange ? ranges(caller, id) : Outcome.done(List.<Subnet.Range>of()))
                        .then(ranges -> choices(body.fixedIps(), ranges))
                        .then(choices -> Ids.groups(
                                        "security_groups", body.groups().orElse(List.of()))
                                .then(groups -> create(caller, id, body, choices, groups))));
        return request.answer(made, PortCalls::one);
    }

    private Outcome<PortWire> create(
            Caller caller,
            SubnetId subnet,
            PortBody body,
            Map<Family, AddressChoice> choices,
            List<SecurityGroupId> groups) {
        AddressChoice ipv4 = choices.getOrDefault(Family.IPV4, AddressChoice.NONE);
        AddressChoice ipv6 = choices.getOrDefault(Family.IPV6, AddressChoice.NONE);
        String name = body.name().orElse("");
        if (body.isVip()) {
            return control.virtualIps()
                    .create(
                            caller,
                            new VirtualIps.Create(
                                    subnet,
                                    name,
                                    "",
                                    ipv4,
                                    ipv6,
                                    Optional.empty(),
                                    Reach.EVERYWHERE,
                                    texts(body.pairs().orElse(List.of())),
                                    Optional.empty(),
                                    groups,
                                    body.attributes()))
                    .map(PortWire::of);
        }
        return control.ports()
                .create(
                        caller,
                        new Ports.Create(
                                subnet,
                                name,
                                "",
                                ipv4,
                                ipv6,
                                true,
                                body.pairs().orElse(List.of()),
                                Optional.empty(),
                                groups,
                                body.attributes()))
                .map(PortWire::of);
    }

    private Outcome<List<Subnet.Range>> ranges(Caller caller, SubnetId id) {
        return control.subnets().get(caller, id).map(view -> view.subnet().ranges());
    }

    /** Which address of each family is wanted; with none said, an IPv4 one. */
    private static Outcome<Map<Family, AddressChoice>> choices(List<PortBody.Fixed> fixed, List<Subnet.Range> ranges) {
        Map<Family, AddressChoice> choices = new EnumMap<>(Family.class);
        for (int i = 0; i < fixed.size(); i++) {
            String at = "fixed_ips[" + i + "]";
            PortBody.Fixed one = fixed.get(i);
            Optional<Family> family = one.address().map(IpAddress::family);
            if (one.subnet().isPresent()) {
                String text = one.subnet().get();
                Optional<Family> ofRange = ranges.stream()
                        .filter(range -> range.id().toString().equals(text))
                        .map(range -> range.cidr().family())
                        .findFirst();
                if (ofRange.isEmpty()) {
                    return Outcome.refused(new NameRefusal.NotFound(at + ".subnet_id", "subnet", text));
                }
                if (family.isPresent() && !family.equals(ofRange)) {
                    throw new Malformation("port." + at + ".ip_address", "is not of the family of its subnet");
                }
                family = ofRange;
            }
            AddressChoice choice = one.address().map(AddressChoice::exactly).orElse(AddressChoice.FIRST);
            if (choices.put(family.orElse(Family.IPV4), choice) != null) {
                throw new Malformation("port.fixed_ips", "must name one address of a family");
            }
        }
        if (choices.isEmpty()) {
            choices.put(Family.IPV4, AddressChoice.FIRST);
        }
        return Outcome.done(choices);
    }

    private Answer list(Request request, Caller caller) {
        return Answer.ok(new PortWire.Many(new PortList(control, caller).page(request.query())));
    }

    private Answer get(Request request, Caller caller) {
        Outcome<PortWire> found = onEither(
                request,
                id -> control.ports().get(caller, id).map(PortWire::of),
                vip -> control.virtualIps().get(caller, vip).map(PortWire::of));
        return request.answer(found, PortCalls::one);
    }

    private Answer update(Request request, Caller caller) {
        PortBody body = request.read(Fields.Unknown.IGNORED, PortBody::read);
        Outcome<Optional<List<SecurityGroupId>>> groups = body.groups()
                .map(texts -> Ids.groups("security_groups", texts).map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
        Outcome<PortWire> changed = groups.then(in -> onEither(
                request,
                id -> control.ports()
                        .get(caller, id)
                        .then(port -> body.isVip()
                                ? Outcome.refused(
                                        new FieldImmutable("device_owner", "port", id.toString(), "none", Owner.VIP))
                                : control.ports().update(caller, id, change(body, in)))
                        .map(PortWire::of),
                vip -> control.virtualIps()
                        .update(caller, vip, changeOfVip(body, in))
                        .map(PortWire::of)));
        return request.answer(changed, PortCalls::one);
    }

    private static Ports.Update change(PortBody body, Optional<List<SecurityGroupId>> groups) {
        return new Ports.Update(
                body.name(), Optional.empty(), Optional.empty(), body.pairs(), groups, body.attributes());
    }

    private static VirtualIps.Update changeOfVip(PortBody body, Optional<List<SecurityGroupId>> groups) {
        return new VirtualIps.Update(
                body.name(),
                Optional.empty(),
                Optional.empty(),
                body.pairs().map(PortCalls::texts),
                Optional.empty(),
                groups,
                body.attributes());
    }

    private static List<String> texts(List<AddressPair> pairs) {
        return pairs.stream().map(AddressPair::text).toList();
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<PortWire> deleted = onEither(
                request,
                id -> control.ports().delete(caller, id).map(PortWire::of),
                vip -> control.virtualIps().delete(caller, vip).map(PortWire::of));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    /** Ports and virtual IPs are one kind of thing to this dialect and share their ids. */
    private static Outcome<PortWire> onEither(
            Request request, Function<PortId, Outcome<PortWire>> port, Function<VipId, Outcome<PortWire>> vip) {
        return Either.of(request.parameter("port"), port, vip);
    }

    private static Answer one(PortWire port) {
        return Answer.ok(new PortWire.One(port));
    }
}
