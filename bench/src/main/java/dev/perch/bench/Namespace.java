package dev.perch.bench;

import dev.perch.fabric.linux.Namespaces;
import dev.perch.fabric.linux.kernel.NamespaceThread;
import java.util.concurrent.Callable;

/** A network namespace of the benchmark's own. */
final class Namespace implements AutoCloseable {
    private static final Namespaces ALL = new Namespaces();

    private final String name;
    private final NamespaceThread thread;

    Namespace(String name) {
        this.name = name;
        ALL.delete(name);
        ALL.create(name);
        this.thread = NamespaceThread.enter(ALL.path(name));
    }

    String name() {
        return name;
    }

    String path() {
        return ALL.path(name).toString();
    }

    /** Runs a task whose sockets belong to this namespace. */
    <T> T inside(Callable<T> task) {
        return thread.call(task);
    }

    String sh(String line) {
        return Shell.run("ip", "netns", "exec", name, "/bin/sh", "-ec", line);
    }

    @Override
    public void close() {
        thread.close();
        ALL.delete(name);
    }
}
