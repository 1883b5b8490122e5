package dev.perch.fabric.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The loopback interface of the calling thread's namespace, which is born down. */
final class Loopback {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final short RTM_NEWLINK = 16;
    private static final short NLM_F_REQUEST = 1;
    private static final int IFF_UP = 1;

    private Loopback() {}

    /** One rtnetlink message; the loopback interface has index 1 in every namespace. */
    static void up() {
        byte[] message = ByteBuffer.allocate(32)
                .order(ByteOrder.nativeOrder())
                .putInt(32)
                .putShort(RTM_NEWLINK)
                .putShort(NLM_F_REQUEST)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .putInt(1)
                .putInt(IFF_UP)
                .putInt(IFF_UP)
                .array();
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW, 0);
        try {
            Libc.send(fd, message, new byte[0]);
        } finally {
            Libc.close(fd);
        }
    }
}
