package dev.perch.api.huawei;

import dev.perch.model.Vpc;
import java.util.List;

/** A VPC of v1. */
record VpcWire(
        String id,
        String name,
        String description,
        String cidr,
        String status,
        List<String> routes,
        String enterpriseProjectId,
        String tenantId,
        boolean enhancedLocalRoute,
        boolean enableSharedSnat,
        String createdAt,
        String updatedAt) {

    record One(VpcWire vpc) {}

    record Many(List<VpcWire> vpcs) {}

    static VpcWire of(Vpc vpc) {
        return new VpcWire(
                vpc.id().toString(),
                vpc.meta().name(),
                vpc.meta().description(),
                vpc.cidr().map(Object::toString).orElse(""),
                "OK",
                List.of(),
                vpc.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                vpc.meta().project().toString(),
                false,
                false,
                Wire.time(vpc.meta().created()),
                Wire.time(vpc.meta().updated()));
    }
}
