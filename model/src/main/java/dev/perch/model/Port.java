package dev.perch.model;

import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.SubnetId;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * A NIC, or an address that is kept for one.
 *
 * @param addresses  its own addresses, IPv4 first; at most one of each family
 * @param attachment what is plugged in, if anything
 * @param pairs      further addresses that may pass the source/destination check
 * @param groups     its security groups
 */
public record Port(
        PortId id,
        SubnetId subnet,
        Meta meta,
        MacAddress mac,
        List<IpAddress> addresses,
        Optional<Attachment> attachment,
        List<AddressPair> pairs,
        GroupSet groups) {

    public Port {
        addresses = List.copyOf(addresses);
        pairs = List.copyOf(pairs);
    }

    /** What a port is plugged into. */
    public sealed interface Attachment {}

    /**
     * The NIC number {@code index} (0 is the primary) of a server.
     *
     * @param deleteWithServer whether the port goes when the server is deleted
     */
    public record ServerNic(ServerId server, int index, boolean deleteWithServer) implements Attachment {}

    /**
     * An interface in a network namespace that Perch does not own.
     *
     * @param namespace     path of the namespace's file, e.g. {@code /run/netns/blue}
     * @param interfaceName the name it gets there, at most 15 characters
     */
    public record HostNamespace(String namespace, String interfaceName) implements Attachment {}

    /**
     * A further address, or block of addresses, that the port may use while its check is on.
     *
     * @param text   exactly as the user wrote it
     * @param prefix the block; length 0 switches the check off
     * @param mac    the MAC that goes with it; the port's own when empty
     */
    public record AddressPair(String text, IpPrefix prefix, Optional<MacAddress> mac) {}

    /** Whether source and destination addresses are checked: yes, unless a pair covers every address. */
    public boolean checked() {
        return pairs.stream().noneMatch(pair -> pair.prefix().length() == 0);
    }

    /** The server, when the port is a server's NIC. */
    public Optional<ServerId> server() {
        return attachment.map(a -> switch (a) {
            case ServerNic nic -> nic.server();
            case HostNamespace host -> null;
        });
    }
}
