package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.Gateway;
import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody in the provider network who belongs to no VPC. Nobody repairs its link and nobody prunes it: it carries no mark,
 * and goes with its namespace.
 */
record Outsider(VpcNamespace provider, ProviderNetwork network) {
    /** The first two bytes of its MAC: locally administered, apart from those of routers, ports and uplinks. */
    private static final long MAC_PREFIX = 0x0a50_0000_0000L;

    void plug(Path namespace, String interfaceName, List<IpAddress> addresses) {
        Rtnetlink route = provider.route();
        String name = namespace.getFileName().toString();
        String link = "o-" + name.substring(Math.max(0, name.length() - 12));
        MacAddress mac = new MacAddress(MAC_PREFIX | name.hashCode() & 0xffff_ffffL);
        int descriptor = Libc.open(namespace.toString(), Libc.O_RDONLY);
        try {
            route.createVeth(link, Provider.MTU, interfaceName, mac, descriptor);
        } finally {
            Libc.close(descriptor);
        }
        int port = route.index(link);
        route.join(port, route.index(Names.PROVIDER_BRIDGE));
        route.setUp(port, true);
        try (NamespaceThread thread = NamespaceThread.enter(namespace);
                Rtnetlink guest = thread.call(Rtnetlink::open)) {
            int index = guest.index(interfaceName);
            guest.setUp(index, true);
            route.settle(link);
            for (IpAddress address : addresses) {
                guest.addresses().add(index, address, length(address));
            }
        }
    }

    private int length(IpAddress address) {
        return network.gateways().stream()
                .filter(gateway -> gateway.address().family() == address.family())
                .mapToInt(Gateway::prefixLength)
                .findFirst()
                .orElse(address.family().bits());
    }
}
