package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Eips;
import dev.perch.control.ServerView;
import dev.perch.control.Servers;
import dev.perch.model.AddressChoice;
import dev.perch.model.Eip;
import dev.perch.model.Job;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Servers of ECS v1 and v1.1. */
final class ServerCalls {
    private final Control control;

    ServerCalls(Control control) {
        this.control = control;
    }

    /** What a call that takes time is answered with. */
    record Accepted(String jobId) {}

    private record Created(
            String jobId, @JsonProperty("serverIds") List<String> serverIds) {}

    void register(Calls calls) {
        calls.family(CallFamily.ECS)
                .post("/v1/{project}/cloudservers", this::create)
                .post("/v1.1/{project}/cloudservers", this::create)
                .get("/v1/{project}/cloudservers/detail", this::list)
                .get("/v1.1/{project}/cloudservers/detail", this::list)
                .get("/v1/{project}/cloudservers/{server}", this::get)
                .put("/v1/{project}/cloudservers/{server}", this::update)
                .post("/v1/{project}/cloudservers/delete", this::delete)
                .post("/v1/{project}/cloudservers/action", this::act);
    }

    private Answer create(Request request, Caller caller) {
        ServerBody body = request.read(Fields.Unknown.IGNORED, ServerBody::read);
        Outcome<List<Servers.Create>> creates = creates(body);
        if (body.dryRun()) {
            return request.answer(creates, would -> Answer.json(202, Map.of()));
        }
        return request.answer(
                creates.then(list ->
                        publicIp(body).then(publicIp -> control.servers().createAll(caller, list, publicIp))),
                made -> {
                    Job job = job(caller, "createServer", "createSingleServer", made, Optional.of(Server.State.ACTIVE));
                    return Answer.ok(new Created(
                            job.id(),
                            made.stream().map(s -> s.server().id().toString()).toList()));
                });
    }

    private static Outcome<Optional<Servers.PublicIp>> publicIp(ServerBody body) {
        return switch (body.publicIp().orElse(null)) {
            case null -> Outcome.done(Optional.empty());
            case ServerBody.PublicIpBody.Existing(String id) ->
                Ids.eip("server.publicip.id", id).map(eip -> Optional.of(new Servers.PublicIp.Existing(eip)));
            case ServerBody.PublicIpBody.New(Eips.Create eip) ->
                Outcome.done(Optional.of(new Servers.PublicIp.New(eip)));
        };
    }

    private static Outcome<List<Servers.Create>> creates(ServerBody body) {
        return Ids.vpc("server.vpcid", body.vpc())
                .then(vpc -> Ids.groups("server.security_groups", body.groups())
                        .then(groups -> nics("server.nics", body.nics())
                                .map(nics -> IntStream.rangeClosed(1, body.count())
                                        .mapToObj(i -> create(body, vpc, nics, groups, i))
                                        .toList())));
    }

    /** The {@code index}th of several gets a number behind its name, as in the real service. */
    private static Servers.Create create(
            ServerBody body, VpcId vpc, List<Servers.Nic> nics, List<SecurityGroupId> groups, int index) {
        String name = body.count() == 1 ? body.name() : body.name() + String.format(Locale.ROOT, "-%04d", index);
        return new Servers.Create(
                name, body.description(), body.userData(), Optional.of(vpc), nics, groups, body.attributes());
    }

    /** @param path of the list, for refusals */
    static Outcome<List<Servers.Nic>> nics(String path, List<ServerBody.NicBody> bodies) {
        List<Servers.Nic> nics = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            switch (nic(bodies.get(i), path + "[" + i + "]")) {
                case Outcome.Done<Servers.Nic>(Servers.Nic nic) -> nics.add(nic);
                case Outcome.Refused<Servers.Nic>(var refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(nics);
    }

    private static Outcome<Servers.Nic> nic(ServerBody.NicBody nic, String at) {
        if (nic.port().isPresent()) {
            return Ids.port(at + ".port_id", nic.port().get()).map(port -> new Servers.Nic.OnPort(port, false));
        }
        return Ids.subnet(at + ".subnet_id", nic.subnet().orElseThrow())
                .then(subnet -> Ids.groups(at + ".security_groups", nic.groups())
                        .map(groups -> new Servers.Nic.OnSubnet(
                                subnet,
                                nic.address().map(AddressChoice::exactly).orElse(AddressChoice.FIRST),
                                nic.ipv6() ? AddressChoice.FIRST : AddressChoice.NONE,
                                true,
                                nic.pairs(),
                                groups)));
    }

    private Answer list(Request request, Caller caller) {
        return Answer.ok(new ServerList(control, caller).page(request.query()));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), view -> Answer.ok(new ServerWire.One(ServerWire.of(view))));
    }

    /** A shorter form than that of {@link ServerWire}: clients type {@code image} and {@code addresses} otherwise here. */
    private record Changed(Brief server) {
        record Brief(String id, String name, String description, String status, String tenantId) {}
    }

    private Answer update(Request request, Caller caller) {
        Servers.Update update = request.read(Fields.Unknown.IGNORED, body -> {
            Fields server = body.requiredObject("server");
            Optional<String> userData =
                    server.text("user_data").isPresent() ? Optional.of(ServerBody.userData(server)) : Optional.empty();
            return new Servers.Update(server.text("name"), server.text("description"), userData, Map.of());
        });
        Outcome<ServerView> changed = Ids.server("", request.parameter("server"))
                .then(id -> control.servers().update(caller, id, update));
        return request.answer(
                changed,
                view -> Answer.ok(new Changed(new Changed.Brief(
                        view.server().id().toString(),
                        view.server().meta().name(),
                        view.server().meta().description(),
                        view.status().state().name(),
                        view.server().meta().project().toString()))));
    }

    /** Servers to delete, with their EIPs or only with those that go with their server anyway. */
    private record Doomed(List<String> servers, boolean eips) {
        boolean releases(Eip eip) {
            return eips || Boolean.parseBoolean(eip.meta().attributes().get(EipBody.CASCADE));
        }
    }

    private Answer delete(Request request, Caller caller) {
        Doomed doomed = request.read(
                Fields.Unknown.IGNORED,
                body -> new Doomed(servers(body), body.flag("delete_publicip").orElse(false)));
        return request.answer(all(caller, doomed.servers()), servers -> {
            servers.forEach(
                    view -> control.servers().delete(caller, view.server().id(), doomed::releases));
            return accepted(job(caller, "deleteServer", "deleteSingleServer", servers, Optional.empty()));
        });
    }

    private enum Action {
        START,
        STOP,
        POWER_OFF,
        REBOOT
    }

    private record Asked(Action action, List<String> servers) {}

    private Answer act(Request request, Caller caller) {
        Asked asked = request.read(Fields.Unknown.IGNORED, ServerCalls::asked);
        return request.answer(all(caller, asked.servers()), servers -> {
            servers.forEach(view -> apply(asked.action(), caller, view.server().id()));
            return accepted(
                    switch (asked.action()) {
                        case START ->
                            job(caller, "startServers", "startSingleServer", servers, Optional.of(Server.State.ACTIVE));
                        case REBOOT ->
                            job(
                                    caller,
                                    "rebootServers",
                                    "rebootSingleServer",
                                    servers,
                                    Optional.of(Server.State.ACTIVE));
                        case STOP, POWER_OFF ->
                            job(caller, "stopServers", "stopSingleServer", servers, Optional.of(Server.State.SHUTOFF));
                    });
        });
    }

    private static Asked asked(Fields body) {
        Optional<Fields> start = body.object("os-start");
        Optional<Fields> stop = body.object("os-stop");
        Optional<Fields> reboot = body.object("reboot");
        if (List.of(start, stop, reboot).stream().filter(Optional::isPresent).count() != 1) {
            throw new Malformation("", "the body must have one of os-start, os-stop and reboot");
        }
        if (start.isPresent()) {
            return new Asked(Action.START, servers(start.get()));
        }
        if (stop.isPresent()) {
            return new Asked(hard(stop.get()) ? Action.POWER_OFF : Action.STOP, servers(stop.get()));
        }
        hard(reboot.orElseThrow()); // both sorts of reboot are the same here, but neither may be misspelt
        return new Asked(Action.REBOOT, servers(reboot.orElseThrow()));
    }

    private static boolean hard(Fields action) {
        return switch (action.text("type").orElse("SOFT").toUpperCase(Locale.ROOT)) {
            case "SOFT" -> false;
            case "HARD" -> true;
            default -> throw action.broken("type", "must be SOFT or HARD");
        };
    }

    private void apply(Action action, Caller caller, ServerId id) {
        switch (action) {
            case START -> control.servers().start(caller, id);
            case STOP -> control.servers().stop(caller, id);
            case POWER_OFF -> control.servers().powerOff(caller, id);
            case REBOOT -> control.servers().reboot(caller, id);
        }
    }

    /** The ids of the servers that a call is about: 1 to 1000 of them. */
    private static List<String> servers(Fields holder) {
        List<String> ids = holder.objects("servers", 1000).orElse(List.of()).stream()
                .map(server -> server.requiredText("id"))
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw holder.missing("servers");
        }
        return ids;
    }

    /** All of these servers, or the refusal of the first that does not exist; then nothing has been done. */
    private Outcome<List<ServerView>> all(Caller caller, List<String> ids) {
        List<ServerView> views = new ArrayList<>();
        for (String text : ids) {
            switch (Ids.server("", text).then(id -> control.servers().get(caller, id))) {
                case Outcome.Done<ServerView>(ServerView view) -> views.add(view);
                case Outcome.Refused<ServerView>(var refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(views);
    }

    private Outcome<ServerView> find(Request request, Caller caller) {
        return Ids.server("", request.parameter("server"))
                .then(id -> control.servers().get(caller, id));
    }

    private Job job(Caller caller, String type, String step, List<ServerView> servers, Optional<Server.State> awaited) {
        List<ServerId> ids = servers.stream().map(view -> view.server().id()).toList();
        return control.jobs().record(caller, type, step, ids, awaited);
    }

    private static Answer accepted(Job job) {
        return Answer.ok(new Accepted(job.id()));
    }
}
