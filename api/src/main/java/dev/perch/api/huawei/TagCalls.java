package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.control.Control;
import dev.perch.model.Outcome;
import java.util.List;

/** The tags of VPCs, subnets, security groups and EIPs: there are none yet, and terraform asks for them. */
final class TagCalls {
    private final Control control;

    TagCalls(Control control) {
        this.control = control;
    }

    private record Tags(List<String> tags) {}

    void register(Calls calls) {
        calls.family(CallFamily.TAG)
                .get("/v2.0/{project}/vpcs/{vpc}/tags", (request, caller) -> {
                    Outcome<?> vpc = Ids.vpc("", request.parameter("vpc"))
                            .then(id -> control.vpcs().get(caller, id));
                    return request.answer(vpc, found -> Answer.ok(new Tags(List.of())));
                })
                .get("/v2.0/{project}/subnets/{subnet}/tags", (request, caller) -> {
                    Outcome<?> subnet = Ids.subnet("", request.parameter("subnet"))
                            .then(id -> control.subnets().get(caller, id));
                    return request.answer(subnet, found -> Answer.ok(new Tags(List.of())));
                })
                .get("/v2.0/{project}/security-groups/{group}/tags", (request, caller) -> {
                    Outcome<?> group = Ids.group("", request.parameter("group"))
                            .then(id -> control.securityGroups().get(caller, id));
                    return request.answer(group, found -> Answer.ok(new Tags(List.of())));
                })
                .get("/v2.0/{project}/publicips/{eip}/tags", (request, caller) -> {
                    Outcome<?> eip = Ids.eip("", request.parameter("eip"))
                            .then(id -> control.eips().get(caller, id));
                    return request.answer(eip, found -> Answer.ok(new Tags(List.of())));
                });
    }
}
