package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.IpAddress;

/** Makes or removes one fact of what connects VPCs with the outside. */
record EdgeExecution(
        Provider provider, HostSide host, RoutingExecution routing, VpcState state, VpcNamespace namespace) {

    void make(EdgeFact fact) {
        switch (fact) {
            case EdgeFact.Uplink f -> {
                if (provider.plug(f, namespace)) {
                    // What was on the one before went with it.
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
            case EdgeFact.Outside f ->
                route.link(f.uplink())
                        .ifPresent(link -> route.addresses()
                                .delete(
                                        link.index(),
                                        f.address(),
                                        f.address().family().bits()));
            case EdgeFact.HostEnd f -> route.deleteLink(Names.TO_HOST);
        }
    }

    /**
     * The neighbours in the provider network may know the EIP from another VPC, hence the announcement. With the last
     * address of IPv4 the kernel has forgotten the routes over the link.
     */
    private void outside(EdgeFact.Outside fact) {
        Rtnetlink route = namespace.route();
        Link uplink = route.link(fact.uplink())
                .orElseThrow(() -> new KernelException(Errno.ENODEV, "the uplink " + fact.uplink()));
        IpAddress address = fact.address();
        route.addresses().add(uplink.index(), address, address.family().bits());
        routing.restore(fact.uplink());
        namespace
                .packets()
                .send(
                        uplink.index(),
                        Announcer.announcement(address, uplink.mac()).encode());
    }
}
