package dev.perch.daemon.drill;

import dev.perch.model.ObjectId.SecurityGroupId;
import dev.perch.model.ProjectId;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import java.util.List;

/** Where a vantage point stands, and which addresses a client there would use. */
sealed interface Place {

    /** What a report calls it: where it is, seen from the virtual IP. */
    String name();

    /** The virtual IP's addresses as they are reached from here, at most one of each family. */
    List<IpAddress> targets();

    /** Why there may be no answer here although the holder is well. */
    String suspicion();

    /**
     * A port of a subnet.
     *
     * @param project whose subnet it is
     * @param groups  what the port is in; the project's default group when empty
     */
    record InSubnet(
            String name,
            ProjectId project,
            Subnet subnet,
            List<SecurityGroupId> groups,
            List<IpAddress> targets,
            String suspicion)
            implements Place {
        public InSubnet {
            groups = List.copyOf(groups);
            targets = List.copyOf(targets);
        }
    }

    /**
     * The provider network, where the virtual IP is reached by its EIPs.
     *
     * @param project whose EIPs they are
     */
    record Outside(String name, ProjectId project, List<IpAddress> targets, String suspicion) implements Place {
        public Outside {
            targets = List.copyOf(targets);
        }
    }
}
