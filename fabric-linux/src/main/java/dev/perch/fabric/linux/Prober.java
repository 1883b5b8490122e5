package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.net.Bytes;
import dev.perch.net.Checksum;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks an address for an echo again and again, from inside a network namespace, and notes when each question left and when its
 * answer came. One thread sends, one receives. Memory is bounded: after {@value #MOST} probes it stops by itself.
 */
public final class Prober implements AutoCloseable {
    /** Four minutes at one probe each 2 ms. */
    static final int MOST = 120_000;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUF = 8;

    /** The receiver looks this often whether it should end: struct timeval {0 s, 50 ms}. */
    private static final byte[] RECEIVE_TIMEOUT = ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(0)
            .putLong(50_000)
            .array();

    private static final int ECHO_BYTES = 16;

    private final IpAddress target;
    private final byte[] socketAddress;
    private final int identifier;
    private final long interval;
    private final int fd;
    private final Instant anchor = Instant.now();
    private final long anchorNanos = System.nanoTime();
    private final long[] sent = new long[MOST];
    private final long[] answered = new long[MOST];
    private final Thread sender;
    private final Thread receiver;
    private volatile int count;
    private volatile boolean stopped;

    /**
     * Starts probing.
     *
     * @param namespace file of the network namespace to send from
     */
    public static Prober start(Path namespace, IpAddress target, Duration interval) {
        try (NamespaceThread inside = NamespaceThread.enter(namespace)) {
            int fd = inside.call(() -> target.family() == Family.IPV4
                    ? Libc.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
                    : Libc.socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
            Libc.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, RECEIVE_TIMEOUT);
            Libc.setOption(fd, SOL_SOCKET, SO_RCVBUF, 1 << 20);
            Prober prober = new Prober(target, interval, fd);
            prober.receiver.start();
            prober.sender.start();
            return prober;
        }
    }

    private Prober(IpAddress target, Duration interval, int fd) {
        this.target = target;
        this.socketAddress = socketAddress(target);
        this.interval = interval.toNanos();
        this.fd = fd;
        this.identifier = fd & 0xffff;
        this.sender = Thread.ofPlatform().daemon().name("probe " + target).unstarted(this::send);
        this.receiver =
                Thread.ofPlatform().daemon().name("answers of " + target).unstarted(this::receive);
    }

    public IpAddress target() {
        return target;
    }

    /** How many of the last probes, without a gap, were answered; those of the last {@code patience} are left out. */
    public int answeredInARow(Duration patience) {
        int known = known(patience);
        int row = 0;
        while (row < known && answered[known - 1 - row] != 0) {
            row++;
        }
        return row;
    }

    /** What was seen up to now; probes of the last {@code patience} may still be answered and are left out. */
    public ProbeTimeline timeline(Duration patience) {
        int known = known(patience);
        return new ProbeTimeline(anchor, anchorNanos, Arrays.copyOf(sent, known), Arrays.copyOf(answered, known));
    }

    private int known(Duration patience) {
        long until = System.nanoTime() - patience.toNanos();
        int known = count;
        while (known > 0 && sent[known - 1] > until) {
            known--;
        }
        return known;
    }

    /** Stops; the timeline stays. */
    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            join(sender);
            join(receiver);
            Libc.close(fd);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        long next = System.nanoTime();
        for (int i = 0; i < MOST && !stopped; i++) {
            long now = System.nanoTime();
            while (now < next) {
                LockSupport.parkNanos(next - now);
                now = System.nanoTime();
            }
            sent[i] = now;
            count = i + 1;
            try {
                Libc.send(fd, echo(i), socketAddress);
            } catch (RuntimeException unreachable) {
                // no route, no neighbour: a probe without an answer like any other
            }
            next = Math.max(next + interval, now);
        }
    }

    /** Echo request (RFC 792, RFC 4443 section 4.1) with the probe's number as data. The kernel fills ICMPv6 checksums. */
    private byte[] echo(int number) {
        ByteBuffer out = ByteBuffer.allocate(ECHO_BYTES)
                .put((byte) (target.family() == Family.IPV4 ? 8 : 128))
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) identifier)
                .putShort((short) number)
                .putInt(number)
                .putInt(0);
        if (target.family() == Family.IPV4) {
            out.putShort(2, (short) Checksum.of(Bytes.of(out.array())));
        }
        return out.array();
    }

    private void receive() {
        int replyType = target.family() == Family.IPV4 ? 0 : 129;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(2048);
            while (!stopped) {
                long length = Libc.receive(fd, buffer, 0);
                long now = System.nanoTime();
                if (length < 0) {
                    continue;
                }
                byte[] message =
                        buffer.asSlice(0, Math.min(length, buffer.byteSize())).toArray(ValueLayout.JAVA_BYTE);
                // a raw IPv4 socket gives the IP header too, an ICMPv6 one does not
                int at = target.family() == Family.IPV4 && message.length > 0 ? (message[0] & 0xf) * 4 : 0;
                if (message.length >= at + ECHO_BYTES) {
                    ByteBuffer echo = ByteBuffer.wrap(message);
                    int number = echo.getInt(at + 8);
                    boolean mine = (echo.get(at) & 0xff) == replyType
                            && (echo.getShort(at + 4) & 0xffff) == identifier
                            && number >= 0
                            && number < count;
                    if (mine && answered[number] == 0) {
                        answered[number] = Math.clamp(arrival(), sent[number], now);
                    }
                }
            }
        }
    }

    /** When the last message came, whenever this thread got to see it. */
    private long arrival() {
        long anchored = anchor.getEpochSecond() * 1_000_000_000L + anchor.getNano();
        return anchorNanos + Libc.lastArrival(fd) - anchored;
    }

    /** struct sockaddr_in or sockaddr_in6, port 0. */
    private static byte[] socketAddress(IpAddress target) {
        ByteBuffer out = ByteBuffer.allocate(target.family() == Family.IPV4 ? 16 : 28);
        out.order(ByteOrder.nativeOrder()).putShort((short) (target.family() == Family.IPV4 ? AF_INET : AF_INET6));
        out.position(target.family() == Family.IPV4 ? 4 : 8);
        return out.put(target.bytes()).array();
    }
}
