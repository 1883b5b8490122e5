package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.Ports;
import dev.perch.control.SubnetView;
import dev.perch.control.VirtualIps;
import dev.perch.model.AddressChoice;
import dev.perch.model.NameRefusal;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.Outcome;
import dev.perch.model.VirtualIp.Reach;
import dev.perch.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Private IPs of v1: ports, seen as addresses. */
final class PrivateIpCalls {
    /** Page of the "Assigning a private IP address" call: 1 to 20 at a time. */
    private static final int MOST_AT_ONCE = 20;

    private final Control control;

    PrivateIpCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.PRIVATE_IP)
                .post("/v1/{project}/privateips", this::create)
                .get("/v1/{project}/privateips/{port}", this::get)
                .delete("/v1/{project}/privateips/{port}", this::delete)
                .get("/v1/{project}/subnets/{subnet}/privateips", this::list);
    }

    private record Wanted(String subnet, Optional<IpAddress> address, boolean vip) {
        AddressChoice choice() {
            return address.map(AddressChoice::exactly).orElse(AddressChoice.FIRST);
        }
    }

    private Answer create(Request request, Caller caller) {
        List<Wanted> wanted = request.read(Fields.Unknown.IGNORED, PrivateIpCalls::read);
        Outcome<List<PortWire>> made = subnets(wanted)
                .then(subnets -> wanted.getFirst().vip()
                        ? control.virtualIps()
                                .createAll(caller, vips(wanted, subnets))
                                .map(views -> views.stream().map(PortWire::of).toList())
                        : control.ports()
                                .createAll(caller, ports(wanted, subnets))
                                .map(views -> views.stream().map(PortWire::of).toList()));
        return request.answer(
                made,
                ports -> Answer.ok(new PrivateIpWire.Many(ports.stream()
                        .flatMap(port -> PrivateIpWire.of(port).stream())
                        .toList())));
    }

    private static List<Wanted> read(Fields body) {
        List<Wanted> wanted = body.objects("privateips", MOST_AT_ONCE).orElse(List.of()).stream()
                .map(ip -> {
                    String owner = ip.text("device_owner").orElse("");
                    if (!owner.isEmpty() && !owner.equals(Owner.VIP)) {
                        throw ip.broken("device_owner", "must be empty or " + Owner.VIP);
                    }
                    return new Wanted(
                            ip.requiredText("subnet_id"), PortBody.address(ip, "ip_address"), owner.equals(Owner.VIP));
                })
                .toList();
        if (wanted.isEmpty()) {
            throw body.broken("privateips", "must have 1 to " + MOST_AT_ONCE + " elements");
        }
        if (wanted.stream().map(Wanted::vip).distinct().count() > 1) {
            throw body.broken("privateips", "must all have the same device_owner");
        }
        return wanted;
    }

    private static Outcome<List<SubnetId>> subnets(List<Wanted> wanted) {
        List<SubnetId> ids = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String field = "privateips[" + i + "].subnet_id";
            Outcome<SubnetId> id = Ids.subnet(field, wanted.get(i).subnet());
            switch (id) {
                case Outcome.Done<SubnetId>(SubnetId value) -> ids.add(value);
                case Outcome.Refused<SubnetId>(var refusal) -> {
                    return Outcome.refused(refusal);
                }
            }
        }
        return Outcome.done(ids);
    }

    private static List<Ports.Create> ports(List<Wanted> wanted, List<SubnetId> subnets) {
        List<Ports.Create> creates = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            creates.add(new Ports.Create(
                    subnets.get(i),
                    "",
                    "",
                    wanted.get(i).choice(),
                    AddressChoice.NONE,
                    true,
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Map.of()));
        }
        return creates;
    }

    private static List<VirtualIps.Create> vips(List<Wanted> wanted, List<SubnetId> subnets) {
        List<VirtualIps.Create> creates = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            creates.add(new VirtualIps.Create(
                    subnets.get(i),
                    "",
                    "",
                    wanted.get(i).choice(),
                    AddressChoice.NONE,
                    Optional.empty(),
                    Reach.EVERYWHERE,
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Map.of()));
        }
        return creates;
    }

    private Answer get(Request request, Caller caller) {
        String id = request.parameter("port");
        Outcome<PrivateIpWire> found = Either.<PortWire>of(
                        id,
                        port -> control.ports().get(caller, port).map(PortWire::of),
                        vip -> control.virtualIps().get(caller, vip).map(PortWire::of))
                .then(port -> Outcome.of(PrivateIpWire.of(port), new NameRefusal.NotFound("", "port", id)));
        return request.answer(found, ip -> Answer.ok(new PrivateIpWire.One(ip)));
    }

    private Answer delete(Request request, Caller caller) {
        Outcome<PortWire> deleted = Either.of(
                request.parameter("port"),
                port -> control.ports().delete(caller, port).map(PortWire::of),
                vip -> control.virtualIps().delete(caller, vip).map(PortWire::of));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    /** All IPv4 addresses in use in a subnet, also the router's and DHCP's. */
    private Answer list(Request request, Caller caller) {
        Page page = Wire.page(request.query());
        Outcome<SubnetView> subnet = Ids.subnet("", request.parameter("subnet"))
                .then(id -> control.subnets().get(caller, id));
        return request.answer(subnet, view -> {
            Stream<PrivateIpWire> service = PrivateIpWire.ofService(view.subnet()).stream()
                    .filter(ip ->
                            page.marker().map(m -> ip.id().compareTo(m) > 0).orElse(true));
            Stream<PrivateIpWire> ports = new PortList(control, caller)
                    .ofSubnet(view.subnet().id(), page).stream().flatMap(port -> PrivateIpWire.of(port).stream());
            return Answer.ok(new PrivateIpWire.Many(Stream.concat(service, ports)
                    .sorted(Comparator.comparing(PrivateIpWire::id))
                    .limit(page.limit())
                    .toList()));
        });
    }
}
