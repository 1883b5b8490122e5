package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.SubnetIntent;
import dev.perch.net.Arp;
import dev.perch.net.Frame;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv4Address;
import dev.perch.net.Ipv6Address;
import dev.perch.net.MacAddress;
import dev.perch.net.NeighborDiscovery;
import java.util.Optional;

/**
 * Frames that the router sends into a subnet, out of the bridge itself: they go to every port, and no port rule stands in
 * their way, because those look at what comes from ports.
 */
final class Announcer {
    private Announcer() {}

    /** Tells all neighbours on behalf of the holder where an address is. */
    static Frame announcement(IpAddress address, MacAddress mac) {
        return Frame.announcing(address, mac);
    }

    /** Asks who has an address; empty when the router has no address of that family in the subnet. */
    static Optional<Frame> question(SubnetIntent subnet, IpAddress address) {
        MacAddress mac = subnet.routerMac();
        return subnet.gateways().stream()
                .map(gateway -> gateway.address())
                .filter(gateway -> gateway.family() == address.family())
                .findFirst()
                .map(gateway -> switch (address) {
                    case Ipv4Address v4 ->
                        new Frame(MacAddress.BROADCAST, mac, Arp.request(mac, (Ipv4Address) gateway, v4));
                    case Ipv6Address v6 -> {
                        Ipv6Address group = v6.solicitedNode();
                        yield new Frame(
                                MacAddress.ofGroup(group),
                                mac,
                                NeighborDiscovery.Solicitation.of(v6, mac).packet((Ipv6Address) gateway, group));
                    }
                });
    }
}
