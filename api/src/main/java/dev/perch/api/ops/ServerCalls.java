package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.ServerView;
import dev.perch.control.Servers;
import dev.perch.model.AddressChoice;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code servers}, without what only their runtime can do. */
final class ServerCalls {
    private final Control control;
    private final ServerConsole console;
    private final FabricView fabric;

    ServerCalls(Control control, ServerConsole console, FabricView fabric) {
        this.control = control;
        this.console = console;
        this.fabric = fabric;
    }

    void register(Ops ops) {
        ops.get("servers", this::list)
                .post("servers", this::create)
                .get("servers/{ref}", this::get)
                .delete("servers/{ref}", this::delete)
                .post("servers/{ref}/start", (request, caller) -> {
                    Ops.nothing(request);
                    return act(request, caller, id -> control.servers().start(caller, id));
                })
                .post("servers/{ref}/stop", this::stop)
                .post("servers/{ref}/reboot", (request, caller) -> {
                    Ops.nothing(request);
                    return act(request, caller, id -> control.servers().reboot(caller, id));
                });
    }

    private Answer list(Request request, Caller caller) {
        Map<PortId, FabricView.PortState> states = fabric.ports();
        return new Listing<ServerView>(
                        "servers",
                        page -> control.servers().list(caller, request.query().first("name"), page),
                        view -> ServerShape.of(
                                view,
                                console.pid(view.server().id()),
                                false,
                                port -> states.getOrDefault(port, FabricView.PortState.ABSENT)),
                        view -> view.server().id().toString())
                .answer(request.query());
    }

    private record WantedNic(
            Optional<String> subnet,
            Optional<String> port,
            AddressChoice ipv4,
            AddressChoice ipv6,
            boolean check,
            List<String> groups) {
        static WantedNic read(Fields nic) {
            WantedNic wanted = new WantedNic(
                    nic.text("subnet"),
                    nic.text("port"),
                    Shapes.address(nic, "address", AddressChoice.FIRST),
                    Shapes.address(nic, "address_v6", AddressChoice.FIRST_IF_OFFERED),
                    nic.flag("check").orElse(true),
                    groupsOf(nic));
            if (wanted.subnet().isPresent() == wanted.port().isPresent()) {
                throw nic.broken("subnet", "or port is required, and not both");
            }
            boolean choosy = nic.mentions("address")
                    || nic.mentions("address_v6")
                    || nic.mentions("check")
                    || nic.mentions("security_groups");
            if (wanted.port().isPresent() && choosy) {
                throw nic.broken(
                        "port",
                        "has its addresses, its check and its security groups already; change them on the port");
            }
            return wanted;
        }
    }

    private record Wanted(
            String name,
            String description,
            String userData,
            Optional<String> vpc,
            List<WantedNic> nics,
            List<String> groups) {
        static Wanted read(Fields body) {
            return new Wanted(
                    body.requiredText("name"),
                    body.text("description").orElse(""),
                    body.text("user_data").orElse(""),
                    body.text("vpc"),
                    body.objects("nics", 64).orElseThrow(() -> body.missing("nics")).stream()
                            .map(WantedNic::read)
                            .toList(),
                    groupsOf(body));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = Ops.read(request, Wanted::read);
        Outcome<Optional<VpcId>> vpc = wanted.vpc()
                .map(ref -> Refs.vpc(control, caller, "vpc", ref).map(found -> Optional.of(found.id())))
                .orElse(Outcome.done(Optional.empty()));
        Outcome<List<SecurityGroupId>> groups = Refs.groups(control, caller, "security_groups", wanted.groups());
        Outcome<ServerView> made = vpc.then(id -> groups.then(in -> nics(caller, wanted)
                .then(nics -> control.servers()
                        .create(
                                caller,
                                new Servers.Create(
                                        wanted.name(),
                                        wanted.description(),
                                        wanted.userData(),
                                        id,
                                        nics,
                                        in,
                                        Map.of())))));
        // neither the runtime nor the data plane can have it yet, so they are not asked
        return request.answer(
                made,
                view -> Answer.json(
                        201, ServerShape.of(view, OptionalLong.empty(), true, port -> FabricView.PortState.ABSENT)));
    }

    private static List<String> groupsOf(Fields holder) {
        return holder.texts("security_groups", PortCalls.MOST_GROUPS).orElse(List.of());
    }

    private Outcome<List<Servers.Nic>> nics(Caller caller, Wanted wanted) {
        List<Servers.Nic> nics = new ArrayList<>();
        for (int i = 0; i < wanted.nics().size(); i++) {
            switch (nic(caller, wanted, i)) {
                case Outcome.Done<Servers.Nic>(Servers.Nic nic) -> nics.add(nic);
                case Outcome.Refused<Servers.Nic>(Refusal refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(nics);
    }

    private Outcome<Servers.Nic> nic(Caller caller, Wanted wanted, int index) {
        WantedNic nic = wanted.nics().get(index);
        String at = "nics[" + index + "].";
        if (nic.port().isPresent()) {
            return Refs.port(control, caller, at + "port", nic.port().get())
                    .map(view -> new Servers.Nic.OnPort(view.port().id(), false));
        }
        String subnet = nic.subnet().orElseThrow();
        // a subnet's name need only be unique in its VPC, so a VPC that is named settles which is meant
        String reference = wanted.vpc().isPresent() && !subnet.contains("/") && !isId(subnet)
                ? wanted.vpc().get() + "/" + subnet
                : subnet;
        return Refs.subnet(control, caller, at + "subnet", reference)
                .then(view -> Refs.groups(control, caller, at + "security_groups", nic.groups())
                        .map(groups -> new Servers.Nic.OnSubnet(
                                view.subnet().id(), nic.ipv4(), nic.ipv6(), nic.check(), List.of(), groups)));
    }

    private static boolean isId(String reference) {
        return reference.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(control.servers().find(caller, request.parameter("ref")), this::one);
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<ServerView> deleted = control.servers()
                .find(caller, request.parameter("ref"))
                .then(view -> control.servers().delete(caller, view.server().id()));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    private Answer stop(Request request, Caller caller) {
        boolean graceful = request.body().length == 0
                || Ops.read(request, body -> switch (body.text("mode").orElse("graceful")) {
                    case "graceful" -> true;
                    case "power-off" -> false;
                    default -> throw body.broken("mode", "must be graceful or power-off");
                });
        return act(
                request,
                caller,
                id -> graceful
                        ? control.servers().stop(caller, id)
                        : control.servers().powerOff(caller, id));
    }

    private interface Action {
        Outcome<ServerView> on(ServerId id);
    }

    private Answer act(Request request, Caller caller, Action action) {
        Outcome<ServerView> done = control.servers()
                .find(caller, request.parameter("ref"))
                .then(view -> action.on(view.server().id()));
        return request.answer(done, this::one);
    }

    private Answer one(ServerView view) {
        return Answer.ok(ServerShape.of(view, console.pid(view.server().id()), true, fabric::port));
    }
}
