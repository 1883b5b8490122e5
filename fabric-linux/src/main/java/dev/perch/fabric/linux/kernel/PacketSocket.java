package dev.perch.fabric.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sends Ethernet frames out of interfaces (packet(7)) of the namespace it was made in. Receives nothing. */
public final class PacketSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;

    private static final int SOL_SOCKET = 1;
    private static final int SO_MARK = 36;

    private final int fd = Libc.socket(AF_PACKET, SOCK_RAW, 0);

    /** A socket whose packets carry a mark, by which rules of the same namespace know them. */
    public PacketSocket(int mark) {
        Libc.setOption(fd, SOL_SOCKET, SO_MARK, mark);
    }

    /** Sends a frame out of the interface with this index; {@link KernelException} when it is down or gone. */
    public void send(int index, byte[] frame) {
        Libc.send(fd, frame, address(index));
    }

    /** {@code struct sockaddr_ll}; the destination is in the frame. */
    private static byte[] address(int index) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort((short) 0)
                .putInt(index)
                .array();
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
