package dev.perch.api.huawei;

import dev.perch.control.GroupView;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.VpcId;
import java.util.List;

/** A security group of v1. */
record GroupWire(
        String id,
        String name,
        String description,
        String vpcId,
        String enterpriseProjectId,
        String tenantId,
        List<RuleWire> securityGroupRules) {

    record One(GroupWire securityGroup) {}

    record Many(List<GroupWire> securityGroups) {}

    static GroupWire of(GroupView view) {
        Meta meta = view.group().meta();
        return new GroupWire(
                view.group().id().toString(),
                meta.name(),
                meta.description(),
                view.group().vpc().map(VpcId::toString).orElse(null),
                meta.attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                meta.project().toString(),
                view.rules().stream()
                        .map(rule -> RuleWire.of(rule, meta.project()))
                        .toList());
    }
}
