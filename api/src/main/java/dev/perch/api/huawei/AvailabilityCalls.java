package dev.perch.api.huawei;

import dev.perch.api.http.Answer;
import dev.perch.api.http.Request;
import dev.perch.control.Caller;
import dev.perch.control.Control;
import dev.perch.control.SubnetUse;
import dev.perch.control.SubnetView;
import dev.perch.model.NameRefusal.NotFound;
import dev.perch.model.Outcome;
import dev.perch.model.Subnet;
import java.util.List;

/** How many addresses of a network are in use. */
final class AvailabilityCalls {
    private final Control control;

    AvailabilityCalls(Control control) {
        this.control = control;
    }

    void register(Calls calls) {
        calls.family(CallFamily.NEUTRON).get("/v2.0/network-ip-availabilities/{network}", this::get);
    }

    private record OfRange(String subnetId, String subnetName, int ipVersion, String cidr, int totalIps, int usedIps) {}

    private record OfNetwork(
            String networkId,
            String networkName,
            String tenantId,
            int totalIps,
            int usedIps,
            List<OfRange> subnetIpAvailability) {}

    private record Answered(OfNetwork networkIpAvailability) {}

    private Answer get(Request request, Caller caller) {
        return request.answer(
                network(request, caller)
                        .then(view ->
                                control.subnets().use(caller, view.subnet().id())),
                use -> Answer.ok(new Answered(of(use))));
    }

    /** What this dialect calls a network is a subnet of the domain. */
    private Outcome<SubnetView> network(Request request, Caller caller) {
        String text = request.parameter("network");
        return switch (Ids.subnet("", text).then(id -> control.subnets().get(caller, id))) {
            case Outcome.Done<SubnetView> found -> found;
            case Outcome.Refused<SubnetView> no -> Outcome.refused(new NotFound("", "network", text));
        };
    }

    private static OfNetwork of(SubnetUse use) {
        Subnet subnet = use.subnet();
        List<OfRange> ranges = use.ranges().stream()
                .map(range -> new OfRange(
                        range.range().id().toString(),
                        subnet.meta().name(),
                        range.range().cidr().family().version(),
                        range.range().cidr().toString(),
                        fit(range.total()),
                        fit(range.used())))
                .toList();
        return new OfNetwork(
                subnet.id().toString(),
                subnet.meta().name(),
                subnet.meta().project().toString(),
                fit(ranges.stream().mapToLong(OfRange::totalIps).sum()),
                fit(ranges.stream().mapToLong(OfRange::usedIps).sum()),
                ranges);
    }

    /** Clients keep these numbers in 32 bits, which an IPv6 range does not fit in. */
    private static int fit(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
