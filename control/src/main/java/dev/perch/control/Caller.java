package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.Meta;
import dev.perch.model.Peering;
import dev.perch.model.Port;
import dev.perch.model.ProjectId;
import dev.perch.model.SecurityGroup;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;

/**
 * On whose behalf something is done. A caller sees and changes only what is in its project.
 *
 * @param actor who asks, for the audit log
 */
public record Caller(ProjectId project, String actor) {

    boolean owns(Meta meta) {
        return meta.project().equals(project);
    }

    boolean owns(Vpc vpc) {
        return owns(vpc.meta());
    }

    boolean owns(Subnet subnet) {
        return owns(subnet.meta());
    }

    boolean owns(Port port) {
        return owns(port.meta());
    }

    boolean owns(VirtualIp vip) {
        return owns(vip.meta());
    }

    boolean owns(Eip eip) {
        return owns(eip.meta());
    }

    boolean owns(SecurityGroup group) {
        return owns(group.meta());
    }

    boolean owns(Server server) {
        return owns(server.meta());
    }

    /** Whether one of its ends is the project's. */
    boolean sees(Peering peering) {
        return owns(peering.meta()) || peering.accepterProject().equals(project);
    }
}
