package dev.perch.compute;

import dev.perch.model.ObjectId.ServerId;
import java.util.List;

/**
 * How a server is to be started.
 *
 * @param name       the server's name; the hostname is made of it
 * @param userData   a script: any {@code #!} interpreter, {@code /bin/sh} without one; may be empty
 * @param interfaces names of the network interfaces to wait for before the script runs, e.g. {@code eth0}; one is there
 *     when it has an alias
 * @param number     tells one start from another, see {@link dev.perch.model.Server#boot()}
 */
public record Boot(ServerId server, String name, String userData, List<String> interfaces, long number) {

    public Boot {
        interfaces = List.copyOf(interfaces);
        for (String nic : interfaces) {
            if (!nic.matches("[A-Za-z0-9._-]{1,15}")) {
                throw new IllegalArgumentException("not the name of a network interface: " + nic);
            }
        }
    }

    /** The name as a hostname: what is not a letter, digit, dot or hyphen becomes a hyphen; at most 63 characters. */
    public String hostname() {
        String allowed = name.replaceAll("[^A-Za-z0-9.-]", "-").replaceAll("^[-.]+", "");
        String cut = allowed.substring(0, Math.min(allowed.length(), 63)).replaceAll("[-.]+$", "");
        return cut.isEmpty() ? "server-" + server.value().toString().substring(0, 8) : cut;
    }
}
