package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.SubnetView;
import dev.perch.control.Subnets;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.Map;
import java.util.Optional;

/** {@code subnets}. */
final class SubnetCalls {
    private final Control control;

    SubnetCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("subnets", this::list)
                .post("subnets", this::create)
                .get("subnets/{ref}", this::get)
                .delete("subnets/{ref}", this::delete);
    }

    private record Shape(
            String id,
            String vpcId,
            String vpcName,
            String name,
            String description,
            String cidr,
            String gateway,
            String cidrV6,
            String gatewayV6,
            String createdAt,
            String updatedAt,
            long revision) {
        static Shape of(SubnetView view) {
            Subnet subnet = view.subnet();
            return new Shape(
                    subnet.id().toString(),
                    view.vpc().id().toString(),
                    view.vpc().meta().name(),
                    subnet.meta().name(),
                    subnet.meta().description(),
                    subnet.ipv4().cidr().toString(),
                    subnet.ipv4().gateway().toString(),
                    subnet.ipv6().map(range -> range.cidr().toString()).orElse(null),
                    subnet.ipv6().map(range -> range.gateway().toString()).orElse(null),
                    Shapes.time(subnet.meta().created()),
                    Shapes.time(subnet.meta().updated()),
                    subnet.meta().revision().value());
        }
    }

    private Answer list(Request request, Caller caller) {
        Optional<String> ref = request.query().first("vpc");
        Outcome<Optional<VpcId>> vpc = ref.isEmpty()
                ? Outcome.done(Optional.empty())
                : Refs.vpc(control, caller, "vpc", ref.get()).map(found -> Optional.of(found.id()));
        return request.answer(
                vpc,
                id -> new Listing<SubnetView>(
                                "subnets",
                                page -> control.subnets().list(caller, id, page),
                                Shape::of,
                                view -> view.subnet().id().toString())
                        .answer(request.query()));
    }

    private Answer create(Request request, Caller caller) {
        record Wanted(
                String vpc,
                String name,
                String description,
                IpPrefix cidr,
                Optional<IpAddress> gateway,
                Optional<IpPrefix> ipv6,
                Optional<IpAddress> gatewayIpv6) {}
        Wanted wanted = Ops.read(
                request,
                body -> new Wanted(
                        body.requiredText("vpc"),
                        body.requiredText("name"),
                        body.text("description").orElse(""),
                        body.requiredText("cidr", IpPrefix::parse),
                        body.text("gateway", IpAddress::parse),
                        body.text("cidr_v6", IpPrefix::parse),
                        body.text("gateway_v6", IpAddress::parse)));
        Outcome<SubnetView> made = Refs.vpc(control, caller, "vpc", wanted.vpc())
                .then(vpc -> control.subnets()
                        .create(
                                caller,
                                new Subnets.Create(
                                        vpc.id(),
                                        wanted.name(),
                                        wanted.description(),
                                        wanted.cidr(),
                                        wanted.gateway(),
                                        wanted.ipv6(),
                                        wanted.gatewayIpv6(),
                                        Map.of())));
        return request.answer(made, view -> Answer.json(201, Shape.of(view)));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(
                control.subnets().find(caller, request.parameter("ref")), view -> Answer.ok(Shape.of(view)));
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(
                control.subnets()
                        .find(caller, request.parameter("ref"))
                        .then(view ->
                                control.subnets().delete(caller, view.subnet().id())),
                gone -> Answer.empty(204));
    }
}
