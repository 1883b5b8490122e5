package dev.perch.daemon;

import dev.perch.compute.NetworkNamespaces;
import dev.perch.fabric.linux.Namespaces;
import java.nio.file.Path;
import java.util.List;

/** The namespaces of servers are made by the Linux fabric's means. */
final class ServerNamespaces implements NetworkNamespaces {
    private final Namespaces namespaces = new Namespaces();

    @Override
    public Path path(String name) {
        return namespaces.path(name);
    }

    @Override
    public void create(String name) {
        namespaces.create(name);
    }

    @Override
    public void name(String name, long pid) {
        namespaces.name(name, pid);
    }

    @Override
    public void delete(String name) {
        namespaces.delete(name);
    }

    @Override
    public boolean exists(String name) {
        return namespaces.exists(name);
    }

    @Override
    public List<String> list(String prefix) {
        return namespaces.list(prefix);
    }
}
