package dev.perch.api.huawei;

import dev.perch.model.NameRefusal;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Outcome;
import dev.perch.model.Refusal;
import java.util.function.Function;

/** A port or a virtual IP, by the id that they share in this dialect. */
final class Either {
    private Either() {}

    /** Does {@code port} with the port of this id, or {@code vip} with the virtual IP when there is no such port. */
    static <T> Outcome<T> of(String id, Function<PortId, Outcome<T>> port, Function<VipId, Outcome<T>> vip) {
        return Ids.port("", id).then(portId -> {
            Outcome<T> asPort = port.apply(portId);
            if (!isAbsent(asPort)) {
                return asPort;
            }
            Outcome<T> asVip = vip.apply(new VipId(portId.value()));
            return isAbsent(asVip) ? asPort : asVip;
        });
    }

    /** Whether the object itself was not found, rather than something that the request names. */
    private static boolean isAbsent(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(Refusal refusal)
                && refusal.root() instanceof NameRefusal.NotFound
                && refusal.field().isEmpty();
    }
}
