package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.RouteTables;
import dev.perch.control.Towards;
import dev.perch.control.Vpcs;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** VPCs of v1. */
final class VpcCalls {
    /** More than a table can hold, so that too many are refused by the rule. */
    private static final int MOST_ROUTES = 1000;

    private final Control control;

    VpcCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC)
                .post("/v1/{project}/vpcs", this::create)
                .get("/v1/{project}/vpcs", this::list)
                .get("/v1/{project}/vpcs/{vpc}", this::get)
                .put("/v1/{project}/vpcs/{vpc}", this::update)
                .delete("/v1/{project}/vpcs/{vpc}", this::delete);
    }

    private record Wanted(Vpcs.Create create, List<Tag> tags) {
        static Wanted read(Fields body) {
            Fields vpc = body.requiredObject("vpc");
            return new Wanted(
                    new Vpcs.Create(
                            vpc.text("name").orElse(""),
                            vpc.text("description").orElse(""),
                            Wire.cidr(vpc, "cidr"),
                            attributes(vpc)),
                    TagBody.v1(vpc));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        return request.answer(control.vpcs().create(caller, wanted.create(), wanted.tags()), vpc -> one(caller, vpc));
    }

    private Answer list(Request request, Caller caller) {
        Optional<String> id = request.query().first("id");
        Predicate<Meta> inEnterpriseProject = Wire.inEnterpriseProject(request.query());
        List<Vpc> vpcs = Sieve.page(
                Wire.page(request.query()),
                vpc -> vpc.id().toString(),
                vpc -> inEnterpriseProject.test(vpc.meta())
                        && id.filter(wanted -> !wanted.equals(vpc.id().toString()))
                                .isEmpty(),
                page -> control.vpcs().list(caller, page));
        return Answer.ok(
                new VpcWire.Many(vpcs.stream().map(vpc -> wire(caller, vpc)).toList()));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), vpc -> one(caller, vpc));
    }

    private Answer update(Request request, Caller caller) {
        Vpcs.Update update = request.read(Fields.Unknown.IGNORED, body -> {
            Fields vpc = body.requiredObject("vpc");
            return new Vpcs.Update(
                    vpc.text("name"),
                    vpc.text("description"),
                    Wire.cidr(vpc, "cidr"),
                    vpc.objects("routes", MOST_ROUTES)
                            .map(routes -> routes.stream().map(VpcCalls::route).toList()),
                    attributes(vpc));
        });
        return request.answer(
                id(request).then(id -> control.vpcs().update(caller, id, update)), vpc -> one(caller, vpc));
    }

    private static RouteTables.Entry route(Fields route) {
        return new RouteTables.Entry(
                route.requiredText("destination", IpPrefix::parse),
                new Towards.ToAddress("nexthop", route.requiredText("nexthop", IpAddress::parse)),
                Optional.empty());
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(id(request).then(id -> control.vpcs().delete(caller, id)), gone -> Answer.empty(204));
    }

    private Outcome<Vpc> find(Request request, Caller caller) {
        return id(request).then(id -> control.vpcs().get(caller, id));
    }

    private static Outcome<VpcId> id(Request request) {
        return Ids.vpc("", request.parameter("vpc"));
    }

    /** What only clients want back. */
    static Map<String, String> attributes(Fields vpc) {
        Map<String, String> attributes = new HashMap<>();
        Wire.keep(attributes, vpc, Wire.ENTERPRISE_PROJECT);
        return attributes;
    }

    private Answer one(Caller caller, Vpc vpc) {
        return Answer.ok(new VpcWire.One(wire(caller, vpc)));
    }

    private VpcWire wire(Caller caller, Vpc vpc) {
        RouteTables.RouteFilter ofVpc = new RouteTables.RouteFilter(
                Optional.empty(), Optional.of(vpc.id()), Optional.empty(), Optional.empty());
        return VpcWire.of(vpc, control.routeTables().defaultRoutes(caller, ofVpc, Page.FIRST));
    }
}
