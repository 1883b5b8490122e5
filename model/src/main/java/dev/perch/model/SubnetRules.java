package dev.perch.model;

import dev.perch.model.SubnetRefusal.GatewayInvalid;
import dev.perch.model.SubnetRefusal.SubnetCidrInvalid;
import dev.perch.model.SubnetRefusal.SubnetInOtherVpc;
import dev.perch.model.SubnetRefusal.SubnetNotEmpty;
import dev.perch.model.SubnetRefusal.SubnetOutsideVpc;
import dev.perch.model.SubnetRefusal.SubnetOverlaps;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.Collection;
import java.util.Optional;

/** What a subnet may be. */
public final class SubnetRules {

    /** Hosts make their own addresses in a /64 (RFC 4862), so an IPv6 range is nothing else. */
    private static final int IPV6_LENGTH = 64;

    private SubnetRules() {}

    /** The gateway when nobody says which: the first address after the network address (::1 in an IPv6 range). */
    public static IpAddress defaultGateway(IpPrefix cidr) {
        return cidr.first().plus(1);
    }

    /** The IPv4 range: large enough, without host bits, inside the VPC, and apart from the VPC's other subnets. */
    public static Optional<Refusal> ipv4(String field, IpPrefix cidr, Vpc vpc, Collection<Subnet> others) {
        if (cidr.family() != Family.IPV4) {
            return Optional.of(new SubnetCidrInvalid(field, cidr, cidr + " is not an IPv4 block"));
        }
        if (cidr.length() > VpcRules.LONGEST) {
            return Optional.of(new SubnetCidrInvalid(
                    field,
                    cidr,
                    "a subnet's length is at most " + VpcRules.LONGEST + ", that of " + cidr + " is " + cidr.length()));
        }
        return shape(field, cidr)
                .or(() -> vpc.cidr()
                        .filter(whole -> !whole.contains(cidr))
                        .map(whole -> new SubnetOutsideVpc(field, cidr, whole)))
                .or(() -> apart(field, cidr, others));
    }

    /** The IPv6 range: a /64 of unicast addresses, apart from the VPC's other subnets. */
    public static Optional<Refusal> ipv6(String field, IpPrefix cidr, Collection<Subnet> others) {
        if (cidr.family() != Family.IPV6 || cidr.length() != IPV6_LENGTH) {
            return Optional.of(new SubnetCidrInvalid(field, cidr, "an IPv6 range is a /64, not " + cidr));
        }
        return shape(field, cidr).or(() -> apart(field, cidr, others));
    }

    /** The gateway is an address that a host of the range could have. */
    public static Optional<Refusal> gateway(String field, IpAddress gateway, IpPrefix cidr) {
        boolean fits = cidr.contains(gateway) && !gateway.equals(cidr.first()) && !gateway.equals(cidr.last());
        return fits ? Optional.empty() : Optional.of(new GatewayInvalid(field, gateway, cidr));
    }

    /** The subnet is of the VPC that the caller says. */
    public static Optional<Refusal> within(String field, Subnet subnet, String vpc) {
        return subnet.vpc().toString().equals(vpc)
                ? Optional.empty()
                : Optional.of(new SubnetInOtherVpc(field, subnet.meta().name(), vpc));
    }

    /** A subnet is deleted only when nothing has an address in it. */
    public static Optional<Refusal> deletable(Subnet subnet, long ports, long vips) {
        return ports == 0 && vips == 0
                ? Optional.empty()
                : Optional.of(new SubnetNotEmpty("", subnet.meta().name(), ports, vips));
    }

    private static Optional<Refusal> shape(String field, IpPrefix cidr) {
        if (!cidr.isNetwork()) {
            return Optional.of(
                    new SubnetCidrInvalid(field, cidr, cidr + " has host bits set; its network is " + cidr.network()));
        }
        IpAddress first = cidr.first();
        // 0.0.0.0/8 and 127.0.0.0/8 are never forwarded (RFC 1122 section 3.2.1.3); 224.0.0.0 and up are no unicast.
        boolean special = first.isMulticast()
                || first.isLinkLocal()
                || first.isUnspecified()
                || first.family() == Family.IPV4
                        && ((first.bytes()[0] & 0xff) >= 224 || first.bytes()[0] == 0 || first.bytes()[0] == 127);
        return special || cidr.length() == 0
                ? Optional.of(new SubnetCidrInvalid(field, cidr, cidr + " is not a block of unicast addresses"))
                : Optional.empty();
    }

    private static Optional<Refusal> apart(String field, IpPrefix cidr, Collection<Subnet> others) {
        for (Subnet other : others) {
            for (Subnet.Range range : other.ranges()) {
                if (range.cidr().family() == cidr.family() && range.cidr().overlaps(cidr)) {
                    return Optional.of(
                            new SubnetOverlaps(field, cidr, other.meta().name(), range.cidr()));
                }
            }
        }
        return Optional.empty();
    }
}
