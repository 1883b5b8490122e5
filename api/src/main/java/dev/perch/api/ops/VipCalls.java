package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Ports;
import dev.perch.control.VipView;
import dev.perch.control.VirtualIps;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code vips} and their bindings. */
final class VipCalls {
    private static final int USUAL_MOVES = 20;
    private static final int MOST_MOVES = 10_000;

    private final Control control;

    VipCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("vips", this::list)
                .post("vips", this::create)
                .get("vips/{ref}", this::get)
                .put("vips/{ref}", this::update)
                .delete("vips/{ref}", this::delete)
                .post("vips/{ref}/bind", (r, c) -> bind(r, c, control.virtualIps()::bind))
                .post("vips/{ref}/unbind", (r, c) -> bind(r, c, control.virtualIps()::unbind))
                .post("vips/{ref}/fence", (r, c) -> bind(r, c, control.virtualIps()::fence))
                .post("vips/{ref}/unfence", (r, c) -> bind(r, c, control.virtualIps()::unfence))
                .get("vips/{ref}/moves", this::moves);
    }

    private Answer list(Request request, Caller caller) {
        Outcome<Ports.Filter> filter = request.query()
                .first("subnet")
                .map(ref -> Refs.subnet(control, caller, "subnet", ref)
                        .map(view -> new Ports.Filter(
                                Optional.of(view.subnet().id()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Set.of())))
                .orElse(Outcome.done(Ports.Filter.ALL));
        return request.answer(
                filter,
                wanted -> new Listing<VipView>(
                                "vips",
                                page -> control.virtualIps().list(caller, wanted, page),
                                VipShape::of,
                                view -> view.vip().id().toString())
                        .answer(request.query()));
    }

    private record Wanted(
            String subnet,
            String name,
            AddressChoice ipv4,
            AddressChoice ipv6,
            Optional<Integer> vrid,
            Optional<FlowFate> flowFate) {
        static Wanted read(Fields body) {
            AddressChoice free4 = body.flag("ipv4").orElse(true) ? AddressChoice.FIRST : AddressChoice.NONE;
            AddressChoice free6 = body.flag("ipv6").orElse(false) ? AddressChoice.FIRST : AddressChoice.NONE;
            return new Wanted(
                    body.requiredText("subnet"),
                    body.text("name").orElse(""),
                    Shapes.address(body, "address", free4),
                    Shapes.address(body, "address_v6", free6),
                    body.integer("vrid", 1, 255),
                    fate(body));
        }
    }

    static Optional<FlowFate> fate(Fields body) {
        return body.text("flow_fate", text -> switch (text) {
            case "keep" -> Parsed.ok(FlowFate.KEEP);
            case "reset" -> Parsed.ok(FlowFate.RESET);
            default -> Parsed.malformed("'" + text + "'", "is neither keep nor reset");
        });
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<VipView> made = Refs.subnet(control, caller, "subnet", wanted.subnet())
                .then(subnet -> control.virtualIps()
                        .create(
                                caller,
                                new VirtualIps.Create(
                                        subnet.subnet().id(),
                                        wanted.name(),
                                        "",
                                        wanted.ipv4(),
                                        wanted.ipv6(),
                                        wanted.vrid(),
                                        Reach.EVERYWHERE,
                                        List.of(),
                                        wanted.flowFate(),
                                        List.of(),
                                        Map.of())));
        return request.answer(made, view -> Answer.json(201, VipShape.of(view)));
    }

    private Answer update(Request request, Caller caller) {
        VirtualIps.Update update = Ops.read(
                request,
                body -> new VirtualIps.Update(
                        body.text("name"),
                        body.text("description"),
                        body.integer("vrid", 1, 255),
                        Optional.empty(),
                        fate(body),
                        Optional.empty(),
                        Map.of()));
        Outcome<VipView> changed = find(request, caller)
                .then(view -> control.virtualIps().update(caller, view.vip().id(), update));
        return request.answer(changed, VipCalls::one);
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), VipCalls::one);
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<VipView> deleted = find(request, caller)
                .then(view -> control.virtualIps().delete(caller, view.vip().id()));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private interface Binding {
        Outcome<VipView> on(Caller caller, VipId vip, VirtualIps.Target target);
    }

    private record Whom(Optional<String> server, Optional<String> port) {
        static Whom read(Fields body) {
            Whom whom = new Whom(body.text("server"), body.text("port"));
            if (whom.server().isPresent() == whom.port().isPresent()) {
                throw body.broken("server", "or port is required, and not both");
            }
            return whom;
        }
    }

    private Answer bind(Request request, Caller caller, Binding binding) {
        Whom whom = Ops.read(request, Whom::read);
        Outcome<VipView> bound = find(request, caller)
                .then(view -> target(caller, whom)
                        .then(target -> binding.on(caller, view.vip().id(), target)));
        return request.answer(bound, VipCalls::one);
    }

    private Outcome<VirtualIps.Target> target(Caller caller, Whom whom) {
        return whom.server().isPresent()
                ? Refs.server(control, caller, "server", whom.server().get())
                        .map(view ->
                                new VirtualIps.Target.OfServer(view.server().id()))
                : Refs.port(control, caller, "port", whom.port().orElseThrow())
                        .map(view -> new VirtualIps.Target.OfPort(view.port().id()));
    }

    private record Moves(List<MoveShape> moves) {}

    private Answer moves(Request request, Caller caller) {
        int limit = request.query().integer("limit", 1, MOST_MOVES).orElse(USUAL_MOVES);
        return request.answer(
                find(request, caller),
                view -> Answer.ok(new Moves(new MoveShapes(control, caller)
                        .of(control.holders().moves(view.vip().id(), limit)))));
    }

    private Outcome<VipView> find(Request request, Caller caller) {
        return control.virtualIps().find(caller, request.parameter("ref"));
    }

    private static Answer one(VipView view) {
        return Answer.ok(VipShape.of(view));
    }
}
