package dev.perch.fabric.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.Libc;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A netlink socket in the namespace of the thread that opened it. Requests are answered one after another; a socket is
 * either for requests or, with groups, for notifications.
 */
public final class NetlinkSocket implements AutoCloseable {
    public static final int ROUTE = 0;
    public static final int NETFILTER = 12;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SOL_NETLINK = 270;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int CAP_ACK = 10;
    private static final int EXT_ACK = 11;
    private static final int STRICT = 12;
    private static final int SO_RCVTIMEO = 20;
    private static final int BUFFER = 8 << 20;
    private static final int DATAGRAM = 1 << 17;
    private static final int ATTEMPTS = 10;

    /** The kernel answers within the call; waiting longer means that the answer was lost. */
    private static final int PATIENCE_SECONDS = 5;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(DATAGRAM, 8);
    private final int fd;
    private final int port;
    private int sequence;
    private boolean closed;

    private NetlinkSocket(int fd, int port) {
        this.fd = fd;
        this.port = port;
    }

    /** Opens a socket of a protocol, e.g. {@link #ROUTE}, that hears the given multicast groups. */
    public static NetlinkSocket open(int protocol, int... groups) {
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW, protocol);
        try {
            Libc.setOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER);
            Libc.setOption(fd, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER);
            Libc.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(PATIENCE_SECONDS));
            Libc.setOption(fd, SOL_NETLINK, CAP_ACK, 1);
            Libc.setOption(fd, SOL_NETLINK, EXT_ACK, 1);
            if (protocol == ROUTE) {
                Libc.setOption(fd, SOL_NETLINK, STRICT, 1);
            }
            Libc.bind(fd, address(), "netlink");
            for (int group : groups) {
                Libc.setOption(fd, SOL_NETLINK, ADD_MEMBERSHIP, group);
            }
            return new NetlinkSocket(
                    fd,
                    ByteBuffer.wrap(Libc.socketName(fd, 12))
                            .order(ByteOrder.nativeOrder())
                            .getInt(4));
        } catch (RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** {@code struct sockaddr_nl} of a socket whose port the kernel chooses. */
    private static byte[] address() {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_NETLINK)
                .array();
    }

    private static byte[] timeval(long seconds) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(seconds)
                .array();
    }

    public int descriptor() {
        return fd;
    }

    /** The port number that the kernel puts into notifications about this socket's own requests. */
    public int port() {
        return port;
    }

    /** Sends a request and waits until the kernel has done it; {@link KernelException} when it refuses. */
    public synchronized void request(Message message, String what) {
        exchange(message, what);
    }

    /** Sends a request that takes something away; succeeds when it is not there. */
    public synchronized void remove(Message message, String what) {
        try {
            exchange(message, what);
        } catch (KernelException e) {
            switch (e.errno()) {
                case Errno.ENODEV, Errno.ENOENT, Errno.ESRCH, Errno.EADDRNOTAVAIL -> {}
                default -> throw e;
            }
        }
    }

    /** Sends a request for one thing; empty when the kernel says that there is none. */
    public synchronized Optional<Received> get(Message message, String what) {
        try {
            return exchange(message, what).stream().findFirst();
        } catch (KernelException e) {
            return switch (e.errno()) {
                case Errno.ENODEV, Errno.ENOENT, Errno.ESRCH -> Optional.empty();
                default -> throw e;
            };
        }
    }

    /** Everything of a kind. Begun again when something changes meanwhile, so that the answer is complete. */
    public List<Received> dump(Message message, String what) {
        return dump(message, what, all -> true);
    }

    /**
     * Everything of a kind, begun again until nothing changes meanwhile and {@code isWhole} agrees;
     * {@link KernelException} with EINTR when that never comes.
     */
    public synchronized List<Received> dump(Message message, String what, Predicate<List<Received>> isWhole) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Received> all = exchange(message, what);
            if (all.stream().noneMatch(Received::interrupted) && isWhole.test(all)) {
                return all;
            }
        }
        throw new KernelException(Errno.EINTR, what + ": it changes faster than it is listed");
    }

    private List<Received> exchange(Message message, String what) {
        int number = ++sequence;
        Libc.send(fd, message.bytes(number), new byte[0]);
        List<Received> answers = new ArrayList<>();
        while (true) {
            for (Received received : answer()) {
                if (received.sequence() != number) {
                    continue;
                }
                if (received.type() == Received.NLMSG_ERROR || received.type() == Received.NLMSG_DONE) {
                    if (received.error() != 0) {
                        throw new KernelException(received.error(), explained(what, received));
                    }
                    if (received.interrupted()) {
                        answers.add(received);
                    }
                    return answers;
                }
                answers.add(received);
            }
        }
    }

    private static String explained(String what, Received error) {
        return error.explanation().isEmpty() ? what : what + " (" + error.explanation() + ")";
    }

    /**
     * Sends messages in one datagram, of which nfnetlink makes one transaction, and waits for the acknowledgement of each
     * that asks for one. {@link KernelException} with the first error; then none of them was done.
     */
    public synchronized void transaction(List<Message> messages, String what) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream(messages.size() * 128);
        int first = sequence + 1;
        int acknowledged = 0;
        for (Message message : messages) {
            datagram.writeBytes(message.bytes(++sequence));
            acknowledged += (message.flags() & Message.ACK) != 0 ? 1 : 0;
        }
        Libc.send(fd, datagram.toByteArray(), new byte[0]);
        KernelException failure = null;
        while (acknowledged > 0) {
            for (Received received : answer()) {
                if (received.type() == Received.NLMSG_ERROR && received.sequence() - first >= 0) {
                    acknowledged--;
                    if (received.error() != 0 && failure == null) {
                        int index = received.sequence() - first;
                        failure =
                                new KernelException(received.error(), explained(what + ", message " + index, received));
                    }
                }
            }
            if (failure != null) {
                drain();
                throw failure;
            }
        }
    }

    private void drain() {
        while (!receive(Libc.MSG_DONTWAIT).isEmpty()) {
            continue;
        }
    }

    /** What has arrived, without waiting; {@link KernelException} with ENOBUFS when something was lost. */
    public synchronized List<Received> poll() {
        return closed ? List.of() : receive(Libc.MSG_DONTWAIT);
    }

    private List<Received> answer() {
        List<Received> received = receive(0);
        if (received.isEmpty()) {
            throw new KernelException(Errno.EAGAIN, "no answer from netlink within " + PATIENCE_SECONDS + " s");
        }
        return received;
    }

    private List<Received> receive(int flags) {
        long length = Libc.receive(fd, buffer, flags);
        if (length <= 0) {
            return List.of();
        }
        return Received.parse(buffer.asSlice(0, Math.min(length, DATAGRAM)).toArray(JAVA_BYTE));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(fd);
            arena.close();
        }
    }
}
