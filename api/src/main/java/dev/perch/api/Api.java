package dev.perch.api;

import dev.perch.api.auth.BootstrapToken;
import dev.perch.api.http.ApiServer;
import dev.perch.api.http.Envelope;
import dev.perch.api.http.Figures;
import dev.perch.api.http.Route;
import dev.perch.api.huawei.GatewayEnvelope;
import dev.perch.api.huawei.HuaweiApi;
import dev.perch.api.ops.OpsApi;
import dev.perch.api.ops.OpsEnvelope;
import dev.perch.api.ops.Parts;
import dev.perch.control.Control;
import java.util.ArrayList;
import java.util.List;

/** Everything that is served, on one listener: the families of paths do not collide. */
public final class Api {
    private Api() {}

    /**
     * Starts to serve.
     *
     * @param host    what to listen on, e.g. {@code 127.0.0.1}
     * @param port    0 takes any free port; {@link ApiServer#port()} says which
     * @param token   the secret that admits a request
     * @param further calls beside those of the dialects
     * @return the server; closing it ends open streams too
     */
    public static ApiServer start(
            String host, int port, String token, Control control, Parts parts, List<Route> further) {
        Figures figures = new Figures();
        List<Route> routes = new ArrayList<>(OpsApi.routes(control, parts, figures));
        routes.addAll(HuaweiApi.routes(control));
        routes.addAll(further);
        return ApiServer.start(
                new ApiServer.Config(host, port, new BootstrapToken(token), routes, Api::envelope, figures));
    }

    private static Envelope envelope(String path) {
        return path.startsWith("/ops/") ? OpsEnvelope.PLAIN : GatewayEnvelope.of(path);
    }
}
