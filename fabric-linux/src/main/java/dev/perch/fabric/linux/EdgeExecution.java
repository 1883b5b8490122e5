package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;

/** Makes or removes one fact of what connects VPCs with the outside. */
record EdgeExecution(
        Provider provider, HostSide host, RoutingExecution routing, VpcState state, VpcNamespace namespace) {

    void make(EdgeFact fact) {
        switch (fact) {
            case EdgeFact.Uplink f -> {
                if (provider.plug(f, namespace)) {
                    // What was on the one before went with it.
                    Settings.ofUplink(f.name()).forEach(namespace::set);
                    state.eips().forEach(eip -> outside(new EdgeFact.Outside(eip.eip(), f.name(), eip.address())));
                }
                routing.restore(f.name());
            }
            case EdgeFact.Outside f -> outside(f);
            case EdgeFact.HostEnd f -> host.connect(namespace);
        }
    }

    void remove(EdgeFact fact) {
        Rtnetlink route = namespace.route();
        switch (fact) {
            case EdgeFact.Uplink f -> route.deleteLink(f.name());
            case EdgeFact.Outside f -> route.link(f.uplink()).ifPresent(link -> remove(f.address(), link));
            case EdgeFact.HostEnd f -> route.deleteLink(Names.TO_HOST);
        }
    }

    /** Somebody may have made an EIP of IPv4 an address of the link. */
    private void remove(IpAddress eip, Link uplink) {
        Rtnetlink route = namespace.route();
        if (eip.family() == Family.IPV4) {
            route.routes().delete(KernelRoute.local(uplink.index(), eip));
        }
        route.addresses().delete(uplink.index(), eip, eip.family().bits());
    }

    /**
     * Of IPv4 a local route is enough for the kernel to answer for an EIP. Addresses it keeps in lists, which it walks for
     * each one more (inet_insert_ifa in net/ipv4/devinet.c, fib_sync_up in net/ipv4/fib_semantics.c). Those of IPv6
     * it only answers for when they are addresses. The neighbours in the provider network may know the EIP from another
     * VPC, hence the announcement.
     */
    private void outside(EdgeFact.Outside fact) {
        Rtnetlink route = namespace.route();
        Link uplink = route.link(fact.uplink())
                .orElseThrow(() -> new KernelException(Errno.ENODEV, "the uplink " + fact.uplink()));
        IpAddress eip = fact.address();
        switch (eip.family()) {
            case IPV4 -> route.routes().replace(KernelRoute.local(uplink.index(), eip));
            case IPV6 -> route.addresses().add(uplink.index(), eip, eip.family().bits());
        }
        namespace
                .packets()
                .send(uplink.index(), Announcer.announcement(eip, uplink.mac()).encode());
    }
}
