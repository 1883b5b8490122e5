package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PortView;
import dev.perch.control.Ports;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Port.HostNamespace;
import dev.perch.net.IpPrefix;
import dev.perch.net.Malformed;
import dev.perch.net.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ports}. */
final class PortCalls {
    /** Of one port. */
    static final int MOST_GROUPS = 64;

    private final Control control;
    private final FabricView fabric;

    PortCalls(Control control, FabricView fabric) {
        this.control = control;
        this.fabric = fabric;
    }

    void register(Ops ops) {
        ops.get("ports", this::list)
                .post("ports", this::create)
                .get("ports/{ref}", this::get)
                .put("ports/{ref}", this::update)
                .post("ports/{ref}/plug", this::plug)
                .post("ports/{ref}/unplug", this::unplug)
                .delete("ports/{ref}", this::delete);
    }

    private Answer list(Request request, Caller caller) {
        return request.answer(filter(request, caller), filter -> {
            Map<PortId, FabricView.PortState> states = fabric.ports();
            return new Listing<PortView>(
                            "ports",
                            page -> control.ports().list(caller, filter, page),
                            view -> PortShape.of(
                                    view, states.getOrDefault(view.port().id(), FabricView.PortState.ABSENT)),
                            view -> view.port().id().toString())
                    .answer(request.query());
        });
    }

    /** By {@code subnet} and {@code server}, each an id or a name. */
    private Outcome<Ports.Filter> filter(Request request, Caller caller) {
        Outcome<Optional<SubnetId>> subnet = request.query()
                .first("subnet")
                .map(ref -> Refs.subnet(control, caller, "subnet", ref)
                        .map(view -> Optional.of(view.subnet().id())))
                .orElse(Outcome.done(Optional.empty()));
        Outcome<Optional<ServerId>> server = request.query()
                .first("server")
                .map(ref -> Refs.server(control, caller, "server", ref)
                        .map(view -> Optional.of(view.server().id())))
                .orElse(Outcome.done(Optional.empty()));
        return subnet.then(s -> server.map(v ->
                new Ports.Filter(s, v, request.query().first("name"), Optional.empty(), Optional.empty(), Set.of())));
    }

    private record Wanted(
            String subnet,
            String name,
            AddressChoice ipv4,
            AddressChoice ipv6,
            boolean check,
            List<String> groups,
            Optional<HostNamespace> attachment) {
        static Wanted read(Fields body) {
            return new Wanted(
                    body.requiredText("subnet"),
                    body.text("name").orElse(""),
                    Shapes.address(body, "address", AddressChoice.FIRST),
                    Shapes.address(body, "address_v6", AddressChoice.FIRST_IF_OFFERED),
                    body.flag("check").orElse(true),
                    body.texts("security_groups", MOST_GROUPS).orElse(List.of()),
                    body.object("attachment").map(PortCalls::namespace));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<List<SecurityGroupId>> groups = Refs.groups(control, caller, "security_groups", wanted.groups());
        Outcome<PortView> made = Refs.subnet(control, caller, "subnet", wanted.subnet())
                .then(subnet -> groups.then(in -> control.ports()
                        .create(
                                caller,
                                new Ports.Create(
                                        subnet.subnet().id(),
                                        wanted.name(),
                                        "",
                                        wanted.ipv4(),
                                        wanted.ipv6(),
                                        wanted.check(),
                                        List.of(),
                                        wanted.attachment(),
                                        in,
                                        Map.of()))));
        // the data plane cannot have it yet, so it is not asked
        return request.answer(made, view -> Answer.json(201, PortShape.of(view, FabricView.PortState.ABSENT)));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), this::one);
    }

    private Answer update(Request request, Caller caller) {
        Change change = Ops.read(request, Change::read);
        Outcome<PortView> changed = find(request, caller)
                .then(view -> groups(caller, change)
                        .then(groups ->
                                control.ports().update(caller, view.port().id(), change.update(groups))));
        return request.answer(changed, this::one);
    }

    private record Change(
            Optional<String> name,
            Optional<Boolean> check,
            Optional<List<AddressPair>> pairs,
            Optional<List<String>> groups) {
        static Change read(Fields body) {
            return new Change(
                    body.text("name"),
                    body.flag("check"),
                    body.texts("pairs", 256, PortCalls::pair),
                    body.texts("security_groups", MOST_GROUPS));
        }

        Ports.Update update(Optional<List<SecurityGroupId>> in) {
            return new Ports.Update(name, Optional.empty(), check, pairs, in, Map.of());
        }
    }

    private Outcome<Optional<List<SecurityGroupId>>> groups(Caller caller, Change change) {
        return change.groups()
                .map(refs ->
                        Refs.groups(control, caller, "security_groups", refs).map(Optional::of))
                .orElse(Outcome.done(Optional.empty()));
    }

    private Answer plug(Request request, Caller caller) {
        HostNamespace to = Ops.read(request, PortCalls::namespace);
        Outcome<PortView> plugged = find(request, caller)
                .then(view -> control.ports().attach(caller, view.port().id(), to));
        return request.answer(plugged, this::one);
    }

    private Answer unplug(Request request, Caller caller) {
        Outcome<PortView> unplugged = find(request, caller)
                .then(view -> control.ports().detach(caller, view.port().id()));
        return request.answer(unplugged, this::one);
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<PortView> deleted = find(request, caller)
                .then(view -> control.ports().delete(caller, view.port().id()));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private Outcome<PortView> find(Request request, Caller caller) {
        return control.ports().find(caller, request.parameter("ref"));
    }

    private Answer one(PortView view) {
        return Answer.ok(PortShape.of(view, fabric.port(view.port().id())));
    }

    private static HostNamespace namespace(Fields fields) {
        return new HostNamespace(fields.requiredText("namespace"), fields.requiredText("interface"));
    }

    private static Parsed<AddressPair> pair(String text) {
        return switch (IpPrefix.parse(text)) {
            case Parsed.Ok<IpPrefix>(IpPrefix prefix) -> Parsed.ok(new AddressPair(text, prefix, Optional.empty()));
            case Malformed<IpPrefix>(String what, String rule) -> Parsed.malformed(what, rule);
        };
    }
}
