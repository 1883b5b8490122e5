package dev.perch.fabric.linux.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;

/** Waits until one of many descriptors is readable. One thread waits; any thread may add, remove or wake. */
public final class Epoll implements AutoCloseable {
    private static final int EPOLLIN = 1;
    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int BATCH = 64;

    /** {@code struct epoll_event} is packed on x86-64 only (sys/epoll.h). */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final long EVENT_SIZE = PACKED ? 12 : 16;
    private static final long DATA = PACKED ? 4 : 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate(EVENT_SIZE * BATCH, 8);
    private final MemorySegment drain = arena.allocate(JAVA_LONG);
    private final int epoll = Libc.epollCreate();
    private final int wake = Libc.eventDescriptor();

    public Epoll() {
        add(wake);
    }

    public void add(int fd) {
        control(ADD, fd);
    }

    public void remove(int fd) {
        control(REMOVE, fd);
    }

    private void control(int operation, int fd) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment event = local.allocate(16, 8);
            event.set(JAVA_INT_UNALIGNED, 0, EPOLLIN);
            event.set(JAVA_LONG_UNALIGNED, DATA, fd);
            Libc.epollControl(epoll, operation, fd, event);
        }
    }

    /** The readable descriptors; none when the time ran out or {@link #wake} was called. */
    public int[] await(Duration atMost) {
        int count = Libc.epollWait(epoll, events, BATCH, (int) Math.min(atMost.toMillis(), Integer.MAX_VALUE));
        int[] ready = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int fd = (int) events.get(JAVA_LONG_UNALIGNED, i * EVENT_SIZE + DATA);
            if (fd == wake) {
                Libc.read(wake, drain);
            } else {
                ready[n++] = fd;
            }
        }
        return Arrays.copyOf(ready, n);
    }

    /** Makes the waiting thread return at once. */
    public void wake() {
        try (Arena local = Arena.ofConfined()) {
            Libc.write(wake, local.allocateFrom(JAVA_LONG, 1));
        }
    }

    /** To be called by the waiting thread, or after it has ended. */
    @Override
    public void close() {
        Libc.close(wake);
        Libc.close(epoll);
        arena.close();
    }
}
