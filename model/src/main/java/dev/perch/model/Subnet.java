package dev.perch.model;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One layer 2 segment of a VPC with an IPv4 range and, when switched on, an IPv6 range. */
public record Subnet(SubnetId id, VpcId vpc, Meta meta, Range ipv4, Optional<Range> ipv6) {

    /**
     * The addresses of one family.
     *
     * @param id      the range's own identity (each family is a subnet of its own to Neutron)
     * @param cidr    the block, host bits zero
     * @param gateway the VPC router's address in it
     */
    public record Range(UUID id, IpPrefix cidr, IpAddress gateway) {}

    /** The ranges, IPv4 first. */
    public List<Range> ranges() {
        return Stream.concat(Stream.of(ipv4), ipv6.stream()).toList();
    }

    public Optional<Range> range(Family family) {
        return family == Family.IPV4 ? Optional.of(ipv4) : ipv6;
    }
}
