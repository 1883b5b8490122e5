package dev.perch.fabric.linux.kernel;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A platform thread that entered a network namespace and never leaves it. Sockets made on it belong to that namespace
 * for good and may be used from any thread; the same holds for nothing else, so {@code /proc/sys} is only touched here.
 */
public final class NamespaceThread implements AutoCloseable {
    /** Its calls are shallow; a machine may have a thousand VPCs. */
    private static final int STACK_BYTES = 256 * 1024;

    private final String name;
    private final ExecutorService executor;

    private NamespaceThread(String name) {
        this.name = name;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(null, task, "netns " + name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A thread in the namespace of this file. */
    public static NamespaceThread enter(Path file) {
        NamespaceThread thread = new NamespaceThread(file.getFileName().toString());
        try {
            thread.call(() -> {
                int fd = Libc.open(file.toString(), Libc.O_RDONLY);
                try {
                    Libc.setNamespace(fd, Libc.CLONE_NEWNET, file.toString());
                } finally {
                    Libc.close(fd);
                }
                return null;
            });
            return thread;
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** A thread in a new namespace without name, which ends with it. */
    public static NamespaceThread unshare(String name) {
        NamespaceThread thread = new NamespaceThread(name);
        try {
            thread.call(() -> {
                Libc.unshare(Libc.CLONE_NEWNET);
                return null;
            });
            return thread;
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** Runs the task on this thread and waits for it. A checked exception comes back as an unchecked one's cause. */
    public <T> T call(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
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

    @Override
    public void close() {
        executor.shutdown();
    }
}
