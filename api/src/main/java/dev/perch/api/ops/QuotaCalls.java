package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Fields;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.model.Quota;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code quotas}: how many of each type a project has and may have. */
final class QuotaCalls {
    private static final int UNLIMITED = -1;

    private final Control control;

    QuotaCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.get("quotas", this::list).put("quotas", this::set);
    }

    /** @param limit -1 for none */
    private record Shape(String type, long used, long limit) {}

    private record Shown(List<Shape> quotas) {}

    private Answer list(Request request, Caller caller) {
        return all(control.quotas().list(caller));
    }

    private Answer set(Request request, Caller caller) {
        Map<Quota.Type, Optional<Long>> limits = Ops.read(request, QuotaCalls::limits);
        return request.answer(control.quotas().set(caller, limits), QuotaCalls::all);
    }

    private static Map<Quota.Type, Optional<Long>> limits(Fields body) {
        Map<Quota.Type, Optional<Long>> limits = new EnumMap<>(Quota.Type.class);
        for (Quota.Type type : Quota.Type.values()) {
            body.integer(type.word(), Integer.MIN_VALUE, Integer.MAX_VALUE)
                    .ifPresent(limit ->
                            limits.put(type, limit == UNLIMITED ? Optional.empty() : Optional.of(limit.longValue())));
        }
        return limits;
    }

    private static Answer all(List<Quota> quotas) {
        return Answer.ok(new Shown(quotas.stream()
                .map(quota -> new Shape(
                        quota.type().word(), quota.used(), quota.limit().orElse((long) UNLIMITED)))
                .toList()));
    }
}
