package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Memberships.Member;
import dev.perch.control.Memberships.Member.OfPort;
import dev.perch.control.Memberships.Member.OfServer;
import dev.perch.control.Memberships.Member.OfVip;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import java.util.List;

/** The calls that put ports and servers into security groups and take them out, beside the update of a port. */
final class MembershipCalls {
    private final Control control;

    MembershipCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.VPC_V3)
                .put("/v3/{project}/ports/{port}/insert-security-groups", (request, caller) -> {
                    List<String> groups = groups(request);
                    return ofPort(request, caller, groups, control.memberships()::enter);
                })
                .put("/v3/{project}/ports/{port}/remove-security-groups", (request, caller) -> {
                    List<String> groups = groups(request);
                    return ofPort(request, caller, groups, control.memberships()::leave);
                });
        calls.family(CallFamily.NOVA).post("/v2.1/{project}/servers/{server}/action", this::act);
    }

    private interface Change {
        Outcome<Member> of(Caller caller, Member member, List<SecurityGroupId> groups);
    }

    /** {@code index}, where among its groups they shall be, is not kept: the order of a port's groups means nothing. */
    private static List<String> groups(Request request) {
        return request.read(Fields.Unknown.IGNORED, body -> {
            Fields port = body.requiredObject("port");
            return port.texts("security_groups", PortBody.MOST_GROUPS)
                    .filter(groups -> !groups.isEmpty())
                    .orElseThrow(() -> port.missing("security_groups"));
        });
    }

    /** A port of v3. */
    private record V3(
            String id,
            String name,
            boolean adminStateUp,
            String macAddress,
            String deviceId,
            String deviceOwner,
            String status,
            String virsubnetId,
            String vpcId,
            String projectId,
            String tenantId,
            List<PrivateIp> privateIps,
            List<String> securityGroups,
            boolean portSecurityEnabled,
            String createdAt,
            String updatedAt) {
        static V3 of(PortWire port, VpcId vpc) {
            return new V3(
                    port.id(),
                    port.name(),
                    port.adminStateUp(),
                    port.macAddress(),
                    port.deviceId(),
                    port.deviceOwner(),
                    port.status(),
                    port.networkId(),
                    vpc.toString(),
                    port.projectId(),
                    port.tenantId(),
                    port.fixedIps().stream()
                            .map(fixed -> new PrivateIp(fixed.subnetId(), fixed.ipAddress()))
                            .toList(),
                    port.securityGroups(),
                    port.portSecurityEnabled(),
                    port.createdAt(),
                    port.updatedAt());
        }
    }

    private record PrivateIp(String subnetCidrId, String ipAddress) {}

    private record One(String requestId, V3 port) {}

    private Answer ofPort(Request request, Caller caller, List<String> texts, Change change) {
        Outcome<V3> changed = Ids.groups("security_groups", texts)
                .then(groups -> Either.of(
                        request.parameter("port"),
                        port -> change.of(caller, new OfPort(port), groups)
                                .then(done -> control.ports().get(caller, port))
                                .map(view ->
                                        V3.of(PortWire.of(view), view.subnet().vpc())),
                        vip -> change.of(caller, new OfVip(vip), groups)
                                .then(done -> control.virtualIps().get(caller, vip))
                                .map(view ->
                                        V3.of(PortWire.of(view), view.subnet().vpc()))));
        return request.answer(changed, port -> Answer.ok(new One(request.id(), port)));
    }

    private record Asked(boolean enters, String group) {
        static Asked read(Fields body) {
            Fields add = body.object("addSecurityGroup").orElse(null);
            Fields remove = body.object("removeSecurityGroup").orElse(null);
            if ((add == null) == (remove == null)) {
                throw body.broken(
                        "addSecurityGroup", "or removeSecurityGroup is required, and no other action is offered");
            }
            return new Asked(add != null, (add != null ? add : remove).requiredText("name"));
        }
    }

    /** The group is named by its id or its name. */
    private Answer act(Request request, Caller caller) {
        Asked asked = request.read(Fields.Unknown.IGNORED, Asked::read);
        Outcome<Member> changed = Ids.server("", request.parameter("server"))
                .then(server -> control.securityGroups()
                        .find(caller, asked.group())
                        .map(view -> List.of(view.group().id()))
                        .then(groups -> asked.enters()
                                ? control.memberships().enter(caller, new OfServer(server), groups)
                                : control.memberships().leave(caller, new OfServer(server), groups)));
        return request.answer(changed, done -> Answer.empty(202));
    }
}
