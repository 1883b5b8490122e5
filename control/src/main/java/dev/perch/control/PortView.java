package dev.perch.control;

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
 */
public record PortView(
        Port port,
        Subnet subnet,
        Optional<Server> server,
        List<Named<VipId>> vips,
        List<Named<SecurityGroupId>> groups) {
    public PortView {
        vips = List.copyOf(vips);
        groups = List.copyOf(groups);
    }
}
