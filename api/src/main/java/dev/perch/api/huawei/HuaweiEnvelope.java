package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Envelope;
import dev.perch.api.http.Problem;
import java.util.Map;

/** Says no as one family of calls does. What the gateway in front of the real services finds wrong has its own form. */
record HuaweiEnvelope(CallFamily family) implements Envelope {

    @Override
    public Answer of(Problem problem, String requestId) {
        return switch (problem) {
            case Problem.BadRequest bad -> no(400, family.parameters(), bad.sentence(), requestId);
            case Problem.Refused(var refusal) -> {
                Codes.Code code = Codes.of(refusal, family);
                yield no(code.status(), code.code(), Codes.message(refusal), requestId);
            }
            case Problem.ForeignProject(String path, String header) ->
                no(
                        403,
                        foreignProject(),
                        "the project " + path + " of the path is not the project " + header + " of X-Project-Id",
                        requestId);
            case Problem.Fault() -> no(500, fault(), "an internal error, recorded under " + requestId, requestId);
            case Problem.Unauthenticated u -> GatewayEnvelope.AT_GATEWAY.of(u, requestId);
            case Problem.TooLarge t -> GatewayEnvelope.AT_GATEWAY.of(t, requestId);
            case Problem.NoSuchPath p -> GatewayEnvelope.AT_GATEWAY.of(p, requestId);
            case Problem.WrongMethod m -> GatewayEnvelope.AT_GATEWAY.of(m, requestId);
        };
    }

    private Answer no(int status, String code, String message, String requestId) {
        return switch (family) {
            case VPC, SUBNET, PORT, PRIVATE_IP, EIP, BANDWIDTH, QUOTA, ROUTE_TABLE, TAG, SECURITY_GROUP ->
                Answer.json(status, Map.of("code", code, "message", message));
            case VPC_V3, EIP_V3 ->
                Answer.json(status, Map.of("error_code", code, "error_msg", message, "request_id", requestId));
            case ECS -> Answer.json(status, Map.of("error", Map.of("code", code, "message", message)));
            case NOVA -> Answer.json(status, Map.of(code, Map.of("code", status, "message", message)));
            case NEUTRON -> NeutronError.answer(status, code, message);
        };
    }

    private String foreignProject() {
        return switch (family) {
            case VPC, SUBNET, PORT, PRIVATE_IP, EIP, BANDWIDTH, EIP_V3, QUOTA, ROUTE_TABLE, TAG, SECURITY_GROUP ->
                "VPC.0007";
            case VPC_V3 -> "VPC.9901";
            case ECS -> "Ecs.0023";
            case NOVA -> "forbidden";
            case NEUTRON -> "Forbidden";
        };
    }

    private String fault() {
        return switch (family) {
            case VPC,
                    SUBNET,
                    PORT,
                    PRIVATE_IP,
                    EIP,
                    BANDWIDTH,
                    EIP_V3,
                    QUOTA,
                    ROUTE_TABLE,
                    TAG,
                    SECURITY_GROUP,
                    VPC_V3 -> "VPC.0002";
            case ECS -> "Ecs.0000";
            case NOVA -> "computeFault";
            case NEUTRON -> "HTTPInternalServerError";
        };
    }
}
