package dev.perch.daemon;

import dev.perch.api.ops.DrillRunner;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.VipView;
import dev.perch.daemon.drill.Drill;
import dev.perch.daemon.drill.DrillRefused;
import dev.perch.daemon.drill.Report;
import dev.perch.daemon.drill.ReportJson;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ProjectId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs drills for the operator API and keeps their results. */
record KeptDrills(Control control, Drill drill) implements DrillRunner {

    @Override
    public Finished run(VipId vip, Mode mode, Optional<Duration> settle, Consumer<String> progress) {
        try {
            Report report = drill.run(view(vip), mode, settle.orElse(Duration.ZERO), progress);
            dev.perch.model.Drill kept =
                    new dev.perch.model.Drill(report.id(), vip, mode.word(), report.startedAt(), ReportJson.of(report));
            control.drills().record(kept);
            return new Finished.Made(kept);
        } catch (DrillRefused refused) {
            return new Finished.Impossible(refused.code(), refused.getMessage());
        }
    }

    private VipView view(VipId id) {
        ProjectId project = control.snapshots()
                .vip(id)
                .orElseThrow(() -> new DrillRefused("no-vip", "the virtual IP was deleted meanwhile"))
                .meta()
                .project();
        return control.virtualIps().get(new Caller(project, "drill"), id).orThrow();
    }
}
