package dev.perch.api.ops;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.Topology;
import dev.perch.model.Outcome;
import java.util.List;

/** {@code apply} and {@code delete}: documents as a whole, each in one transaction. */
final class TopologyCalls {
    private final Control control;

    TopologyCalls(Control control) {
        this.control = control;
    }

    void register(Ops ops) {
        ops.post("apply", (request, caller) -> run(request, caller, control.topologies()::apply))
                .post("delete", (request, caller) -> run(request, caller, control.topologies()::delete));
    }

    private interface Deed {
        Outcome<List<Topology.Step>> on(Caller caller, Topology topology, boolean dryRun);
    }

    private record Change(String action, String kind, String name, String id) {}

    private record Changes(List<Change> changes) {}

    private Answer run(Request request, Caller caller, Deed deed) {
        boolean dryRun = request.query().flag("dry_run").orElse(false);
        Topology topology = Ops.read(request, TopologyBody::read);
        return request.answer(
                deed.on(caller, topology, dryRun),
                steps -> Answer.ok(new Changes(steps.stream()
                        .map(step -> new Change(step.action().word(), step.kind(), step.name(), step.id()))
                        .toList())));
    }
}
