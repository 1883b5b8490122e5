package dev.perch.api.huawei;

import dev.perch.control.EipView;
import dev.perch.model.Eip;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;

/** An EIP of v1. The members about its port are null while it is not bound. */
record EipWire(
        String id,
        String status,
        String type,
        String publicIpAddress,
        String publicIpv6Address,
        String privateIpAddress,
        String portId,
        String tenantId,
        String createTime,
        String bandwidthId,
        String bandwidthName,
        Integer bandwidthSize,
        String bandwidthShareType,
        int ipVersion,
        String enterpriseProjectId,
        String alias,
        Map<String, String> profile,
        List<String> tags,
        String publicBorderGroup,
        List<String> allowShareBandwidthTypes) {

    /** Each EIP has a bandwidth of its own. */
    static final String OWN = "PER";

    /** Bandwidths that several EIPs share, which do not exist here. */
    static final String SHARED = "WHOLE";

    static final String BORDER = "center";

    record One(EipWire publicip) {}

    record Many(List<EipWire> publicips) {}

    static EipWire of(EipView view) {
        Eip eip = view.eip();
        return new EipWire(
                eip.id().toString(),
                status(view),
                eip.type(),
                eip.address().toString(),
                ipv6(eip),
                view.bound()
                        .map(EipView.Bound::address)
                        .map(IpAddress::toString)
                        .orElse(null),
                view.bound().map(bound -> bound.id().toString()).orElse(null),
                eip.meta().project().toString(),
                Wire.time(eip.meta().created()),
                eip.bandwidth().id().toString(),
                eip.bandwidth().name(),
                eip.bandwidth().megabits().orElse(null),
                OWN,
                eip.address().family().version(),
                eip.meta().attributes().getOrDefault(Wire.ENTERPRISE_PROJECT, "0"),
                eip.meta().name(),
                Map.of(),
                TagWire.texts(view.tags()),
                BORDER,
                List.of());
    }

    /** Bound or not is all that these clients ask. */
    static String status(EipView view) {
        return switch (view.status()) {
            case UNBOUND -> "DOWN";
            case ACTIVE, NO_HOLDER, NOT_PLUGGED -> "ACTIVE";
        };
    }

    static String ipv6(Eip eip) {
        return eip.address().family() == Family.IPV6 ? eip.address().toString() : null;
    }
}
