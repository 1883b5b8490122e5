package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Neighbors.Forwarding;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import java.util.Optional;

/** The provider network as VPCs see it: a bridge in a namespace of its own, into which each of them plugs its uplink. */
final class Provider {
    static final int MTU = 1500;

    private final Names names;
    private final VpcState state;
    private final Runnable make;

    /**
     * @param state of the provider network, whose monitor is only taken by who has at most a VPC's
     * @param make  makes the provider network as it should be
     */
    Provider(Names names, VpcState state, Runnable make) {
        this.names = names;
        this.state = state;
        this.make = make;
    }

    /** What is known of an uplink by its end in the VPC. */
    KernelFact uplink(EdgeFact.Uplink expected, Link link) {
        boolean sound = link.up() && names.mark(link.alias()).isPresent() && isPluggedIn(expected);
        return new EdgeFact.Uplink(expected.object(), link.name(), link.mac(), sound);
    }

    private boolean isPluggedIn(EdgeFact.Uplink uplink) {
        return state.namespace()
                .map(VpcNamespace::route)
                .flatMap(route -> route.link(Names.PROVIDER_BRIDGE)
                        .flatMap(bridge -> route.link(uplink.name())
                                .filter(port -> port.up() && port.master() == bridge.index() && !port.unicastFlood())
                                .flatMap(port -> route.neighbors()
                                        .forwarding(bridge.index(), uplink.mac())
                                        .filter(Forwarding::permanent)
                                        .filter(f -> f.index() == port.index()))))
                .isPresent();
    }

    /** Makes an uplink, or puts it right. Its alias comes last: one without was left half-made. */
    void plug(EdgeFact.Uplink uplink, VpcNamespace vpc) {
        Rtnetlink far = ready().route();
        Rtnetlink near = vpc.route();
        if (near.link(uplink.name()).isEmpty() || far.link(uplink.name()).isEmpty()) {
            near.deleteLink(uplink.name());
            far.deleteLink(uplink.name());
            int descriptor = Libc.open(NetworkNamespaces.path(vpc.name()).toString(), Libc.O_RDONLY);
            try {
                far.createVeth(uplink.name(), MTU, uplink.name(), uplink.mac(), descriptor);
            } finally {
                Libc.close(descriptor);
            }
        }
        String alias = names.alias(uplink.object());
        int port = far.index(uplink.name());
        far.enslave(port, far.index(Names.PROVIDER_BRIDGE));
        far.setUp(port, true);
        far.neighbors().addForwarding(port, uplink.mac());
        far.setAlias(port, alias);
        int index = near.index(uplink.name());
        near.setMac(index, uplink.mac());
        near.setUp(index, true);
        far.settle(uplink.name());
        near.setAlias(index, alias);
    }

    private VpcNamespace ready() {
        Optional<VpcNamespace> there = state.namespace();
        if (there.flatMap(n -> n.route().link(Names.PROVIDER_BRIDGE)).isEmpty()) {
            make.run();
            there = state.namespace();
        }
        return there.orElseThrow(() -> new KernelException(Errno.ENOENT, "the provider network's namespace"));
    }
}
