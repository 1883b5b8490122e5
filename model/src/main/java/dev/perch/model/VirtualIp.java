package dev.perch.model;

import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * A virtual IP: one address, or one of each family, of a subnet, that several ports may answer for.
 *
 * @param addresses       IPv4 first
 * @param mac             what Neutron clients see as the VIP port's MAC; never on the wire
 * @param reach           from where it can be used
 * @param groups          what Neutron clients see as the VIP port's security groups; its traffic is judged by its holder's
 * @param flowFate        what becomes of connections when it moves
 * @param virtualRouterId the VRID whose virtual MAC the bound ports may send from, when guests use one
 */
public record VirtualIp(
        VipId id,
        SubnetId subnet,
        Meta meta,
        List<IpAddress> addresses,
        MacAddress mac,
        Reach reach,
        Optional<Integer> virtualRouterId,
        GroupSet groups,
        FlowFate flowFate) {

    public VirtualIp {
        addresses = List.copyOf(addresses);
        virtualRouterId.ifPresent(vrid -> {
            if (vrid < 1 || vrid > 255) {
                throw new IllegalArgumentException("a VRID is 1 to 255, not " + vrid);
            }
        });
    }

    /** From where a VIP can be used. */
    public enum Reach {
        /** Everywhere: VPC, peerings, EIP, VPN, Direct Connect. */
        EVERYWHERE,
        /** Inside its VPC only (an address without owner that was bound to a server). */
        VPC
    }

    /** What becomes of the connections that run through a virtual IP when it moves. */
    public enum FlowFate {
        /** The fabric remembers them: for holders that share the state of their connections. */
        KEEP,
        /** The fabric forgets them, so that each is judged and translated anew. */
        RESET;

        /** What holds where nobody said otherwise; ADR 0014 says why. */
        public static final FlowFate USUAL = RESET;
    }

    public Optional<IpAddress> address(Family family) {
        return addresses.stream().filter(a -> a.family() == family).findFirst();
    }
}
