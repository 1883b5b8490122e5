package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perch.control.GroupView;
import dev.perch.model.Meta;
import java.util.List;
import java.util.Optional;

/**
 * A security group of v3.
 *
 * @param securityGroupRules left out in lists
 */
record GroupV3Wire(
        String id,
        String name,
        String description,
        String projectId,
        String createdAt,
        String updatedAt,
        String enterpriseProjectId,
        List<TagWire> tags,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<RuleV3Wire> securityGroupRules) {

    record One(String requestId, GroupV3Wire securityGroup) {}

    record Many(String requestId, List<GroupV3Wire> securityGroups, PageWire pageInfo) {}

    /** With its rules. */
    static GroupV3Wire of(GroupView view) {
        return of(
                view,
                Optional.of(view.rules().stream()
                        .map(rule -> RuleV3Wire.of(rule, view.group().meta().project()))
                        .toList()));
    }

    static GroupV3Wire withoutRules(GroupView view) {
        return of(view, Optional.empty());
    }

    private static GroupV3Wire of(GroupView view, Optional<List<RuleV3Wire>> rules) {
        Meta meta = view.group().meta();
        return new GroupV3Wire(
                view.group().id().toString(),
                meta.name(),
                meta.description(),
                meta.project().toString(),
                Wire.time(meta.created()),
                Wire.time(meta.updated()),
                meta.attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                TagWire.of(view.tags()),
                rules.orElse(null));
    }
}
