package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Page;
import dev.perch.control.Vpcs;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Tag;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** VPCs of v3. */
final class VpcV3Calls {
    private static final String PATH = "/v3/{project}/vpc/vpcs";

    private final Control control;

    VpcV3Calls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC_V3)
                .post(PATH, this::create)
                .get(PATH, this::list)
                .get(PATH + "/{vpc}", this::get)
                .put(PATH + "/{vpc}", this::update)
                .delete(PATH + "/{vpc}", this::delete)
                .put(PATH + "/{vpc}/add-extend-cidr", (request, caller) -> extend())
                .put(PATH + "/{vpc}/remove-extend-cidr", (request, caller) -> extend());
    }

    private static Answer extend() {
        throw new Malformation("vpc.extend_cidrs", "are not supported: a VPC has one CIDR");
    }

    private record Wanted(boolean dryRun, Vpcs.Create create, List<Tag> tags) {
        static Wanted read(Fields body) {
            Fields vpc = body.requiredObject("vpc");
            return new Wanted(
                    body.flag("dry_run").orElse(false),
                    new Vpcs.Create(
                            vpc.requiredText("name"),
                            vpc.text("description").orElse(""),
                            Optional.of(vpc.requiredText("cidr", IpPrefix::parse)),
                            VpcCalls.attributes(vpc)),
                    TagBody.v3(vpc));
        }
    }

    private Answer create(Request request, Caller caller) {
        Wanted wanted = request.read(Fields.Unknown.IGNORED, Wanted::read);
        return wanted.dryRun()
                ? request.answer(
                        control.vpcs().rehearse(caller, wanted.create(), wanted.tags()),
                        would -> GroupV3Calls.rehearsed(request))
                : request.answer(
                        control.vpcs().create(caller, wanted.create(), wanted.tags()), vpc -> one(201, request, vpc));
    }

    private Answer list(Request request, Caller caller) {
        Page page = Wire.page(request.query());
        Predicate<Vpc> wanted = wanted(request.query());
        Function<Page, List<Vpc>> list = part -> Sieve.page(
                part, vpc -> vpc.id().toString(), wanted, more -> control.vpcs().list(caller, more));
        List<Vpc> vpcs = list.apply(page);
        return Answer.ok(new VpcV3Wire.Many(
                request.id(),
                vpcs.stream().map(vpc -> VpcV3Wire.of(control.vpcs().view(vpc))).toList(),
                PageWire.of(page, vpcs, vpc -> vpc.id().toString(), list)));
    }

    private static Predicate<Vpc> wanted(Query query) {
        Predicate<Meta> inEnterpriseProject = Wire.inEnterpriseProject(query);
        return vpc -> inEnterpriseProject.test(vpc.meta())
                && Wire.anyOf(query, "id", vpc.id().toString())
                && Wire.anyOf(query, "name", vpc.meta().name())
                && Wire.anyOf(query, "description", vpc.meta().description())
                && Wire.anyOf(query, "cidr", vpc.cidr().map(IpPrefix::toString).orElse(""));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(id(request).then(id -> control.vpcs().get(caller, id)), vpc -> one(200, request, vpc));
    }

    private record Change(boolean dryRun, Vpcs.Update update) {
        static Change read(Fields body) {
            Fields vpc = body.requiredObject("vpc");
            return new Change(
                    body.flag("dry_run").orElse(false),
                    new Vpcs.Update(
                            vpc.text("name"), vpc.text("description"), Optional.empty(), Optional.empty(), Map.of()));
        }
    }

    private Answer update(Request request, Caller caller) {
        Change change = request.read(Fields.Unknown.IGNORED, Change::read);
        Outcome<Vpc> changed = id(request)
                .then(id -> change.dryRun()
                        ? control.vpcs().rehearse(caller, id, change.update())
                        : control.vpcs().update(caller, id, change.update()));
        return request.answer(
                changed, vpc -> change.dryRun() ? GroupV3Calls.rehearsed(request) : one(200, request, vpc));
    }

    private Answer delete(Request request, Caller caller) {
        return request.answer(id(request).then(id -> control.vpcs().delete(caller, id)), gone -> Answer.empty(204));
    }

    private static Outcome<VpcId> id(Request request) {
        return Ids.vpc("", request.parameter("vpc"));
    }

    private Answer one(int status, Request request, Vpc vpc) {
        return Answer.json(
                status,
                new VpcV3Wire.One(request.id(), VpcV3Wire.of(control.vpcs().view(vpc))));
    }
}
