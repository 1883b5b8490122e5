package dev.perch.fabric;

import dev.perch.fabric.policy.Policy;
import dev.perch.model.ObjectId;
import dev.perch.model.ObjectId.EipId;
import dev.perch.model.ObjectId.PeeringId;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.RouteId;
import dev.perch.model.ObjectId.RouteTableId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.model.ObjectId.VpcId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;

/** What a data plane should hold for one object. The same for every fabric. */
public sealed interface Intent {

    /** The object that it is about. */
    ObjectId object();

    /** The VPC that it lives in. */
    VpcId vpc();

    /**
     * What stands for the provider network, which all VPCs with EIPs share and nobody made: it has a namespace and a lane
     * like a VPC. No VPC has this id.
     */
    VpcId PROVIDER_NETWORK = new VpcId(new UUID(0, 0));

    /** That the provider network is there: while any VPC has an uplink. What it is like is the fabric's configuration. */
    record ProviderIntent() implements Intent {
        @Override
        public VpcId object() {
            return PROVIDER_NETWORK;
        }

        @Override
        public VpcId vpc() {
            return PROVIDER_NETWORK;
        }
    }

    /**
     * An address space with a router.
     *
     * @param uplink whether it is connected to the provider network: while any EIP is bound in it
     * @param peered whether it has a peering that packets pass
     * @param policy what its ports let through
     */
    record VpcIntent(VpcId vpc, boolean uplink, boolean peered, Policy policy) implements Intent {
        @Override
        public VpcId object() {
            return vpc;
        }
    }

    /**
     * A layer 2 segment.
     *
     * @param gateways  the router's addresses in it, each with the length of its range
     * @param routerMac the router's MAC in it
     * @param mtu       bytes of an IP packet
     */
    record SubnetIntent(VpcId vpc, SubnetId subnet, SortedSet<Gateway> gateways, MacAddress routerMac, int mtu)
            implements Intent {
        @Override
        public SubnetId object() {
            return subnet;
        }
    }

    /** A router's address and the length of the range it lies in. */
    record Gateway(IpAddress address, int prefixLength) implements Comparable<Gateway> {
        @Override
        public int compareTo(Gateway other) {
            int byAddress = address.compareTo(other.address);
            return byAddress != 0 ? byAddress : Integer.compare(prefixLength, other.prefixLength);
        }
    }

    /**
     * A plugged port.
     *
     * @param mac         its own MAC
     * @param virtualMacs VRRP MACs it may send from as well (of the VIPs bound to it)
     * @param own         its own addresses; the guest's link-local address is implied
     * @param pairs       further addresses that pass while the check is on
     * @param checked     whether source and destination addresses are checked
     * @param claimable   the VIP addresses it may claim: those bound to it and not fenced
     * @param fenced      VIP addresses bound to it whose claims and packets are dropped for now
     * @param groups      the number of its security groups together; 0 when nothing is filtered
     * @param vrrpPeers   the other ports of its VIPs: VRRP from and to them passes whatever the security groups say
     * @param linkUp      whether the guest has carrier; false pulls its cable
     * @param plug        where its other end is
     */
    record PortIntent(
            VpcId vpc,
            SubnetId subnet,
            PortId port,
            MacAddress mac,
            SortedSet<MacAddress> virtualMacs,
            SortedSet<IpAddress> own,
            SortedSet<IpPrefix> pairs,
            boolean checked,
            SortedSet<IpAddress> claimable,
            SortedSet<IpAddress> fenced,
            int groups,
            SortedSet<IpAddress> vrrpPeers,
            boolean linkUp,
            Plug plug)
            implements Intent {
        @Override
        public PortId object() {
            return port;
        }
    }

    /**
     * An EIP that is bound.
     *
     * @param address  in the provider network
     * @param inside   what it stands for: an address of a port or of a virtual IP, of the same family
     * @param megabits Mbit/s in each direction; empty when there is no limit
     */
    record EipIntent(VpcId vpc, EipId eip, IpAddress address, IpAddress inside, Optional<Integer> megabits)
            implements Intent {
        @Override
        public EipId object() {
            return eip;
        }
    }

    /**
     * The guest's end of a port. The fabric makes the interface in the namespace, gives it the MAC, the addresses and the
     * default routes once, when it plugs it in (as DHCP would); after that it is the guest's.
     *
     * @param namespace     path of the network namespace's file
     * @param interfaceName the interface's name in it
     * @param seeds         addresses with their prefix lengths
     * @param defaultRoutes routers to send everything else to, at most one of each family; empty for a secondary NIC
     */
    record Plug(String namespace, String interfaceName, SortedSet<Gateway> seeds, SortedSet<IpAddress> defaultRoutes) {}

    /**
     * A link between the routers of two VPCs; what goes over it is for routes to say. It is made from the requester's VPC,
     * and is in both.
     *
     * @param vpc     the requester
     * @param peer    the accepter
     * @param mac     of the requester's end
     * @param peerMac of the accepter's end
     * @param mtu     bytes of an IP packet
     */
    record PeeringIntent(VpcId vpc, VpcId peer, PeeringId peering, MacAddress mac, MacAddress peerMac, int mtu)
            implements Intent {
        @Override
        public PeeringId object() {
            return peering;
        }
    }

    /**
     * Which packets are routed by a table's routes, when they go to no subnet of the VPC: those of the subnets that it is
     * associated with, or, for the default table, those that no other table is for.
     *
     * @param number  by which its routes name it
     * @param subnets those associated; none for the default table
     */
    record RouteTableIntent(VpcId vpc, RouteTableId table, int number, boolean isDefault, Set<SubnetId> subnets)
            implements Intent {
        public RouteTableIntent {
            subnets = Set.copyOf(subnets);
        }

        @Override
        public RouteTableId object() {
            return table;
        }
    }

    /**
     * Where packets for a block of addresses go.
     *
     * @param table the number of its route table
     */
    record RouteIntent(VpcId vpc, RouteId route, int table, IpPrefix destination, Hop hop) implements Intent {
        @Override
        public RouteId object() {
            return route;
        }
    }

    /** Where a router sends packets next. */
    sealed interface Hop {}

    /** To whoever has an address in a subnet. */
    record ToAddress(SubnetId subnet, IpAddress address) implements Hop {}

    /** To the router of the VPC at the other end of a peering. */
    record ThroughPeering(PeeringId peering) implements Hop {}

    /** Nowhere: what the route names is gone, or has no address of the route's family. */
    record Blackhole() implements Hop {}
}
