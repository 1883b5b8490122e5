package dev.perch.fabric.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.perch.fabric.linux.kernel.Libc;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import dev.perch.fabric.linux.kernel.PacketSocket;
import dev.perch.fabric.linux.netlink.Rtnetlink;
import dev.perch.net.Bytes;
import dev.perch.net.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** An end of a cable in a guest: frames go in and come out as they are. */
final class Wire implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ALL = 0x0300;

    private final NamespaceThread thread;
    private final PacketSocket sender;
    private final int receiver;
    private final int index;

    Wire(World world, int guest) {
        thread = NamespaceThread.enter(Path.of("/run/netns", world.guestName(guest)));
        sender = thread.call(() -> new PacketSocket(0));
        receiver = thread.call(() -> Libc.socket(AF_PACKET, SOCK_RAW, 0));
        try (Rtnetlink route = thread.call(Rtnetlink::open)) {
            index = route.index("eth0");
        }
        Libc.bind(
                receiver,
                ByteBuffer.allocate(20)
                        .order(ByteOrder.nativeOrder())
                        .putShort((short) AF_PACKET)
                        .putShort(ALL)
                        .putInt(index)
                        .array(),
                "eth0");
    }

    void send(Frame frame) {
        sender.send(index, frame.encode());
    }

    void send(byte[] frame) {
        sender.send(index, frame);
    }

    /** Whether such a frame comes out within the time; frames that came before are looked at too, once. */
    boolean receives(Duration within, Predicate<Frame> which) {
        long deadline = System.nanoTime() + within.toNanos();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(2048);
            do {
                long length = Libc.receive(receiver, buffer, Libc.MSG_DONTWAIT);
                if (length > 0) {
                    byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
                    if (Frame.parse(Bytes.of(bytes)).toOptional().filter(which).isPresent()) {
                        return true;
                    }
                } else {
                    LockSupport.parkNanos(200_000);
                }
            } while (System.nanoTime() < deadline);
            return false;
        }
    }

    @Override
    public void close() {
        sender.close();
        Libc.close(receiver);
        thread.close();
    }
}
