package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.PortView;
import dev.perch.control.ServerView;
import dev.perch.model.Job;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.Outcome;
import dev.perch.model.Port;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** A server's NICs, and the call of ECS that binds a virtual IP to one. */
final class NicCalls {
    /** How many NICs a server may have; clients are told how many are left. */
    private static final int MOST_NICS = 16;

    private final Control control;

    NicCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.ECS)
                .put("/v1/{project}/cloudservers/nics/{nic}", this::bind)
                .get("/v1/{project}/cloudservers/{server}/os-interface", this::list)
                .post("/v1/{project}/cloudservers/{server}/nics", this::attach);
    }

    /** What is to be bound to the NIC; empty address and subnet mean that everything is to be unbound. */
    private record Binding(String subnet, Optional<IpAddress> address, boolean reverse) {
        boolean unbinds() {
            return subnet.isEmpty() && address.isEmpty();
        }

        static Binding read(Fields body) {
            return body.object("nic")
                    .map(nic -> new Binding(
                            nic.text("subnet_id").orElse(""),
                            PortBody.address(nic, "ip_address"),
                            nic.flag("reverse_binding").orElse(false)))
                    .orElse(new Binding("", Optional.empty(), false));
        }
    }

    private record Bound(String portId) {}

    private Answer bind(Request request, Caller caller) {
        // no body at all is described as "check on", which is what unbinding does
        Binding binding = request.body().length == 0
                ? new Binding("", Optional.empty(), false)
                : request.read(Fields.Unknown.IGNORED, body -> {
                    Binding read = Binding.read(body);
                    if (!read.unbinds()
                            && (read.subnet().isEmpty() || read.address().isEmpty())) {
                        throw body.broken("nic", "needs both subnet_id and ip_address, or neither");
                    }
                    return read;
                });
        String nic = request.parameter("nic");
        Outcome<?> done = Ids.port("", nic)
                .then(port -> binding.unbinds()
                        ? control.virtualIps()
                                .unbindAll(caller, port, binding.reverse())
                                .map(v -> port)
                        : bind(caller, port, binding));
        return request.answer(done, bound -> Answer.ok(new Bound(nic)));
    }

    private Outcome<PortId> bind(Caller caller, PortId nic, Binding binding) {
        return Ids.subnet("nic.subnet_id", binding.subnet())
                .then(subnet -> control.virtualIps()
                        .bindByAddress(caller, nic, subnet, binding.address().orElseThrow(), binding.reverse()))
                .map(vip -> nic);
    }

    private Answer list(Request request, Caller caller) {
        Outcome<ServerView> server = Ids.server("", request.parameter("server"))
                .then(id -> control.servers().get(caller, id));
        return request.answer(
                server,
                view -> Answer.ok(new InterfacesWire(
                        new InterfacesWire.Free(MOST_NICS - view.nics().size()),
                        view.nics().stream().map(NicCalls::nic).toList())));
    }

    /** Gives a server further NICs, each in the security groups that it names. */
    private Answer attach(Request request, Caller caller) {
        List<ServerBody.NicBody> bodies = request.read(
                Fields.Unknown.IGNORED,
                body -> body
                        .objects("nics", MOST_NICS)
                        .filter(nics -> !nics.isEmpty())
                        .orElseThrow(() -> body.missing("nics"))
                        .stream()
                        .map(ServerBody::nic)
                        .toList());
        Outcome<List<PortView>> attached = Ids.server("", request.parameter("server"))
                .then(server -> ServerCalls.nics("nics", bodies)
                        .then(nics -> control.servers().attach(caller, server, nics)));
        return request.answer(attached, nics -> {
            List<PortId> ports = nics.stream().map(nic -> nic.port().id()).toList();
            Job job = control.jobs().record(caller, "batchAttachNicOfServer", "attachNic", ports, Optional.empty());
            return Answer.ok(new ServerCalls.Accepted(job.id()));
        });
    }

    private static InterfacesWire.Interface nic(PortView view) {
        PortWire port = PortWire.of(view);
        boolean deleted =
                view.port().attachment().map(NicCalls::deletedWithServer).orElse(false);
        return new InterfacesWire.Interface(
                port.fixedIps(), port.macAddress(), port.networkId(), port.id(), port.status(), deleted);
    }

    private static boolean deletedWithServer(Port.Attachment attachment) {
        return switch (attachment) {
            case Port.ServerNic nic -> nic.deleteWithServer();
            case Port.HostNamespace host -> false;
        };
    }
}
