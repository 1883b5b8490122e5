package dev.perch.api.huawei;

import dev.perch.control.VpcView;
import dev.perch.model.Vpc;
import java.util.List;

/** A VPC of v3. Its {@code extend_cidrs}, which terraform asks for, do not exist here. */
record VpcV3Wire(
        String id,
        String name,
        String description,
        String cidr,
        List<String> extendCidrs,
        String status,
        String projectId,
        String enterpriseProjectId,
        String createdAt,
        String updatedAt,
        List<CloudResource> cloudResources,
        List<TagWire> tags) {

    /** How many things of a sort the VPC has. */
    record CloudResource(String resourceType, int resourceCount) {}

    record One(String requestId, VpcV3Wire vpc) {}

    record Many(String requestId, List<VpcV3Wire> vpcs, PageWire pageInfo) {}

    static VpcV3Wire of(VpcView view) {
        Vpc vpc = view.vpc();
        return new VpcV3Wire(
                vpc.id().toString(),
                vpc.meta().name(),
                vpc.meta().description(),
                vpc.cidr().map(Object::toString).orElse(""),
                List.of(),
                "ACTIVE",
                vpc.meta().project().toString(),
                vpc.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                Wire.time(vpc.meta().created()),
                Wire.time(vpc.meta().updated()),
                List.of(
                        new CloudResource("virsubnet", view.subnets()),
                        new CloudResource("routetable", view.routeTables())),
                TagWire.of(view.tags()));
    }
}
