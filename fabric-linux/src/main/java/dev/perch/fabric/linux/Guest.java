package dev.perch.fabric.linux;

import dev.perch.fabric.Intent.PortIntent;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The guest's end of a cable. Touched only while it is plugged in. */
final class Guest {
    private Guest() {}

    /** Makes the cable, both ends down, the guest's directly in its namespace. */
    static void plug(VpcNamespace vpc, PortIntent intent, String link, int mtu) {
        String namespace = intent.plug().namespace();
        int descriptor = Libc.open(namespace, Libc.O_RDONLY);
        try {
            try {
                vpc.route().createVeth(link, mtu, intent.plug().interfaceName(), intent.mac(), descriptor);
            } catch (KernelException e) {
                if (!e.is(Errno.EEXIST) || !unplugStale(intent)) {
                    throw e;
                }
                vpc.route().createVeth(link, mtu, intent.plug().interfaceName(), intent.mac(), descriptor);
            }
        } finally {
            Libc.close(descriptor);
        }
    }

    /**
     * Removes the port's end of a cable into a VPC namespace that is no more: the kernel takes a while over those, and
     * longer when a process stays in one. Told by the port's MAC.
     */
    private static boolean unplugStale(PortIntent intent) {
        try (NamespaceThread thread =
                        NamespaceThread.enter(Path.of(intent.plug().namespace()));
                Rtnetlink route = thread.call(Rtnetlink::open)) {
            String name = intent.plug().interfaceName();
            Optional<Link> found = route.link(name);
            boolean stale = found.filter(
                            link -> link.kind().equals("veth") && link.mac().equals(intent.mac()))
                    .isPresent();
            if (stale) {
                route.deleteLink(name);
            }
            // The kernel may have got to it meanwhile.
            return stale || found.isEmpty();
        }
    }

    /**
     * Puts the guest's end up, and only when it can send gives it its addresses and routes. Its alias comes last: by that a
     * guest knows that the interface is complete.
     *
     * @param forwards called with both ends up; returns when the port forwards and the guest's end sends
     */
    static void seed(PortIntent intent, String alias, Runnable forwards) {
        Path namespace = Path.of(intent.plug().namespace());
        try (NamespaceThread thread = NamespaceThread.enter(namespace);
                Rtnetlink route = thread.call(Rtnetlink::open)) {
            int index = route.index(intent.plug().interfaceName());
            route.setUp(index, true);
            forwards.run();
            intent.plug().seeds().forEach(seed -> route.addresses().add(index, seed.address(), seed.prefixLength()));
            intent.plug().defaultRoutes().forEach(router -> route.routes().addDefault(index, router));
            route.setAlias(index, alias);
        }
    }

    /** The number by which the VPC knows the guest's namespace; empty when it is gone or not connected to it. */
    static OptionalInt number(VpcNamespace vpc, String namespace) {
        if (!Files.exists(Path.of(namespace))) {
            return OptionalInt.empty();
        }
        int descriptor = Libc.open(namespace, Libc.O_RDONLY);
        try {
            return vpc.route().namespaceNumber(descriptor);
        } finally {
            Libc.close(descriptor);
        }
    }
}
