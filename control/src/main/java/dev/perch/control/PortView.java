package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * A port and what belongs to it.
 *
 * @param server the server that it is a NIC of, when it is one
 * @param vips   the virtual IPs bound to it
 * @param groups its security groups
 * @param eips   the EIPs that stand for its own addresses, IPv4 first
 */
public record PortView(
        Port port,
        Subnet subnet,
        Optional<Server> server,
        List<Named<VipId>> vips,
        List<Named<SecurityGroupId>> groups,
        List<Eip> eips) {
    public PortView {
        vips = List.copyOf(vips);
        groups = List.copyOf(groups);
        eips = List.copyOf(eips);
    }
}
