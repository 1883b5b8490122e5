package dev.perch.bench;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.PacketSocket;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * New flows from the left to the right of a pair: UDP packets with 64 bytes of data, each with a source port that no other has, straight
 * onto the left's interface. They are counted at the right's interface, and by the sender's processor time, which carries a
 * packet up to the receiver's socket: the state of 50,000 flows is made in a fraction of a second, in which a machine with others on it
 * would lose too much to them.
 */
final class NewFlows {
    static final MacAddress LEFT = new MacAddress(0xfa16_3e00_0001L);
    static final MacAddress RIGHT = new MacAddress(0xfa16_3e00_0002L);

    private static final int TARGET = 4000;
    private static final int FIRST = 10_000;
    private static final int FLOWS = 50_000;
    private static final int PAYLOAD = 64;
    private static final int IP = 14;
    private static final int UDP = IP + 20;

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private NewFlows() {}

    /** Thousands in a second of processor time, of those that arrived. */
    static double once(Pair pair) {
        try (DatagramChannel _ = pair.right().inside(NewFlows::sink)) {
            long before = arrived(pair.right());
            double seconds = pair.left().inside(NewFlows::send) / 1e9;
            return (arrived(pair.right()) - before) / seconds / 1e3;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatagramChannel sink() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(Pair.RIGHT, TARGET));
    }

    /** Packets that the interface has got. */
    private static long arrived(Namespace namespace) {
        String devices = namespace.inside(() -> Files.readString(Path.of("/proc/thread-self/net/dev")));
        String eth0 = devices.substring(devices.indexOf("eth0:") + 5).strip();
        return Long.parseLong(eth0.split("\\s+", 3)[1]);
    }

    /** Nanoseconds of processor time. */
    private static long send() throws IOException {
        byte[] frame = frame();
        int index = NetworkInterface.getByName("eth0").getIndex();
        try (PacketSocket socket = new PacketSocket(0)) {
            long start = PROCESSOR.getCurrentThreadCpuTime();
            for (int port = FIRST; port < FIRST + FLOWS; port++) {
                frame[UDP] = (byte) (port >> 8);
                frame[UDP + 1] = (byte) port;
                send(socket, index, frame);
            }
            return PROCESSOR.getCurrentThreadCpuTime() - start;
        }
    }

    /** Until there is room: the veth refuses what the receiver's queue does not take. */
    private static void send(PacketSocket socket, int index, byte[] frame) {
        for (boolean sent = false; !sent; ) {
            try {
                socket.send(index, frame);
                sent = true;
            } catch (KernelException e) {
                if (!e.is(Errno.ENOBUFS)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** UDP over IPv4 without a checksum of its own. */
    private static byte[] frame() {
        ByteBuffer frame = ByteBuffer.allocate(UDP + 8 + PAYLOAD);
        frame.put(RIGHT.bytes()).put(LEFT.bytes()).putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (frame.capacity() - IP));
        frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.put(IpAddress.of(Pair.LEFT).bytes()).put(IpAddress.of(Pair.RIGHT).bytes());
        frame.putShort(IP + 10, checksum(frame));
        frame.putShort((short) 0).putShort((short) TARGET).putShort((short) (8 + PAYLOAD));
        return frame.array();
    }

    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = IP; at < UDP; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >> 16));
    }
}
