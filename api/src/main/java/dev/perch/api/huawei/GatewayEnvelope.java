package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Envelope;
import dev.perch.api.http.Problem;
import java.util.Map;

/** Says no as the gateway in front of the cloud's services does, and as Neutron and Keystone do to the unknown caller. */
public enum GatewayEnvelope implements Envelope {
    /** The API gateway: {@code error_code}, {@code error_msg}, {@code request_id}. */
    AT_GATEWAY,
    /** Paths of Neutron and Keystone: they answer the unknown caller themselves. */
    NATIVE;

    /** The envelope for a path that no call has. */
    public static Envelope of(String path) {
        return path.startsWith("/v2.0") || path.equals("/v3") || path.startsWith("/v3/auth") ? NATIVE : AT_GATEWAY;
    }

    @Override
    public Answer of(Problem problem, String requestId) {
        return switch (problem) {
            case Problem.Unauthenticated() ->
                switch (this) {
                    case AT_GATEWAY ->
                        gateway(
                                401,
                                "APIGW.0301",
                                "Incorrect IAM authentication information: no valid token in X-Auth-Token",
                                requestId);
                    case NATIVE ->
                        Answer.json(
                                401,
                                Map.of(
                                        "error",
                                        Map.of(
                                                "code",
                                                401,
                                                "message",
                                                "The request you have made requires authentication.",
                                                "title",
                                                "Unauthorized")));
                };
            case Problem.NoSuchPath(String path) ->
                switch (this) {
                    case AT_GATEWAY -> noSuchApi(404, requestId);
                    case NATIVE -> NeutronError.answer(404, "HTTPNotFound", "The resource could not be found.");
                };
            case Problem.WrongMethod(String method, var allowed) ->
                switch (this) {
                    case AT_GATEWAY -> noSuchApi(405, requestId);
                    case NATIVE ->
                        NeutronError.answer(
                                405,
                                "HTTPMethodNotAllowed",
                                "The method " + method + " is not allowed for this resource.");
                };
            case Problem.TooLarge(int most) ->
                gateway(413, "APIGW.0201", "The body is longer than " + most + " bytes", requestId);
            case Problem.BadRequest bad -> gateway(400, "APIGW.0201", bad.sentence(), requestId);
            case Problem.Refused(var refusal) -> gateway(400, "APIGW.0201", refusal.message(), requestId);
            case Problem.ForeignProject(String path, String header) ->
                gateway(403, "APIGW.0302", "the project of the path is not the project of X-Project-Id", requestId);
            case Problem.Fault() ->
                gateway(500, "APIGW.9999", "an internal error, recorded under " + requestId, requestId);
        };
    }

    private static Answer noSuchApi(int status, String requestId) {
        return gateway(
                status,
                "APIGW.0101",
                "The API does not exist or has not been published in the environment.",
                requestId);
    }

    private static Answer gateway(int status, String code, String message, String requestId) {
        return Answer.json(status, Map.of("error_code", code, "error_msg", message, "request_id", requestId));
    }
}
