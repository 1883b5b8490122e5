package dev.perch.fabric.linux;

import dev.perch.fabric.linux.kernel.NetworkNamespaces;
import java.nio.file.Path;
import java.util.List;

/**
 * Named network namespaces, as {@code ip netns} knows them: bind mounts under {@code /run/netns}. They outlive the
 * process that made them. Names are at most 255 characters without slash.
 */
public final class Namespaces {

    /** The file by which a namespace is entered, whether or not it exists. */
    public Path path(String name) {
        return NetworkNamespaces.path(name);
    }

    /** Makes a namespace with its loopback interface up. Does nothing when it exists. */
    public void create(String name) {
        NetworkNamespaces.create(name);
    }

    /** Gives the namespace of a process a name. Does nothing when the name is one's already, or the process is gone. */
    public void name(String name, long pid) {
        NetworkNamespaces.name(name, Path.of("/proc", Long.toString(pid), "ns/net"));
    }

    /** Removes the name; the namespace itself ends with its last process and socket. Deleting a missing one succeeds. */
    public void delete(String name) {
        NetworkNamespaces.delete(name);
    }

    /** Whether the name is there and really is a namespace, not the empty file that an unmount leaves. */
    public boolean exists(String name) {
        return NetworkNamespaces.exists(name);
    }

    /** The names that begin with {@code prefix}, in order, including names whose namespace is gone. */
    public List<String> list(String prefix) {
        return NetworkNamespaces.list(prefix);
    }
}
