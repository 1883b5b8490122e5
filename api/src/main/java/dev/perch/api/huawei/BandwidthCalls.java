package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Malformation;
import dev.perch.api.http.Query;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.EipView;
import dev.perch.control.Eips;
import dev.perch.model.Meta;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The bandwidths of EIPs. Each EIP has its own; several do not share one. */
final class BandwidthCalls {
    private final Control control;

    BandwidthCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.BANDWIDTH)
                .get("/v1/{project}/bandwidths", this::list)
                .get("/v1/{project}/bandwidths/{bandwidth}", this::get)
                .put("/v1/{project}/bandwidths/{bandwidth}", this::update)
                .post("/v2.0/{project}/bandwidths", (request, caller) -> shared())
                .delete("/v2.0/{project}/bandwidths/{bandwidth}", (request, caller) -> shared())
                .post("/v2.0/{project}/bandwidths/{bandwidth}/insert", (request, caller) -> shared())
                .post("/v2.0/{project}/bandwidths/{bandwidth}/remove", (request, caller) -> shared());
    }

    private static Answer shared() {
        throw new Malformation(
                "", "bandwidths that several EIPs share are not supported: a bandwidth comes and goes with its EIP");
    }

    private Answer list(Request request, Caller caller) {
        Query query = request.query();
        boolean own = query.first("share_type").orElse(EipWire.OWN).equals(EipWire.OWN);
        Predicate<Meta> inEnterpriseProject = Wire.inEnterpriseProject(query);
        List<EipView> eips = Sieve.page(
                Wire.page(query),
                view -> view.eip().bandwidth().id().toString(),
                view -> own && inEnterpriseProject.test(view.eip().meta()),
                page -> control.eips().listByBandwidth(caller, page));
        return Answer.ok(
                new BandwidthWire.Many(eips.stream().map(BandwidthWire::of).toList()));
    }

    private Answer get(Request request, Caller caller) {
        return request.answer(find(request, caller), BandwidthCalls::one);
    }

    private Answer update(Request request, Caller caller) {
        Eips.Update update = request.read(Fields.Unknown.IGNORED, body -> {
            Fields bandwidth = body.requiredObject("bandwidth");
            Map<String, String> attributes = new HashMap<>();
            EipBody.chargeMode(bandwidth, EipBody.CHARGE_MODE)
                    .ifPresent(mode -> attributes.put(EipBody.CHARGE_MODE, mode));
            return new Eips.Update(
                    Optional.empty(),
                    Optional.empty(),
                    bandwidth.text("name"),
                    bandwidth
                            .integer("size", Integer.MIN_VALUE, Integer.MAX_VALUE)
                            .map(size -> new Eips.Rate(Optional.of(size))),
                    attributes);
        });
        Outcome<EipView> changed = find(request, caller)
                .then(view -> control.eips().update(caller, view.eip().id(), update));
        return request.answer(changed, BandwidthCalls::one);
    }

    private Outcome<EipView> find(Request request, Caller caller) {
        String text = request.parameter("bandwidth");
        return Outcome.of(Ids.uuid(text), new NotFound("", "bandwidth", text))
                .then(id -> control.eips().ofBandwidth(caller, id));
    }

    private static Answer one(EipView view) {
        return Answer.ok(new BandwidthWire.One(BandwidthWire.of(view)));
    }
}
