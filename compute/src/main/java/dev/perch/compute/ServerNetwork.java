package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.nio.file.Path;

/** The network namespace of one server. */
record ServerNetwork(NetworkNamespaces namespaces, String instance, ServerId server) {

    static String prefix(String instance) {
        return "perch-" + instance + "-s-";
    }

    String name() {
        return prefix(instance) + server.value().toString().replace("-", "").substring(0, 12);
    }

    Path path() {
        return namespaces.path(name());
    }

    boolean exists() {
        return namespaces.exists(name());
    }

    /** Gives the name back to the namespace that a process is in. */
    void nameAgain(long pid) {
        namespaces.name(name(), pid);
    }

    void delete() {
        namespaces.delete(name());
    }

    /** Makes the namespace. It inherits some settings from the host's; a server begins the same whatever its host does. */
    void create() {
        namespaces.create(name());
        inside("for f in all default; do echo 0 >/proc/sys/net/ipv4/conf/$f/rp_filter; done;"
                + " echo 0 >/proc/sys/net/ipv4/ip_forward");
    }

    boolean forwards() {
        return exists() && inside("cat /proc/sys/net/ipv4/ip_forward").equals("1");
    }

    /** Lets no packet in or out, until {@link #open}: the kernel would answer for stopped processes. */
    void shut() {
        inside("""
                for nic in $(ip -o link | sed -n 's/^[0-9]*: \\([^:@]*\\).*/\\1/p'); do
                    [ "$nic" = lo ] || printf '%s\\n' \\
                        "add chain netdev perch-pause in-$nic { type filter hook ingress device \\"$nic\\" priority -500; policy drop; }" \\
                        "add chain netdev perch-pause out-$nic { type filter hook egress device \\"$nic\\" priority -500; policy drop; }"
                done | { echo 'add table netdev perch-pause'; cat; } | nft -f -
                """);
    }

    void open() {
        inside("printf 'add table netdev perch-pause\\ndelete table netdev perch-pause\\n' | nft -f -");
    }

    private String inside(String script) {
        return Programs.run("nsenter", "--net=" + path(), "/bin/sh", "-c", script);
    }
}
