package dev.perch.fabric.linux.kernel;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A platform thread whose tasks run in a network namespace. Sockets made by a task belong to that namespace for good and may
 * be used from any thread; the same holds for nothing else, so {@code /proc/sys} is only touched here.
 *
 * <p>A thread gives its network namespace to every thread that it starts (clone(2)), and who wakes a virtual thread may start
 * a carrier for it. So this one is at home, where the process began, between its tasks, and also before it tells that one is
 * done: a carrier that began elsewhere would listen, connect and run programs there ever after.
 */
public final class NamespaceThread implements AutoCloseable {
    /** Its calls are shallow; a machine may have a thousand VPCs. */
    private static final int STACK_BYTES = 256 * 1024;

    /** The process's own is that of its first thread, which is never one of these. */
    private static final int HOME = Libc.open("/proc/self/ns/net", Libc.O_RDONLY);

    private final String name;
    private final ExecutorService executor;
    private final int namespace;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NamespaceThread(String name, Supplier<Integer> namespace) {
        this.name = name;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(null, task, "netns " + name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.namespace = finished(namespace::get);
        } catch (RuntimeException e) {
            executor.shutdown();
            throw e;
        }
    }

    /** A thread in the namespace of this file. */
    public static NamespaceThread enter(Path file) {
        NamespaceThread thread =
                new NamespaceThread(file.getFileName().toString(), () -> Libc.open(file.toString(), Libc.O_RDONLY));
        try {
            thread.call(() -> null); // what is no namespace shows here
            return thread;
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** A thread in a new namespace without name, which ends with it. */
    public static NamespaceThread unshare(String name) {
        return new NamespaceThread(name, () -> {
            Libc.unshare(Libc.CLONE_NEWNET);
            return Libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY);
        });
    }

    /** Runs the task on this thread and waits for it. A checked exception comes back as an unchecked one's cause. */
    public <T> T call(Callable<T> task) {
        return finished(() -> {
            Libc.setNamespace(namespace, Libc.CLONE_NEWNET, name);
            return task.call();
        });
    }

    private <T> T finished(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        executor.execute(() -> atHome(task, done));
        try {
            return done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case KernelException k -> throw k;
                case RuntimeException r -> throw r;
                case Error error -> throw error;
                default -> throw new IllegalStateException("in namespace " + name, e.getCause());
            }
        }
    }

    /** Runs the task wherever it goes, comes home, and only then tells. */
    private static <T> void atHome(Callable<T> task, CompletableFuture<T> done) {
        T result = null;
        Throwable failure = null;
        try {
            result = task.call();
        } catch (Throwable t) {
            failure = t;
        }
        Libc.setNamespace(HOME, Libc.CLONE_NEWNET, "home");
        if (failure == null) {
            done.complete(result);
        } else {
            done.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            executor.execute(() -> Libc.close(namespace));
            executor.shutdown();
        }
    }
}
