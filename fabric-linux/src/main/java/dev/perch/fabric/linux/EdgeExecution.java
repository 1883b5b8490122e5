package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.KernelRoute;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.IpAddress;
import dev.perch.net.Ipv6Address;

/** Makes or removes one fact of what connects VPCs with the outside. */
record EdgeExecution(
        Provider provider, HostSide host, RoutingExecution routing, VpcState state, VpcNamespace namespace) {

    void make(EdgeFact fact) {
        switch (fact) {
            case EdgeFact.Uplink f -> {
                provider.plug(f, namespace);
                // What was on it went with the one before, or when it was down.
                Settings.ofUplink(f.name()).forEach(namespace::set);
                KernelFact.Gateway own = EdgeFacts.ownAddress(state.vpc());
                namespace.route().addresses().add(namespace.route().index(f.name()), own.address(), own.prefixLength());
                state.eips().forEach(eip -> outside(new EdgeFact.Outside(eip.eip(), f.name(), eip.address())));
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

    /** Somebody may have made an EIP an address of the link. */
    private void remove(IpAddress eip, Link uplink) {
        Rtnetlink route = namespace.route();
        if (eip instanceof Ipv6Address v6) {
            route.neighbors().stopAnsweringFor(uplink.index(), v6);
        }
        route.routes().delete(KernelRoute.local(uplink.index(), eip));
        route.addresses().delete(uplink.index(), eip, eip.family().bits());
    }

    /**
     * Addresses the kernel keeps in lists, which it walks for each one more (inet_insert_ifa in net/ipv4/devinet.c, fib_sync_up in
     * net/ipv4/fib_semantics.c, ipv6_find_idev in net/ipv6/addrconf.c). Of IPv4 a local route is enough for it to answer
     * for an EIP, of IPv6 it needs a proxy entry besides. The neighbours in the provider network may know the EIP from another
     * VPC, hence the announcement.
     */
    private void outside(EdgeFact.Outside fact) {
        Rtnetlink route = namespace.route();
        Link uplink = route.link(fact.uplink())
                .orElseThrow(() -> new KernelException(Errno.ENODEV, "the uplink " + fact.uplink()));
        IpAddress eip = fact.address();
        route.routes().replace(KernelRoute.local(uplink.index(), eip));
        if (eip instanceof Ipv6Address v6) {
            route.neighbors().answerFor(uplink.index(), v6);
        }
        namespace
                .packets()
                .send(uplink.index(), Announcer.announcement(eip, uplink.mac()).encode());
    }
}
