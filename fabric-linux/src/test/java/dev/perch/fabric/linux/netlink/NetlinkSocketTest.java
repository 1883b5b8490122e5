package dev.perch.fabric.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetlinkSocketTest {
    private final NamespaceThread scratch = NamespaceThread.unshare("netlink-test");
    private final NetlinkSocket socket = scratch.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE));

    @AfterEach
    void remove() {
        socket.close();
        scratch.close();
    }

    /** With an empty {@code struct ifinfomsg}: every link. */
    private static Message links() {
        return new Message(Rtnetlink.GETLINK, Message.DUMP).u32(0).u32(0).u32(0).u32(0);
    }

    @Test
    void aListingIsBegunAgainUntilItIsWhole() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(socket.dump(links(), "list links", all -> looks.incrementAndGet() == 3))
                .isNotEmpty();
        assertThat(looks).hasValue(3);
    }

    @Test
    void aListingThatNeverBecomesWholeFails() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> socket.dump(links(), "list links", all -> false))
                .withMessageContaining("list links: it changes faster than it is listed")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINTR));
        assertThat(socket.dump(links(), "list links")).isNotEmpty();
    }
}
