package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.netlink.Addresses.InterfaceAddress;
import dev.perch.fabric.linux.netlink.Link;
import dev.perch.fabric.linux.netlink.NetlinkSocket;
import dev.perch.fabric.linux.netlink.Received;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import java.nio.file.Path;
import java.util.Set;

/** Tells when the host's end of the provider network may not be as it should be any more, or may be possible at last. */
final class HostWatch implements AutoCloseable {
    /** Links; addresses of IPv4 and of IPv6 (RTNLGRP_ in linux/rtnetlink.h). */
    private static final int[] GROUPS = {1, 5, 9};

    private final Set<String> links;
    private final Runnable suspect;
    private final NetlinkSocket notices;

    /**
     * @param namespace the host's, a file
     * @param links     the names of those that matter, whether they are there or not
     */
    HostWatch(Path namespace, Set<String> links, Runnable suspect) {
        this.links = links;
        this.suspect = suspect;
        try (NamespaceThread host = NamespaceThread.enter(namespace)) {
            this.notices = host.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE, GROUPS));
        }
    }

    int descriptor() {
        return notices.descriptor();
    }

    /** Takes in what has arrived. */
    void readable() {
        try {
            if (notices.poll().stream().anyMatch(this::matters)) {
                suspect.run();
            }
        } catch (KernelException e) {
            suspect.run(); // ENOBUFS: notices were lost
        }
    }

    private boolean matters(Received notice) {
        return switch (notice.type()) {
            case Rtnetlink.NEWLINK, Rtnetlink.DELLINK ->
                links.contains(Link.of(notice).name());
            case Rtnetlink.DELADDR -> InterfaceAddress.of(notice).isPresent();
            default -> false;
        };
    }

    @Override
    public void close() {
        notices.close();
    }
}
