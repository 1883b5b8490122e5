package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.control.EipView;
import dev.perch.model.Eip;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Server;
import java.util.List;
import java.util.Map;

/** An EIP of v3. */
record EipV3Wire(
        String id,
        String projectId,
        int ipVersion,
        String publicIpAddress,
        String publicIpv6Address,
        String networkType,
        String status,
        String description,
        String publicBorderGroup,
        String createdAt,
        String updatedAt,
        String type,
        Vnic vnic,
        Bandwidth bandwidth,
        String enterpriseProjectId,
        String billingInfo,
        String lockStatus,
        String associateInstanceType,
        String associateInstanceId,
        String publicipPoolId,
        String publicipPoolName,
        String alias,
        List<String> tags,
        Map<String, String> profile,
        List<String> allowShareBandwidthTypes,
        String associateMode,
        boolean cascadeDeleteByInstance) {

    /** What an EIP is associated with is always a port, which may be a virtual IP. */
    static final String PORT = "PORT";

    /** The port that it is bound to. */
    record Vnic(
            String privateIpAddress,
            String deviceId,
            String deviceOwner,
            String vpcId,
            String portId,
            String portProfile,
            String mac,
            String vtep,
            String vni,
            String instanceId,
            String instanceType) {}

    record Bandwidth(String id, Integer size, String shareType, String chargeMode, String name, String billingInfo) {}

    record One(String requestId, EipV3Wire publicip) {}

    record Many(String requestId, List<JsonNode> publicips, PageInfo pageInfo, long totalCount) {}

    /** {@code nextMarker} is absent on the last page. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageInfo(String previousMarker, String nextMarker, int currentCount) {}

    static EipV3Wire of(EipView view) {
        Eip eip = view.eip();
        return new EipV3Wire(
                eip.id().toString(),
                eip.meta().project().toString(),
                eip.address().family().version(),
                eip.address().toString(),
                EipWire.ipv6(eip),
                eip.type(),
                EipWire.status(view),
                eip.meta().description(),
                EipWire.BORDER,
                Wire.time(eip.meta().created()),
                Wire.time(eip.meta().updated()),
                "EIP",
                view.bound().map(EipV3Wire::vnic).orElse(null),
                new Bandwidth(
                        eip.bandwidth().id().toString(),
                        eip.bandwidth().megabits().orElse(null),
                        EipWire.OWN,
                        BandwidthWire.chargeMode(eip),
                        eip.bandwidth().name(),
                        ""),
                eip.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                "",
                null,
                view.bound().map(bound -> PORT).orElse(null),
                view.bound().map(bound -> bound.id().toString()).orElse(null),
                "",
                eip.type(),
                eip.meta().name(),
                TagWire.texts(view.tags()),
                Map.of(),
                List.of(),
                null,
                Boolean.parseBoolean(eip.meta().attributes().get(EipBody.CASCADE)));
    }

    private static Vnic vnic(EipView.Bound bound) {
        String server = bound.server().map(Server::id).map(Object::toString).orElse("");
        return new Vnic(
                bound.address().toString(),
                server,
                bound.id() instanceof VipId
                        ? Owner.VIP
                        : bound.server()
                                .map(s -> Owner.SERVER + ServerWire.zone(s))
                                .orElse(""),
                bound.subnet().vpc().toString(),
                bound.id().toString(),
                "",
                bound.mac().toString(),
                "",
                "",
                server,
                server.isEmpty() ? "" : "ECS");
    }
}
