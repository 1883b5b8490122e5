package dev.perch.api.huawei;

import dev.perch.control.RouteView;
import dev.perch.model.Vpc;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/** A VPC of v1. */
record VpcWire(
        String id,
        String name,
        String description,
        String cidr,
        String status,
        List<LegacyRoute> routes,
        String enterpriseProjectId,
        String tenantId,
        boolean enhancedLocalRoute,
        boolean enableSharedSnat,
        String createdAt,
        String updatedAt) {

    /** A route of the default table whose next hop has an address; the rest is seen in the route table only. */
    record LegacyRoute(String destination, String nexthop) {
        static Optional<LegacyRoute> of(RouteView view) {
            IpPrefix destination = view.route().destination();
            return view.hop()
                    .address(destination.family())
                    .map(address -> new LegacyRoute(destination.toString(), address.toString()));
        }
    }

    record One(VpcWire vpc) {}

    record Many(List<VpcWire> vpcs) {}

    static VpcWire of(Vpc vpc, List<RouteView> routes) {
        return new VpcWire(
                vpc.id().toString(),
                vpc.meta().name(),
                vpc.meta().description(),
                vpc.cidr().map(Object::toString).orElse(""),
                "OK",
                routes.stream().flatMap(view -> LegacyRoute.of(view).stream()).toList(),
                vpc.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                vpc.meta().project().toString(),
                false,
                false,
                Wire.time(vpc.meta().created()),
                Wire.time(vpc.meta().updated()));
    }
}
