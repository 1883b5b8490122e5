package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.http.Json;
import dev.perch.control.PortView;
import dev.perch.control.VipView;
import dev.perch.model.Binding;
import dev.perch.model.GroupSet;
import dev.perch.model.Meta;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.Port;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A port of v1 and of Neutron: a NIC, an address without owner, or a virtual IP. */
record PortWire(
        String id,
        String name,
        String networkId,
        boolean adminStateUp,
        String macAddress,
        List<FixedIp> fixedIps,
        String deviceId,
        String deviceOwner,
        String tenantId,
        String projectId,
        String status,
        List<String> securityGroups,
        List<Pair> allowedAddressPairs,
        JsonNode extraDhcpOpts,
        @JsonProperty("binding:vnic_type") String vnicType,
        @JsonProperty("binding:vif_details") Map<String, Boolean> vifDetails,
        @JsonProperty("binding:profile") Map<String, String> profile,
        List<String> dnsAssignment,
        String dnsName,
        String instanceId,
        String instanceType,
        boolean portSecurityEnabled,
        String zoneId,
        boolean enableEfi,
        String ipv6BandwidthId,
        String createdAt,
        String updatedAt) {

    static final String DHCP_OPTIONS = "extra_dhcp_opts";

    record FixedIp(String ipAddress, String subnetId) {}

    record Pair(String ipAddress, String macAddress) {}

    record One(PortWire port) {}

    record Many(List<PortWire> ports) {}

    static PortWire of(PortView view) {
        Port port = view.port();
        List<Pair> pairs = port.pairs().stream()
                .map(pair -> new Pair(pair.text(), pair.mac().orElse(port.mac()).toString()))
                .toList();
        String device = view.server().map(s -> s.id().toString()).orElse("");
        String zone = view.server().map(ServerWire::zone).orElse("");
        return of(
                port.id().value(),
                port.meta(),
                view.subnet(),
                port.mac().toString(),
                port.addresses(),
                port.groups(),
                device,
                view.server().map(s -> Owner.SERVER + zone).orElse(""),
                view.server().isPresent() || port.attachment().isPresent() ? "ACTIVE" : "DOWN",
                pairs,
                zone);
    }

    /** A virtual IP: nothing is plugged into it, so it is DOWN, as in the real service. */
    static PortWire of(VipView view) {
        VirtualIp vip = view.vip();
        List<Pair> pairs = view.bindings().stream()
                .filter(bound -> bound.binding().made() == Binding.Made.ON_VIP)
                .map(bound -> new Pair(bound.text(), vip.mac().toString()))
                .toList();
        String owner = vip.reach() == VirtualIp.Reach.EVERYWHERE ? Owner.VIP : "";
        return of(
                vip.id().value(),
                vip.meta(),
                view.subnet(),
                vip.mac().toString(),
                vip.addresses(),
                vip.groups(),
                "",
                owner,
                "DOWN",
                pairs,
                "");
    }

    private static PortWire of(
            UUID id,
            Meta meta,
            Subnet subnet,
            String mac,
            List<IpAddress> addresses,
            GroupSet groups,
            String device,
            String owner,
            String status,
            List<Pair> pairs,
            String zone) {
        return new PortWire(
                id.toString(),
                meta.name(),
                subnet.id().toString(),
                true,
                mac,
                addresses.stream().map(a -> fixed(a, subnet)).toList(),
                device,
                owner,
                meta.project().toString(),
                meta.project().toString(),
                status,
                groups.groups().stream().map(SecurityGroupId::toString).toList(),
                pairs,
                Json.tree(meta.attributes().getOrDefault(DHCP_OPTIONS, "[]")),
                "normal",
                Map.of(),
                Map.of(),
                List.of(),
                "",
                device,
                device.isEmpty() ? "" : "ecs",
                true,
                zone,
                false,
                "",
                Wire.time(meta.created()),
                Wire.time(meta.updated()));
    }

    private static FixedIp fixed(IpAddress address, Subnet subnet) {
        String range =
                subnet.range(address.family()).map(r -> r.id().toString()).orElse("");
        return new FixedIp(address.toString(), range);
    }
}
