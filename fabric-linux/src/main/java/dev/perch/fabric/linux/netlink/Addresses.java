package dev.perch.fabric.linux.netlink;

import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The addresses on the interfaces of one namespace that are ours. */
public final class Addresses {
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_PROTO = 11;
    private static final int IFA_F_NODAD = 2;

    private static final Duration LOOK_AGAIN = Duration.ofNanos(100_000);
    private static final int LOOKS = 10_000;

    private final NetlinkSocket socket;
    private final Routes routes;

    Addresses(NetlinkSocket socket, Routes routes) {
        this.socket = socket;
        this.routes = routes;
    }

    /** An address on an interface that was put there with {@link Rtnetlink#OUR_PROTOCOL}. */
    public record InterfaceAddress(int index, IpAddress address, int prefixLength) {
        /** Empty when the address is not ours. */
        public static Optional<InterfaceAddress> of(Received message) {
            Attributes attributes = message.attributes(8);
            if (attributes.number(IFA_PROTO).orElse(0) != Rtnetlink.OUR_PROTOCOL) {
                return Optional.empty();
            }
            return attributes
                    .address(IFA_LOCAL)
                    .or(() -> attributes.address(IFA_ADDRESS))
                    .map(a -> new InterfaceAddress(message.int32(4), a, message.u8(1)));
        }
    }

    /** Our addresses, on all links (index 0) or on one. */
    public List<InterfaceAddress> list(int index) {
        Message message = new Message(Rtnetlink.GETADDR, Message.DUMP)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(index);
        return socket.dump(message, "list addresses").stream()
                .filter(m -> m.type() == Rtnetlink.NEWADDR)
                .flatMap(m -> InterfaceAddress.of(m).stream())
                .toList();
    }

    /** Adds an address without duplicate address detection; returns when neighbours that ask for it are answered. */
    public void add(int index, IpAddress address, int prefixLength) {
        socket.request(
                address(
                        Rtnetlink.NEWADDR,
                        Message.ACK | Message.CREATE | Message.REPLACE,
                        index,
                        address,
                        prefixLength),
                "add address " + address + " to " + index);
        if (address.family() == Family.IPV6) {
            awaitWorker(index, address);
        }
    }

    /**
     * A worker of the kernel's joins the group in which neighbours ask for the address, and then makes it local
     * (addrconf_dad_work in net/ipv6/addrconf.c). On a busy machine that takes a while, and who asks in vain asks again
     * after a second. If the worker takes even longer it is not waited for.
     */
    private void awaitWorker(int index, IpAddress address) {
        for (int look = 0; look < LOOKS && !routes.isLocal(address, index); look++) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    public void delete(int index, IpAddress address, int prefixLength) {
        socket.remove(
                address(Rtnetlink.DELADDR, Message.ACK, index, address, prefixLength), "delete address " + address);
    }

    private static Message address(int type, int flags, int index, IpAddress address, int prefixLength) {
        Message message = new Message(type, flags)
                .u8(Rtnetlink.family(address.family()))
                .u8(prefixLength)
                .u8(0)
                .u8(0)
                .u32(index)
                .attribute(IFA_LOCAL, address)
                .attribute(IFA_ADDRESS, address)
                .attribute8(IFA_PROTO, Rtnetlink.OUR_PROTOCOL);
        return address.family() == Family.IPV6 ? message.attribute32(IFA_FLAGS, IFA_F_NODAD) : message;
    }
}
