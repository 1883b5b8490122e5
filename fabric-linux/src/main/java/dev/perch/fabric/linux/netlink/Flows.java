package dev.perch.fabric.linux.netlink;

import dev.perch.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that conntrack knows in one namespace (linux/netfilter/nfnetlink_conntrack.h). Looks through all of
 * them, so it takes as long as there are many.
 */
public final class Flows implements AutoCloseable {
    private static final int SUBSYSTEM = 1;
    private static final int NEW = SUBSYSTEM << 8;
    private static final int GET = SUBSYSTEM << 8 | 1;
    private static final int DELETE = SUBSYSTEM << 8 | 2;
    private static final int FIXED = 4;

    private static final int ORIGINAL = 1;
    private static final int REPLY = 2;
    private static final int ID = 12;
    private static final int ZONE = 18;
    private static final int TUPLE_IP = 1;
    private static final int TUPLE_PROTO = 2;
    private static final int PROTO_NUMBER = 1;
    private static final int UDP = 17;

    private final NetlinkSocket socket;

    private Flows(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** In the namespace of the calling thread. */
    public static Flows open() {
        return new Flows(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /**
     * Forgets the flows that have one of these addresses at either end, before or after translation: the next packet of
     * each begins anew.
     *
     * @return how many there were
     */
    public int reset(Set<IpAddress> addresses, boolean udpOnly) {
        List<Received> those = all().stream()
                .filter(flow -> !udpOnly || protocol(flow) == UDP)
                .filter(flow -> addresses(flow).stream().anyMatch(addresses::contains))
                .toList();
        those.forEach(this::delete);
        return those.size();
    }

    private List<Received> all() {
        return socket.dump(header(GET, Message.DUMP, 0), "list flows").stream()
                .filter(message -> message.type() == NEW)
                .toList();
    }

    private static Set<IpAddress> addresses(Received flow) {
        Attributes attributes = flow.attributes(FIXED);
        Set<IpAddress> addresses = new HashSet<>();
        for (int direction : new int[] {ORIGINAL, REPLY}) {
            for (Attributes.Attribute end :
                    attributes.nested(direction).nested(TUPLE_IP).all()) {
                addresses.add(IpAddress.of(end.value()));
            }
        }
        return addresses;
    }

    private static int protocol(Received flow) {
        return flow.attributes(FIXED)
                .nested(ORIGINAL)
                .nested(TUPLE_PROTO)
                .number(PROTO_NUMBER)
                .orElse(0);
    }

    /** By its first packet, and by its number in case another has taken its place. */
    private void delete(Received flow) {
        Attributes attributes = flow.attributes(FIXED);
        Message message = header(DELETE, Message.ACK, flow.u8(0));
        for (int kind : new int[] {ORIGINAL, ZONE, ID}) {
            attributes.bytes(kind).ifPresent(value -> {
                if (kind == ORIGINAL) {
                    message.attribute(kind | Message.NESTED, value);
                } else {
                    message.attribute(kind, value);
                }
            });
        }
        socket.remove(message, "forget a flow");
    }

    private static Message header(int type, int flags, int family) {
        return new Message(type, flags).u8(family).u8(0).u16(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
