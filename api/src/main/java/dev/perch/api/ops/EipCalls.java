package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.EipView;
import dev.perch.control.Eips;
import dev.perch.model.Outcome;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code eips} and what they stand for. */
final class EipCalls {
    private final Control control;
    private final FabricView fabric;

    EipCalls(Control control, FabricView fabric) {
        this.control = control;
        this.fabric = fabric;
    }

    void register(Ops ops) {
        ops.get("eips", this::list)
                .post("eips", this::create)
                .get("eips/{ref}", this::get)
                .put("eips/{ref}", this::update)
                .delete("eips/{ref}", this::delete)
                .post("eips/{ref}/bind", this::bind)
                .post("eips/{ref}/unbind", this::unbind);
    }

    private Answer list(Request request, Caller caller) {
        FabricView.NoHolderDrops drops = fabric.noHolderDrops();
        return new Listing<EipView>(
                        "eips",
                        page -> control.eips().list(caller, Eips.Filter.ALL, page),
                        view -> EipShape.of(view, drops),
                        view -> view.eip().id().toString())
                .answer(request.query());
    }

    /** What an EIP is to stand for, by reference. */
    private record Whom(Optional<String> vip, Optional<String> port, Optional<String> server) {
        static Whom read(Fields body) {
            Whom whom = new Whom(body.text("vip"), body.text("port"), body.text("server"));
            if (Stream.of(whom.vip(), whom.port(), whom.server())
                            .filter(Optional::isPresent)
                            .count()
                    != 1) {
                throw body.broken("vip", "or port or server is required, and only one of them");
            }
            return whom;
        }
    }

    private record Wanted(Eips.Create eip, Optional<Whom> whom) {
        static Wanted read(Fields body) {
            Optional<IpAddress> address = body.text("address", IpAddress::parse);
            return new Wanted(
                    new Eips.Create(
                            body.text("name").orElse(""),
                            body.text("description").orElse(""),
                            family(body)
                                    .or(() -> address.map(IpAddress::family))
                                    .orElse(Family.IPV4),
                            address,
                            "",
                            "",
                            rate(body),
                            Map.of()),
                    body.object("bind").map(Whom::read));
        }

        private static Optional<Family> family(Fields body) {
            return body.integer("family", 4, 6).map(version -> switch (version) {
                case 4 -> Family.IPV4;
                case 6 -> Family.IPV6;
                default -> throw body.broken("family", "must be 4 or 6");
            });
        }
    }

    private static Optional<Integer> rate(Fields body) {
        return body.integer("bandwidth", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<Optional<Eips.Target>> target = wanted.whom()
                .map(whom -> target(caller, whom).map(Optional::of))
                .orElseGet(() -> Outcome.done(Optional.empty()));
        return request.answer(
                target.then(to -> control.eips().create(caller, wanted.eip(), to)),
                view -> Answer.json(201, EipShape.of(view, fabric.noHolderDrops())));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), this::one);
    }

    private Answer update(Request request, Caller caller) {
        Eips.Update update = Ops.read(
                request,
                body -> new Eips.Update(
                        body.text("name"),
                        body.text("description"),
                        Optional.empty(),
                        // null takes the limit away
                        body.mentions("bandwidth") ? Optional.of(new Eips.Rate(rate(body))) : Optional.empty(),
                        Map.of()));
        return request.answer(
                find(request, caller)
                        .then(view -> control.eips().update(caller, view.eip().id(), update)),
                this::one);
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                find(request, caller)
                        .then(view -> control.eips().delete(caller, view.eip().id())),
                gone -> Answer.empty(204));
    }

    /** @param rebind whether to take it away from what it stands for now */
    private record Binding(Whom whom, boolean rebind) {
        static Binding read(Fields body) {
            return new Binding(Whom.read(body), body.flag("rebind").orElse(false));
        }
    }

    private Answer bind(Request request, Caller caller) {
        Binding binding = Ops.read(request, Binding::read);
        Outcome<EipView> bound = find(request, caller)
                .then(view -> target(caller, binding.whom())
                        .then(target -> binding.rebind()
                                ? control.eips().rebind(caller, view.eip().id(), target)
                                : control.eips().bind(caller, view.eip().id(), target)));
        return request.answer(bound, this::one);
    }

    private Answer unbind(Request request, Caller caller) {
        Ops.nothing(request);
        return request.answer(
                find(request, caller)
                        .then(view -> control.eips().unbind(caller, view.eip().id())),
                this::one);
    }

    private Outcome<Eips.Target> target(Caller caller, Whom whom) {
        if (whom.vip().isPresent()) {
            return Refs.vip(control, caller, "vip", whom.vip().get())
                    .map(view -> new Eips.Target.OfVip(view.vip().id()));
        }
        return whom.port().isPresent()
                ? Refs.port(control, caller, "port", whom.port().get())
                        .map(view -> new Eips.Target.OfPort(view.port().id()))
                : Refs.server(control, caller, "server", whom.server().orElseThrow())
                        .map(view -> new Eips.Target.OfServer(view.server().id()));
    }

    private Outcome<EipView> find(Request request, Caller caller) {
        return control.eips().find(caller, request.parameter("ref"));
    }

    private Answer one(EipView view) {
        return Answer.ok(EipShape.of(view, fabric.noHolderDrops()));
    }
}
