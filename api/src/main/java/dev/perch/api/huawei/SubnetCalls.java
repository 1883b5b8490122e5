package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.SubnetView;
import dev.perch.control.Subnets;
import dev.perch.model.NameRefusal;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import dev.perch.model.SubnetRules;
import dev.perch.model.Tag;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Subnets of v1. */
final class SubnetCalls {
    private static final Set<String> DHCP_OPTIONS = Set.of("ntp", "addresstime", "ipv6_addresstime", "domainname");

    private final Control control;
    private final SecureRandom random = new SecureRandom();

    SubnetCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.SUBNET)
                .post("/v1/{project}/subnets", this::create)
                .get("/v1/{project}/subnets", this::list)
                .get("/v1/{project}/subnets/{subnet}", this::get)
                .put("/v1/{project}/vpcs/{vpc}/subnets/{subnet}", this::update)
                .delete("/v1/{project}/vpcs/{vpc}/subnets/{subnet}", this::delete);
    }

    /** The body of a create call, in the model's words. */
    private record Wanted(
            String vpc,
            String name,
            String description,
            IpPrefix cidr,
            Optional<IpAddress> gateway,
            boolean ipv6,
            Map<String, String> attributes,
            List<Tag> tags) {}

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, body -> {
            Fields subnet = body.requiredObject("subnet");
            return new Wanted(
                    subnet.requiredText("vpc_id"),
                    subnet.requiredText("name"),
                    subnet.text("description").orElse(""),
                    subnet.requiredText("cidr", IpPrefix::parse),
                    Wire.filled(subnet, "gateway_ip").isEmpty()
                            ? Optional.empty()
                            : subnet.text("gateway_ip", IpAddress::parse),
                    subnet.flag("ipv6_enable").orElse(false),
                    withDns(attributes(subnet), Dns.read(subnet).over(List.of())),
                    TagBody.v1(subnet));
        });
        Outcome<SubnetView> made = Ids.vpc("vpc_id", wanted.vpc())
                .then(vpc -> control.subnets()
                        .create(
                                caller,
                                new Subnets.Create(
                                        vpc,
                                        wanted.name(),
                                        wanted.description(),
                                        wanted.cidr(),
                                        wanted.gateway(),
                                        wanted.ipv6() ? Optional.of(uniqueLocalRange()) : Optional.empty(),
                                        Optional.empty(),
                                        wanted.attributes()),
                                wanted.tags()));
        return request.answer(made, SubnetCalls::one);
    }

    private Answer list(Request request, Caller caller) {
        Optional<String> vpc = request.query().first("vpc_id");
        Optional<VpcId> id = vpc.flatMap(Ids::uuid).map(VpcId::new);
        if (vpc.isPresent() && id.isEmpty()) {
            return Answer.ok(new SubnetWire.Many(List.of()));
        }
        List<SubnetView> subnets = control.subnets().list(caller, id, Wire.page(request.query()));
        return Answer.ok(
                new SubnetWire.Many(subnets.stream().map(SubnetWire::of).toList()));
    }

    private Answer get(Request request, Caller caller) {
        Outcome<SubnetView> found = Ids.subnet("", request.parameter("subnet"))
                .then(id -> control.subnets().get(caller, id));
        return request.answer(found, SubnetCalls::one);
    }

    private Answer update(Request request, Caller caller) {
        record Change(
                Optional<String> name,
                Optional<String> description,
                boolean ipv6,
                Dns dns,
                Map<String, String> attributes) {}
        Change change = request.read(Fields.Unknown.IGNORED, body -> {
            Fields subnet = body.requiredObject("subnet");
            return new Change(
                    Optional.of(subnet.requiredText("name")),
                    subnet.text("description"),
                    subnet.flag("ipv6_enable").orElse(false),
                    Dns.read(subnet),
                    attributes(subnet));
        });
        Outcome<SubnetView> changed = ofVpc(request, caller, no -> no)
                .then(now -> control.subnets()
                        .update(
                                caller,
                                now.subnet().id(),
                                new Subnets.Update(
                                        change.name(),
                                        change.description(),
                                        change.ipv6() && now.subnet().ipv6().isEmpty()
                                                ? Optional.of(uniqueLocalRange())
                                                : Optional.empty(),
                                        Optional.empty(),
                                        withDns(
                                                change.attributes(),
                                                change.dns().over(SubnetWire.dns(now.subnet()))))));
        return request.answer(
                changed,
                view -> Answer.ok(new SubnetWire.Changed(
                        new SubnetWire.Changed.Brief(view.subnet().id().toString(), "ACTIVE"))));
    }

    private Answer delete(Request request, Caller caller) {
        // absent rather than invalid: terraform takes 400 for done
        Outcome<SubnetView> deleted = ofVpc(
                        request, caller, no -> new NameRefusal.NotFound("", "subnet", request.parameter("subnet")))
                .then(view -> control.subnets().delete(caller, view.subnet().id()));
        return request.answer(deleted, gone -> Answer.empty(204));
    }

    /** The subnet of the path; what {@code refusal} makes of the no when it is not in the VPC of the path. */
    private Outcome<SubnetView> ofVpc(Request request, Caller caller, UnaryOperator<Refusal> refusal) {
        return Ids.subnet("", request.parameter("subnet"))
                .then(id -> control.subnets().get(caller, id))
                .then(view -> SubnetRules.within("", view.subnet(), request.parameter("vpc"))
                        .map(no -> Outcome.<SubnetView>refused(refusal.apply(no)))
                        .orElse(Outcome.done(view)));
    }

    /**
     * A /64 for a subnet whose owner only said "with IPv6": unique local addresses (RFC 4193), which no two networks
     * share by chance.
     */
    private IpPrefix uniqueLocalRange() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xfd;
        byte[] address = new byte[16];
        System.arraycopy(bytes, 0, address, 0, bytes.length);
        return new IpPrefix(IpAddress.of(address), 64);
    }

    private static Map<String, String> withDns(Map<String, String> attributes, List<String> servers) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put(SubnetWire.DNS_LIST, String.join(",", servers));
        return all;
    }

    /** What only clients want back. */
    private static Map<String, String> attributes(Fields subnet) {
        Map<String, String> attributes = new HashMap<>();
        subnet.flag("dhcp_enable").ifPresent(on -> attributes.put(SubnetWire.DHCP, on.toString()));
        Wire.keep(attributes, subnet, SubnetWire.ZONE);
        DhcpOptions.read(subnet, DHCP_OPTIONS).ifPresent(options -> attributes.put(SubnetWire.DHCP_OPTIONS, options));
        return attributes;
    }

    private static Answer one(SubnetView view) {
        return Answer.ok(new SubnetWire.One(SubnetWire.of(view)));
    }
}
