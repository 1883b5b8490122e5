package dev.perch.fabric.linux.netlink;

import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.net.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Packets that rules logged to netfilter log groups (linux/netfilter/nfnetlink_log.h), each sent to us at once. */
public final class Nflog implements AutoCloseable {
    private static final int SUBSYSTEM = 4;
    private static final int CONFIG = SUBSYSTEM << 8 | 1;
    private static final int PACKET = SUBSYSTEM << 8;
    private static final int NFPROTO_BRIDGE = 7;
    private static final int FIXED = 4;

    private static final int CFG_CMD = 1;
    private static final int CFG_MODE = 2;
    private static final int CFG_TIMEOUT = 4;
    private static final int CFG_QTHRESH = 5;
    private static final int BIND = 1;
    private static final byte COPY_PACKET = 2;
    private static final int COPY_BYTES = 1024;

    private static final int IFINDEX_INDEV = 4;
    private static final int IFINDEX_PHYSINDEV = 6;
    private static final int PAYLOAD = 9;
    private static final int HWHEADER = 16;
    private static final int L2HDR = 21;

    private final NetlinkSocket socket;

    private Nflog(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * A logged packet.
     *
     * @param link  index of the link it came in by
     * @param frame the Ethernet frame, cut off at what the rule copies
     */
    public record Packet(int group, int link, Bytes frame) {}

    /** Receives these groups of the calling thread's namespace; {@link KernelException} when somebody else does. */
    public static Nflog open(int... groups) {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
        try {
            for (int group : groups) {
                socket.request(config(group).attribute8(CFG_CMD, BIND), "bind to log group " + group);
                Message mode = config(group)
                        .attribute(CFG_MODE, new byte[] {0, 0, COPY_BYTES >> 8, (byte) COPY_BYTES, COPY_PACKET, 0})
                        .attribute32BigEndian(CFG_TIMEOUT, 1)
                        .attribute32BigEndian(CFG_QTHRESH, 1);
                socket.request(mode, "set up log group " + group);
            }
            return new Nflog(socket);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Message config(int group) {
        return new Message(CONFIG, Message.ACK).u8(0).u8(0).u16BigEndian(group);
    }

    public int descriptor() {
        return socket.descriptor();
    }

    /** The packets that have arrived; none when none. {@link KernelException} with ENOBUFS when some were lost. */
    public List<Packet> poll() {
        List<Packet> packets = new ArrayList<>();
        for (Received message : socket.poll()) {
            if (message.type() == PACKET && message.u8(0) == NFPROTO_BRIDGE) {
                packet(message).ifPresent(packets::add);
            }
        }
        return packets;
    }

    static Optional<Packet> packet(Received message) {
        Attributes attributes = message.attributes(FIXED);
        int link = attributes
                .numberBigEndian(IFINDEX_PHYSINDEV)
                .orElse(attributes.numberBigEndian(IFINDEX_INDEV).orElse(0));
        Optional<byte[]> header = attributes.bytes(L2HDR).or(() -> attributes.bytes(HWHEADER));
        int group = message.u8(2) << 8 | message.u8(3);
        return header.map(h -> {
            byte[] payload = attributes.bytes(PAYLOAD).orElse(new byte[0]);
            byte[] frame = Arrays.copyOf(h, h.length + payload.length);
            System.arraycopy(payload, 0, frame, h.length, payload.length);
            return new Packet(group, link, Bytes.of(frame));
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
