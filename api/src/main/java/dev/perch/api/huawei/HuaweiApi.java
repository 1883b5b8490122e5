package dev.perch.api.huawei;

import dev.perch.api.http.Route;
import dev.perch.control.Control;
import java.util.List;

/** All calls of this dialect. */
public final class HuaweiApi {
    private HuaweiApi() {}

    public static List<Route> routes(Control control) {
        Calls calls = new Calls(control.project());
        new VpcCalls(control).register(calls);
        new VpcV3Calls(control).register(calls);
        new SubnetCalls(control).register(calls);
        new PortCalls(control).register(calls);
        new PrivateIpCalls(control).register(calls);
        new GroupCalls(control).register(calls);
        new GroupV3Calls(control).register(calls);
        new RuleV3Calls(control).register(calls);
        new MembershipCalls(control).register(calls);
        new EipCalls(control).register(calls);
        new EipV3Calls(control).register(calls);
        new BandwidthCalls(control).register(calls);
        new QuotaCalls(control).register(calls);
        new AvailabilityCalls(control).register(calls);
        new ServerCalls(control).register(calls);
        new NicCalls(control).register(calls);
        new PeeringCalls(control).register(calls);
        new RouteCalls(control).register(calls);
        new RouteTableCalls(control).register(calls);
        new JobCalls(control).register(calls);
        new TagCalls(control).register(calls);
        new PortTagCalls(control).register(calls);
        return List.copyOf(calls.routes());
    }
}
