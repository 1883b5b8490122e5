package dev.perch.api.huawei;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.http.Json;
import dev.perch.control.SubnetView;
import dev.perch.model.Subnet;
import java.util.List;
import java.util.Map;

/** A subnet of v1. Its id is that of Neutron's network; the id of Neutron's subnet is that of the IPv4 range. */
record SubnetWire(
        String id,
        String name,
        String description,
        String cidr,
        String gatewayIp,
        boolean ipv6Enable,
        String cidrV6,
        String gatewayIpV6,
        boolean dhcpEnable,
        String primaryDns,
        String secondaryDns,
        @JsonProperty("dnsList") List<String> dnsList,
        String availabilityZone,
        String vpcId,
        String status,
        String neutronNetworkId,
        String neutronSubnetId,
        String neutronSubnetIdV6,
        JsonNode extraDhcpOpts,
        String scope,
        String tenantId,
        String createdAt,
        String updatedAt) {

    static final String DHCP = "dhcp_enable";
    static final String DNS_LIST = "dns_list";
    static final String ZONE = "availability_zone";
    static final String DHCP_OPTIONS = "extra_dhcp_opts";

    record One(SubnetWire subnet) {}

    record Many(List<SubnetWire> subnets) {}

    /** What a change of a subnet is answered with. */
    record Changed(Brief subnet) {
        record Brief(String id, String status) {}
    }

    /** The DNS servers that its clients are to use. */
    static List<String> dns(Subnet subnet) {
        String kept = subnet.meta().attributes().getOrDefault(DNS_LIST, "");
        return kept.isEmpty() ? List.of() : List.of(kept.split(","));
    }

    static SubnetWire of(SubnetView view) {
        Subnet subnet = view.subnet();
        Map<String, String> kept = subnet.meta().attributes();
        List<String> dnsList = dns(subnet);
        return new SubnetWire(
                subnet.id().toString(),
                subnet.meta().name(),
                subnet.meta().description(),
                subnet.ipv4().cidr().toString(),
                subnet.ipv4().gateway().toString(),
                subnet.ipv6().isPresent(),
                subnet.ipv6().map(r -> r.cidr().toString()).orElse(null),
                subnet.ipv6().map(r -> r.gateway().toString()).orElse(null),
                Boolean.parseBoolean(kept.getOrDefault(DHCP, "true")),
                !dnsList.isEmpty() ? dnsList.get(0) : "",
                dnsList.size() > 1 ? dnsList.get(1) : "",
                dnsList,
                kept.getOrDefault(ZONE, ""),
                subnet.vpc().toString(),
                "ACTIVE",
                subnet.id().toString(),
                subnet.ipv4().id().toString(),
                subnet.ipv6().map(r -> r.id().toString()).orElse(null),
                Json.tree(kept.getOrDefault(DHCP_OPTIONS, "[]")),
                "center",
                subnet.meta().project().toString(),
                Wire.time(subnet.meta().created()),
                Wire.time(subnet.meta().updated()));
    }
}
