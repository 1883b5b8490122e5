package dev.perch.control;

import dev.perch.model.AddressChoice;
import dev.perch.model.Eip;
import dev.perch.model.NameRules;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Port;
import dev.perch.model.Port.AddressPair;
import dev.perch.model.Server;
import dev.perch.model.Server.Power;
import dev.perch.model.Server.State;
import dev.perch.model.ServerRules;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Servers. */
public final class Servers {
    private final Desk desk;

    Servers(Desk desk) {
        this.desk = desk;
    }

    /** A NIC to give a server. */
    public sealed interface Nic {
        /**
         * A new port, which goes when the server goes.
         *
         * @param groups its security groups; the server's when empty
         */
        record OnSubnet(
                SubnetId subnet,
                AddressChoice ipv4,
                AddressChoice ipv6,
                boolean checked,
                List<AddressPair> pairs,
                List<SecurityGroupId> groups)
                implements Nic {}

        /** A port that exists and that nothing is plugged into; it stays in its security groups. */
        record OnPort(PortId port, boolean deleteWithServer) implements Nic {}
    }

    /**
     * A server to make and start.
     *
     * @param vpc    where all NICs have to be, when the caller says so
     * @param groups the security groups of new NICs that name none themselves; the project's default group when empty
     */
    public record Create(
            String name,
            String description,
            String userData,
            Optional<VpcId> vpc,
            List<Nic> nics,
            List<SecurityGroupId> groups,
            Map<String, String> attributes) {}

    /** An EIP for the primary NIC of each server to make. */
    public sealed interface PublicIp {
        /** One that is not bound yet. */
        record Existing(EipId eip) implements PublicIp {}

        record New(Eips.Create request) implements PublicIp {}
    }

    /** What to change; empty fields stay, attributes are merged in. A new boot script counts from the next boot. */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<String> userData,
            Map<String, String> attributes) {}

    public Outcome<ServerView> create(Caller caller, Create request) {
        return desk.decide(caller, d -> view(d, make(d, request)));
    }

    /** All or none. Refusals carry the index as {@code [3].nics[0].subnet}, those of its EIP {@code publicip}. */
    public Outcome<List<ServerView>> createAll(Caller caller, List<Create> requests, Optional<PublicIp> publicIp) {
        return desk.decide(caller, d -> {
            List<Server> servers = IntStream.range(0, requests.size())
                    .mapToObj(i -> Decision.at("[" + i + "]", () -> make(d, requests.get(i))))
                    .toList();
            publicIp.ifPresent(wanted ->
                    servers.forEach(server -> Decision.at("publicip", () -> equip(d, server, wanted))));
            return servers.stream().map(server -> view(d, server)).toList();
        });
    }

    public Outcome<ServerView> update(Caller caller, ServerId id, Update request) {
        return desk.decide(caller, d -> view(d, change(d, own(d, "", id), request)));
    }

    /** Starts it; a server that is to run already stays as it is, unless it stopped by itself. */
    public Outcome<ServerView> start(Caller caller, ServerId id) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            boolean down = d.tables
                    .statuses()
                    .get(id)
                    .filter(status -> status.state() == State.SHUTOFF || status.state() == State.ERROR)
                    .isPresent();
            return view(
                    d,
                    server.power() == Power.RUNNING && !down
                            ? server
                            : power(d, server, "start", Power.RUNNING, server.boot() + 1));
        });
    }

    /** Stops it in order. */
    public Outcome<ServerView> stop(Caller caller, ServerId id) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            return view(
                    d,
                    server.power() == Power.RUNNING ? power(d, server, "stop", Power.STOPPED, server.boot()) : server);
        });
    }

    /** Stops it as by pulling the plug. */
    public Outcome<ServerView> powerOff(Caller caller, ServerId id) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            return view(
                    d, server.power() == Power.OFF ? server : power(d, server, "power-off", Power.OFF, server.boot()));
        });
    }

    /** Starts it again, from whatever state. */
    public Outcome<ServerView> reboot(Caller caller, ServerId id) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            return view(d, power(d, server, "reboot", Power.RUNNING, server.boot() + 1));
        });
    }

    /** Gives it further NICs, all or none; the value is these. Refusals carry the index as {@code nics[0].subnet}. */
    public Outcome<List<PortView>> attach(Caller caller, ServerId id, List<Nic> nics) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            List<PortView> attached = IntStream.range(0, nics.size())
                    .mapToObj(i -> Decision.at("nics[" + i + "]", () -> ServerNics.attach(d, server, nics.get(i))))
                    .map(new Views(d.tables)::of)
                    .toList();
            touched(d, server);
            return attached;
        });
    }

    /** Takes a NIC other than the primary away; a port that was made for the server is deleted. */
    public Outcome<ServerView> detach(Caller caller, ServerId id, PortId portId) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            Port port = ServerNics.own(d, id, portId);
            d.unless(ServerRules.detachable("port", port, ServerNics.index(port)));
            ServerNics.unplug(d, port);
            touched(d, server);
            d.audit("server.detach", id, Map.of("port", portId));
            return view(d, server);
        });
    }

    /** Deletes it with the ports that were made for it, whose EIPs are unbound; the value is what it was. */
    public Outcome<ServerView> delete(Caller caller, ServerId id) {
        return delete(caller, id, eip -> false);
    }

    /** Likewise, and releases those EIPs of its NICs that {@code released} says. */
    public Outcome<ServerView> delete(Caller caller, ServerId id, Predicate<Eip> released) {
        return desk.decide(caller, d -> {
            Server server = own(d, "", id);
            ServerView was = view(d, server);
            was.nics().stream()
                    .flatMap(nic -> nic.eips().stream())
                    .filter(released)
                    .forEach(eip -> Eips.remove(d, Eips.unbind(d, eip)));
            remove(d, server);
            return was;
        });
    }

    public Outcome<ServerView> get(Caller caller, ServerId id) {
        return desk.find(
                "server",
                id,
                tables -> tables.servers().get(id).filter(caller::owns).map(new Views(tables)::of));
    }

    /** By id, or by a name that is unique in the project. */
    public Outcome<ServerView> find(Caller caller, String reference) {
        return desk.look(caller, look -> new Views(look.tables()).of(resolve(look, "", reference)));
    }

    /** {@code name} is an exact name. */
    public List<ServerView> list(Caller caller, Optional<String> name, Page page) {
        return desk.list(tables -> tables.servers().list(caller.project(), name, page.slice()), Views::of);
    }

    static Server own(Decision d, String field, ServerId id) {
        return d.own(field, "server", id, d.tables.servers().get(id), Server::meta);
    }

    static Server resolve(Look look, String field, String reference) {
        return look.referred(
                field,
                "server",
                reference,
                id -> look.tables().servers().get(new ServerId(id)),
                name -> look.tables().servers().named(look.caller().project(), name),
                Server::meta);
    }

    static Server make(Decision d, Create request) {
        d.unless(NameRules.required("name", request.name())
                .or(() -> NameRules.description("description", request.description()))
                .or(() -> ServerRules.userData("user_data", request.userData()))
                .or(() -> ServerRules.nicCount("nics", request.nics().size())));
        Optional<Vpc> vpc = request.vpc().map(id -> Vpcs.own(d, "vpc", id));
        Server server = new Server(
                new ServerId(Desk.newId(d.random)),
                d.meta(request.name(), request.description(), request.attributes()),
                request.userData(),
                Power.RUNNING,
                1);
        d.tables.servers().insert(server);
        d.tables.statuses().put(new Server.Status(server.id(), State.BUILD, "", d.now));
        for (int i = 0; i < request.nics().size(); i++) {
            int index = i;
            Optional<Vpc> expected = vpc;
            Port port = Decision.at(
                    "nics[" + i + "]",
                    () -> ServerNics.plug(d, server, index, request.nics().get(index), request.groups(), expected));
            vpc = Optional.of(ServerNics.vpcOf(d, port.subnet()));
        }
        d.done("server.create", server.id(), "created", request.name(), detail(d, server));
        return server;
    }

    private static Eip equip(Decision d, Server server, PublicIp wanted) {
        Eip eip = switch (wanted) {
            case PublicIp.Existing(EipId id) -> Eips.own(d, "id", id);
            case PublicIp.New(Eips.Create request) -> Eips.make(d, request);
        };
        return Eips.bind(d, eip, new Eips.Target.OfServer(server.id()));
    }

    static Server change(Decision d, Server server, Update request) {
        d.unless(request.name()
                .flatMap(name -> NameRules.required("name", name))
                .or(() -> request.description().flatMap(text -> NameRules.description("description", text)))
                .or(() -> request.userData().flatMap(script -> ServerRules.userData("user_data", script))));
        Server changed = new Server(
                server.id(),
                d.meta(server.meta(), request.name(), request.description(), request.attributes()),
                request.userData().orElse(server.userData()),
                server.power(),
                server.boot());
        d.tables.servers().update(changed);
        d.done("server.update", server.id(), "updated", changed.meta().name(), detail(d, changed));
        return changed;
    }

    static void remove(Decision d, Server server) {
        Map<String, ?> detail = detail(d, server);
        d.tables.ports().of(server.id()).forEach(port -> ServerNics.unplug(d, port));
        d.tables.servers().delete(server.id());
        d.done("server.delete", server.id(), "deleted", server.meta().name(), detail);
    }

    private static Server power(Decision d, Server server, String operation, Power power, long boot) {
        Server changed = new Server(server.id(), d.meta(server.meta()), server.userData(), power, boot);
        d.tables.servers().update(changed);
        d.tables.ports().of(server.id()).forEach(port -> d.touch(port.id()));
        d.happened(server.id(), operation + "-asked", server.meta().name(), Map.of("power", power, "boot", boot));
        d.audit("server." + operation, server.id(), Map.of("boot", boot));
        return changed;
    }

    private static void touched(Decision d, Server server) {
        d.tables
                .servers()
                .update(new Server(
                        server.id(), d.meta(server.meta()), server.userData(), server.power(), server.boot()));
        d.happened(server.id(), "updated", server.meta().name(), detail(d, server));
    }

    private static ServerView view(Decision d, Server server) {
        return new Views(d.tables).of(d.tables.servers().get(server.id()).orElse(server));
    }

    /** The boot script stays out of logs: it may hold secrets. */
    private static Map<String, ?> detail(Decision d, Server server) {
        return Map.of(
                "name", server.meta().name(),
                "nics", d.tables.ports().of(server.id()).stream().map(Port::id).toList(),
                "user_data_characters", server.userData().length());
    }
}
