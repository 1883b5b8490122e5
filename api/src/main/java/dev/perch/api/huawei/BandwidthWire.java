package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perch.control.EipView;
import dev.perch.model.Eip;
import java.util.List;

/** A bandwidth of v1, with the one EIP that it is for. */
record BandwidthWire(
        String id,
        String name,
        Integer size,
        String shareType,
        String chargeMode,
        String bandwidthType,
        List<Member> publicipInfo,
        String tenantId,
        String billingInfo,
        String enterpriseProjectId,
        String status,
        boolean enableBandwidthRules,
        int ruleQuota,
        List<String> bandwidthRules,
        String publicBorderGroup,
        String createdAt,
        String updatedAt) {

    /** How clients pay when they do not say. */
    static final String BY_BANDWIDTH = "bandwidth";

    /** An EIP, briefly. */
    record Member(
            String publicipId,
            String publicipAddress,
            String publicipType,
            int ipVersion,
            @JsonProperty("publicipv6_address") String publicipv6Address) {}

    record One(BandwidthWire bandwidth) {}

    record Many(List<BandwidthWire> bandwidths) {}

    static BandwidthWire of(EipView view) {
        Eip eip = view.eip();
        return new BandwidthWire(
                eip.bandwidth().id().toString(),
                eip.bandwidth().name(),
                eip.bandwidth().megabits().orElse(null),
                EipWire.OWN,
                chargeMode(eip),
                "bgp",
                List.of(new Member(
                        eip.id().toString(),
                        eip.address().toString(),
                        eip.type(),
                        eip.address().family().version(),
                        EipWire.ipv6(eip))),
                eip.meta().project().toString(),
                "",
                eip.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                "NORMAL",
                false,
                0,
                List.of(),
                EipWire.BORDER,
                Wire.time(eip.meta().created()),
                Wire.time(eip.meta().updated()));
    }

    static String chargeMode(Eip eip) {
        return eip.meta().attributes().getOrDefault(EipBody.CHARGE_MODE, BY_BANDWIDTH);
    }
}
