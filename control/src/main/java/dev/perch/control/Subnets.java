package dev.perch.control;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.model.Outcome;
import dev.perch.model.Subnet;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Subnets. */
public final class Subnets {

    /**
     * A subnet to make.
     *
     * @param gateway the first address after the network address when empty
     * @param ipv6    a /64, its gateway ::1 when empty
     */
    public record Create(
            VpcId vpc,
            String name,
            String description,
            IpPrefix cidr,
            Optional<IpAddress> gateway,
            Optional<IpPrefix> ipv6,
            Optional<IpAddress> gatewayIpv6,
            Map<String, String> attributes) {}

    /** What to change; empty fields stay, attributes are merged in. An IPv6 range can be added once. */
    public record Update(
            Optional<String> name,
            Optional<String> description,
            Optional<IpPrefix> ipv6,
            Optional<IpAddress> gatewayIpv6,
            Map<String, String> attributes) {}

    public Outcome<SubnetView> create(Caller caller, Create request) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<SubnetView> update(Caller caller, SubnetId id, Update request) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<SubnetView> delete(Caller caller, SubnetId id) { throw new UnsupportedOperationException("not yet"); }

    public Outcome<SubnetView> get(Caller caller, SubnetId id) { throw new UnsupportedOperationException("not yet"); }

    /** The subnet that has a range with this id (each family is a subnet of its own to Neutron). */
    public Outcome<SubnetView> ofRange(Caller caller, UUID range) { throw new UnsupportedOperationException("not yet"); }

    /** By id, by a name that is unique in the project, or by {@code vpc-name/subnet-name}. */
    public Outcome<SubnetView> find(Caller caller, String reference) { throw new UnsupportedOperationException("not yet"); }

    public List<SubnetView> list(Caller caller, Optional<VpcId> vpc, Page page) { throw new UnsupportedOperationException("not yet"); }
}
