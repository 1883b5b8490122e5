package dev.perch.model;

import dev.perch.model.VpcRefusal.VpcCidrExcludesSubnet;
import dev.perch.model.VpcRefusal.VpcCidrInvalid;
import dev.perch.model.VpcRefusal.VpcHasGroups;
import dev.perch.model.VpcRefusal.VpcHasRoutes;
import dev.perch.model.VpcRefusal.VpcNotEmpty;
import dev.perch.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a VPC may be. */
public final class VpcRules {

    /** The private blocks of RFC 1918; a VPC's prefix is at least as long as its block's and at most 28. */
    private static final List<IpPrefix> BLOCKS =
            List.of(IpPrefix.of("10.0.0.0/8"), IpPrefix.of("172.16.0.0/12"), IpPrefix.of("192.168.0.0/16"));

    static final int LONGEST = 28;

    private VpcRules() {}

    /** The CIDR lies in a private block, is not too small, and has no host bits. */
    public static Optional<Refusal> cidr(String field, IpPrefix cidr) {
        if (!cidr.isNetwork()) {
            return Optional.of(new VpcCidrInvalid(field, cidr, "has host bits set; its network is " + cidr.network()));
        }
        if (BLOCKS.stream().noneMatch(block -> block.contains(cidr))) {
            return Optional.of(new VpcCidrInvalid(field, cidr, "is in none of them"));
        }
        return cidr.length() > LONGEST
                ? Optional.of(new VpcCidrInvalid(field, cidr, "is too small"))
                : Optional.empty();
    }

    /** A changed CIDR still contains every subnet. */
    public static Optional<Refusal> contains(String field, IpPrefix cidr, Collection<Subnet> subnets) {
        return subnets.stream()
                .filter(subnet -> !cidr.contains(subnet.ipv4().cidr()))
                .findFirst()
                .map(subnet -> new VpcCidrExcludesSubnet(
                        field, cidr, subnet.meta().name(), subnet.ipv4().cidr()));
    }

    /** A VPC is deleted only when it has no subnets. */
    public static Optional<Refusal> deletable(Vpc vpc, long subnets) {
        return subnets == 0 ? Optional.empty() : Optional.of(new VpcNotEmpty("", vpc.label(), subnets));
    }

    /** A VPC is deleted only when no security group that was made for it is left. */
    public static Optional<Refusal> withoutGroups(Vpc vpc, long groups) {
        return groups == 0 ? Optional.empty() : Optional.of(new VpcHasGroups("", vpc.label(), groups));
    }

    /** A VPC is deleted only when its route tables are empty. */
    public static Optional<Refusal> withoutRoutes(Vpc vpc, long routes) {
        return routes == 0 ? Optional.empty() : Optional.of(new VpcHasRoutes("", vpc.label(), routes));
    }
}
