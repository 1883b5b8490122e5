package dev.perch.api.huawei;

import dev.perch.model.Subnet;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An address in use, of v1: the same object as the port of this id, seen through another call. */
record PrivateIpWire(String id, String status, String subnetId, String tenantId, String deviceOwner, String ipAddress) {

    record One(PrivateIpWire privateip) {}

    record Many(List<PrivateIpWire> privateips) {}

    /** Empty for a port that has no IPv4 address. */
    static Optional<PrivateIpWire> of(PortWire port) {
        return port.fixedIps().stream()
                .map(PortWire.FixedIp::ipAddress)
                .filter(address -> IpAddress.of(address).family() == Family.IPV4)
                .findFirst()
                .map(address -> new PrivateIpWire(
                        port.id(), port.status(), port.networkId(), port.tenantId(), port.deviceOwner(), address));
    }

    /** The router's address and the one kept for DHCP: in use in every subnet, though nobody asked for them. */
    static List<PrivateIpWire> ofService(Subnet subnet) {
        IpAddress dhcp = subnet.ipv4().cidr().last().plus(-1);
        return List.of(service(subnet, Owner.GATEWAY, subnet.ipv4().gateway()), service(subnet, Owner.DHCP, dhcp));
    }

    private static PrivateIpWire service(Subnet subnet, String owner, IpAddress address) {
        UUID id = UUID.nameUUIDFromBytes((owner + " of " + subnet.id()).getBytes(StandardCharsets.UTF_8));
        return new PrivateIpWire(
                id.toString(),
                "ACTIVE",
                subnet.id().toString(),
                subnet.meta().project().toString(),
                owner,
                address.toString());
    }
}
