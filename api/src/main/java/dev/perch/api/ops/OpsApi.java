package dev.perch.api.ops;

import dev.perch.api.http.Figures;
import dev.perch.api.http.Route;
import dev.perch.control.Control;
import java.util.List;

/** All calls of this API. */
public final class OpsApi {
    private OpsApi() {}

    public static List<Route> routes(Control control, Parts parts, Figures figures) {
        Ops ops = new Ops(control.project(), new OpsEnvelope(control.names()));
        new HealthCalls(control, parts.health()).register(ops);
        new MetricCalls(control, parts.fabric(), parts.health(), figures).register(ops);
        new VpcCalls(control).register(ops);
        new SubnetCalls(control).register(ops);
        new PortCalls(control, parts.fabric()).register(ops);
        new ServerCalls(control, parts.console(), parts.fabric()).register(ops);
        new ConsoleCalls(control, parts.console()).register(ops);
        new GroupCalls(control).register(ops);
        new VipCalls(control).register(ops);
        new EipCalls(control, parts.fabric()).register(ops);
        new QuotaCalls(control).register(ops);
        new PeeringCalls(control).register(ops);
        new RouteTableCalls(control).register(ops);
        new DrillCalls(control, parts.drills()).register(ops);
        new ExplainCalls(control, parts.explainer()).register(ops);
        new EventCalls(control).register(ops);
        new AuditCalls(control).register(ops);
        new TopologyCalls(control).register(ops);
        return ops.routes();
    }
}
