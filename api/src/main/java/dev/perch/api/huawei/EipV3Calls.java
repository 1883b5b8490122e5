package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.EipView;
import dev.perch.control.Eips;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** EIPs of v3. */
final class EipV3Calls {
    private final Control control;

    EipV3Calls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.EIP_V3)
                .get("/v3/{project}/eip/publicips", this::list)
                .get("/v3/{project}/eip/publicips/{eip}", this::get)
                .put("/v3/{project}/eip/publicips/{eip}", this::update)
                .post("/v3/{project}/eip/publicips/{eip}/associate-instance", this::associate)
                .post("/v3/{project}/eip/publicips/{eip}/disassociate-instance", this::disassociate);
    }

    private Answer list(Request request, Caller caller) {
        return Answer.ok(new EipV3List(control, caller, request.query()).page(request.id()));
    }

    private Answer get(Request request, Caller caller) {
        return one(request, id -> control.eips().get(caller, id));
    }

    private Answer update(Request request, Caller caller) {
        Eips.Update update = request.read(Fields.Unknown.IGNORED, body -> {
            Fields eip = body.requiredObject("publicip");
            return new Eips.Update(
                    eip.text("alias"), eip.text("description"), Optional.empty(), Optional.empty(), Map.of());
        });
        return one(request, id -> control.eips().update(caller, id, update));
    }

    private Answer associate(Request request, Caller caller) {
        Eips.Target target = request.read(Fields.Unknown.IGNORED, body -> {
            Fields eip = body.requiredObject("publicip");
            if (!eip.requiredText("associate_instance_type").equals(EipV3Wire.PORT)) {
                throw eip.broken(
                        "associate_instance_type", "must be " + EipV3Wire.PORT + ": nothing else has EIPs here");
            }
            return EipBody.target(eip, "associate_instance_id").orElseThrow(() -> eip.missing("associate_instance_id"));
        });
        return one(request, id -> control.eips().bind(caller, id, target));
    }

    private Answer disassociate(Request request, Caller caller) {
        return one(request, id -> control.eips().unbind(caller, id));
    }

    private static Answer one(Request request, Function<EipId, Outcome<EipView>> call) {
        return request.answer(
                Ids.eip("", request.parameter("eip")).then(call),
                view -> Answer.ok(new EipV3Wire.One(request.id(), EipV3Wire.of(view))));
    }
}
