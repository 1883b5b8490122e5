package dev.perch.fabric.linux.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The functions of the C library that the fabric calls. Each returns what the C function returns, and throws
 * {@link KernelException} with the captured errno where that returns -1. Interrupted calls are repeated.
 */
public final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = intFunction("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = intFunction("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = intFunction("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            intFunction("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDTO =
            longFunction("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECV = longFunction("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle READ = longFunction("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = longFunction("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = intFunction("close", JAVA_INT);
    private static final MethodHandle OPEN = variadic("open", JAVA_INT, 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL = variadic("ioctl", JAVA_INT, 2, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SETNS = intFunction("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle UNSHARE = intFunction("unshare", JAVA_INT);
    private static final MethodHandle MOUNT = intFunction("mount", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle UMOUNT2 = intFunction("umount2", ADDRESS, JAVA_INT);
    private static final MethodHandle EVENTFD = intFunction("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE1 = intFunction("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL = intFunction("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT = intFunction("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle SYSCALL = variadic("syscall", JAVA_LONG, 1, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** Not in every C library, hence by number; the same on all architectures since Linux 5.3. */
    private static final long SYS_PIDFD_OPEN = 434;

    /** linux/sockios.h, the form with a struct timespec of two longs. */
    private static final long SIOCGSTAMPNS = 0x8907;

    public static final int O_RDONLY = 0;
    public static final int O_CLOEXEC = 0x80000;
    public static final int CLONE_NEWNET = 0x40000000;
    public static final int MSG_DONTWAIT = 0x40;

    private Libc() {}

    public static int socket(int domain, int type, int protocol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((int) SOCKET.invokeExact(state, domain, type | O_CLOEXEC, protocol), state, "socket");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    public static void bind(int fd, byte[] address, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int r = (int) BIND.invokeExact(state, fd, copy(arena, address), address.length);
            checked(r, state, "bind " + what);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** The socket's own address, {@code length} bytes of it. */
    public static byte[] socketName(int fd, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment address = arena.allocate(length, 8);
            int r = (int) GETSOCKNAME.invokeExact(state, fd, address, arena.allocateFrom(JAVA_INT, length));
            checked(r, state, "getsockname");
            return address.toArray(JAVA_BYTE);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    public static void setOption(int fd, int level, int name, int value) {
        setOption(
                fd,
                level,
                name,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }

    public static void setOption(int fd, int level, int name, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int r = (int) SETSOCKOPT.invokeExact(state, fd, level, name, copy(arena, value), value.length);
            checked(r, state, "setsockopt " + level + "/" + name);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** Sends one message; an empty {@code address} means the socket's peer. */
    public static long send(int fd, byte[] message, byte[] address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment to = address.length == 0 ? MemorySegment.NULL : copy(arena, address);
            MemorySegment bytes = copy(arena, message);
            while (true) {
                long r = (long) SENDTO.invokeExact(state, fd, bytes, (long) message.length, 0, to, address.length);
                if (r >= 0 || errno(state) != Errno.EINTR) {
                    return checked(r, state, "sendto");
                }
            }
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** Receives into {@code buffer}; the message's length, or -1 when it would block. */
    public static long receive(int fd, MemorySegment buffer, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long r = (long) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), flags);
                if (r < 0 && errno(state) == Errno.EAGAIN) {
                    return -1;
                }
                if (r >= 0 || errno(state) != Errno.EINTR) {
                    return checked(r, state, "recv");
                }
            }
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * When the message that was received last came in, by the wall clock, in nanoseconds since 1970: as the kernel noted, not when
     * it was fetched. The first call makes it note that, and answers with the present.
     */
    public static long lastArrival(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment time = arena.allocate(16, 8);
            checked((int) IOCTL.invokeExact(state, fd, SIOCGSTAMPNS, time), state, "ioctl SIOCGSTAMPNS");
            return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static long read(int fd, MemorySegment buffer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((long) READ.invokeExact(state, fd, buffer, buffer.byteSize()), state, "read");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static long write(int fd, MemorySegment bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()), state, "write");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** Closes a descriptor. As close(2) advises, an error is not repeated; there is nothing to do about it. */
    public static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int r = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags | O_CLOEXEC, 0);
            return checked(r, state, "open " + path);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** Moves the calling platform thread into a namespace. */
    public static void setNamespace(int fd, int kind, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked((int) SETNS.invokeExact(state, fd, kind), state, "setns " + what);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** Gives the calling platform thread a namespace of its own. */
    static void unshare(int kind) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked((int) UNSHARE.invokeExact(state, kind), state, "unshare");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static void mount(String source, String target, String type, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment from = arena.allocateFrom(source);
            MemorySegment to = arena.allocateFrom(target);
            int r = (int) MOUNT.invokeExact(state, from, to, arena.allocateFrom(type), flags, MemorySegment.NULL);
            checked(r, state, "mount " + source + " on " + target);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static void unmount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked((int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), flags), state, "umount " + target);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static int eventDescriptor() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((int) EVENTFD.invokeExact(state, 0, O_CLOEXEC | 0x800), state, "eventfd");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static int epollCreate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((int) EPOLL_CREATE1.invokeExact(state, O_CLOEXEC), state, "epoll_create1");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static void epollControl(int epoll, int operation, int fd, MemorySegment event) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state, "epoll_ctl");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    static int epollWait(int epoll, MemorySegment events, int count, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int r = (int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis);
            return r < 0 && errno(state) == Errno.EINTR ? 0 : checked(r, state, "epoll_wait");
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** A descriptor that becomes readable when the process ends. */
    static int pidfdOpen(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long r = (long) SYSCALL.invokeExact(state, SYS_PIDFD_OPEN, pid, 0L);
            return (int) checked(r, state, "pidfd_open " + pid);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    private static MemorySegment copy(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length, 8);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        return segment;
    }

    private static int checked(int result, MemorySegment state, String context) {
        return (int) checked((long) result, state, context);
    }

    private static long checked(long result, MemorySegment state, String context) {
        if (result < 0) {
            throw new KernelException(errno(state), context);
        }
        return result;
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static RuntimeException rethrow(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(t);
        };
    }

    private static MethodHandle intFunction(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle longFunction(String name, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    private static MethodHandle variadic(String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(result, arguments), Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
        options[more.length] = Linker.Option.captureCallState("errno");
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
        return LINKER.downcallHandle(symbol, descriptor, options);
    }
}
