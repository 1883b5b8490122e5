package dev.perch.control;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.VirtualIp;
import dev.perch.model.Vpc;
import java.util.List;
import java.util.Optional;

/** What there is, for whoever makes it real. Committed state only, of all projects. */
public final class Snapshots {

    /** Everything that decides what a port is on the wire. */
    public record PortFacts(Port port, Subnet subnet, Optional<Server> server, List<BoundVip> bound) {
        public PortFacts {
            bound = List.copyOf(bound);
        }
    }

    /** A virtual IP bound to a port. */
    public record BoundVip(VirtualIp vip, boolean fenced) {}

    /** All of one moment. */
    public record Everything(List<Vpc> vpcs, List<Subnet> subnets, List<PortFacts> ports, List<Server> servers) {}

    public Everything everything() { throw new UnsupportedOperationException("not yet"); }

    public Optional<Vpc> vpc(VpcId id) { throw new UnsupportedOperationException("not yet"); }

    public Optional<Subnet> subnet(SubnetId id) { throw new UnsupportedOperationException("not yet"); }

    public Optional<PortFacts> port(PortId id) { throw new UnsupportedOperationException("not yet"); }

    public Optional<Server> server(ServerId id) { throw new UnsupportedOperationException("not yet"); }

    public Optional<VirtualIp> vip(VipId id) { throw new UnsupportedOperationException("not yet"); }

    /** The virtual IPs of all projects. */
    public List<VirtualIp> vips() { throw new UnsupportedOperationException("not yet"); }

    /** The NICs of a server. */
    public List<Port> portsOf(ServerId id) { throw new UnsupportedOperationException("not yet"); }

    /** The ports that a virtual IP is bound to. */
    public List<PortId> portsOf(VipId id) { throw new UnsupportedOperationException("not yet"); }
}
