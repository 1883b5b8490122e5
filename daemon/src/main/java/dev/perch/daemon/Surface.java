package dev.perch.daemon;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Envelope;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Figures;
import dev.perch.api.http.Request;
import dev.perch.api.http.Route;
import dev.perch.api.huawei.GatewayEnvelope;
import dev.perch.api.huawei.HuaweiApi;
import dev.perch.api.ops.OpsApi;
import dev.perch.api.ops.OpsEnvelope;
import dev.perch.api.ops.Parts;
import dev.perch.control.Control;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every call that the daemon answers. */
final class Surface {
    private Surface() {}

    /** @param shutdown told to end the daemon, and whether to remove everything afterwards */
    static List<Route> routes(Control control, Parts parts, Figures figures, Consumer<Boolean> shutdown) {
        return Stream.of(
                        HuaweiApi.routes(control),
                        OpsApi.routes(control, parts, figures),
                        List.of(new Route(
                                "POST",
                                "/ops/v1/shutdown",
                                OpsEnvelope.INSTANCE,
                                request -> shutdown(request, shutdown))))
                .flatMap(List::stream)
                .toList();
    }

    /** How a path that no call has is answered. */
    static Envelope envelope(String path) {
        return path.startsWith("/ops/") ? OpsEnvelope.INSTANCE : GatewayEnvelope.of(path);
    }

    private static Answer shutdown(Request request, Consumer<Boolean> shutdown) {
        boolean purge = request.read(
                Fields.Unknown.REFUSED, fields -> fields.flag("purge").orElse(false));
        // the answer goes out first; closing the server waits for it
        Thread.ofVirtual().start(() -> shutdown.accept(purge));
        return Answer.json(202, Map.of("purge", purge));
    }
}
