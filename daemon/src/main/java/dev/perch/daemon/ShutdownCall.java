package dev.perch.daemon;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.api.http.Route;
import dev.perch.api.ops.OpsEnvelope;
import java.util.Map;
import java.util.function.Consumer;

/** The call of the operator API that ends the daemon; only the daemon itself can answer it. */
final class ShutdownCall {
    private ShutdownCall() {}

    /** @param shutdown told to end the daemon, and whether to remove everything afterwards */
    static Route route(Consumer<Boolean> shutdown) {
        return new Route("POST", "/ops/v1/shutdown", OpsEnvelope.PLAIN, request -> answer(request, shutdown));
    }

    private static Answer answer(Request request, Consumer<Boolean> shutdown) {
        boolean purge = request.read(
                Fields.Unknown.REFUSED, fields -> fields.flag("purge").orElse(false));
        // the answer goes out first; closing the server waits for it
        Thread.ofVirtual().start(() -> shutdown.accept(purge));
        return Answer.json(202, Map.of("purge", purge));
    }
}
