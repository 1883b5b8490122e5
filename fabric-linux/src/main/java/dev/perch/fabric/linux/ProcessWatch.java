package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.Epoll;
import dev.perch.fabric.linux.kernel.Errno;
import dev.perch.fabric.linux.kernel.KernelException;
import dev.perch.fabric.linux.kernel.ProcessDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells within a fraction of a millisecond that a process ended, whoever its parent is. One thread waits for all of
 * them by their pidfds.
 */
public final class ProcessWatch implements AutoCloseable {
    private final Epoll epoll = new Epoll();
    private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Runnable> alreadyGone = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Watched(ProcessDescriptor process, Runnable whenGone) {}

    public ProcessWatch() {
        thread = Thread.ofPlatform().daemon().name("process watch").start(this::run);
    }

    /**
     * Calls {@code whenGone} once, on the watch's own thread, when the process has ended; at once when there is none.
     * It must not block for long and must not throw. The pid is resolved now: make sure before or after that it is the
     * process you mean (pids are used again), e.g. by its start time.
     *
     * @return stops watching
     */
    public Watch watch(long pid, Runnable whenGone) {
        Optional<ProcessDescriptor> process = open(pid);
        if (process.isEmpty()) {
            alreadyGone.add(whenGone);
            epoll.wake();
            return () -> alreadyGone.remove(whenGone);
        }
        int fd = process.get().descriptor();
        Watched entry = new Watched(process.get(), whenGone);
        watched.put(fd, entry);
        epoll.add(fd);
        return () -> {
            if (watched.remove(fd, entry)) {
                release(entry);
            }
        };
    }

    /** A process that is being watched. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private static Optional<ProcessDescriptor> open(long pid) {
        try {
            return Optional.of(ProcessDescriptor.open(pid));
        } catch (KernelException e) {
            if (e.is(Errno.ESRCH)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void run() {
        while (!closed) {
            for (int fd : epoll.await(Duration.ofDays(1))) {
                Watched entry = watched.remove(fd);
                if (entry != null) {
                    release(entry);
                    entry.whenGone().run();
                }
            }
            for (Runnable gone = alreadyGone.poll(); gone != null; gone = alreadyGone.poll()) {
                gone.run();
            }
        }
        watched.values().forEach(this::release);
        epoll.close();
    }

    private void release(Watched entry) {
        epoll.remove(entry.process().descriptor());
        entry.process().close();
    }

    /** Stops watching; no callback runs afterwards. */
    @Override
    public void close() {
        closed = true;
        epoll.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
