package dev.perch.control;

import dev.perch.model.Eip;
import dev.perch.model.ObjectId;
import dev.perch.model.Port;
import dev.perch.model.Server;
import dev.perch.model.Subnet;
import dev.perch.model.Tag;
import dev.perch.model.VirtualIp;
import dev.perch.net.IpAddress;
import dev.perch.net.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * An elastic IP and how it is.
 *
 * @param bound  what it is bound to
 * @param holder who answers for the virtual IP that it is bound to; empty when nobody does, or when it is a port's
 * @param tags   in order of their keys
 */
public record EipView(Eip eip, Status status, Optional<Bound> bound, Optional<Holder> holder, List<Tag> tags) {
    public EipView {
        tags = List.copyOf(tags);
    }

    /** How an EIP is. */
    public enum Status {
        /** It stands for nothing. */
        UNBOUND,
        /** Somebody answers for what it stands for. */
        ACTIVE,
        /** Nobody holds the virtual IP that it stands for: what is sent to it is dropped. */
        NO_HOLDER,
        /** Nothing is plugged into the port that it stands for, or its server is off. */
        NOT_PLUGGED;

        /** How an EIP of a port is. */
        static Status ofPort(Port port, Optional<Server> server) {
            return port.attachment().isPresent()
                            && server.map(it -> it.power() == Server.Power.RUNNING)
                                    .orElse(true)
                    ? ACTIVE
                    : NOT_PLUGGED;
        }

        /** How an EIP of a virtual IP is. */
        public static Status ofVip(boolean held) {
            return held ? ACTIVE : NO_HOLDER;
        }
    }

    /**
     * What an EIP is bound to.
     *
     * @param address what it stands for
     * @param server  the server that the port is a NIC of, when it is one
     */
    public record Bound(
            ObjectId id, String name, IpAddress address, MacAddress mac, Subnet subnet, Optional<Server> server) {

        static Bound of(Port port, Eip eip, Subnet subnet, Optional<Server> server) {
            return new Bound(port.id(), port.meta().name(), same(port.addresses(), eip), port.mac(), subnet, server);
        }

        static Bound of(VirtualIp vip, Eip eip, Subnet subnet) {
            return new Bound(
                    vip.id(), vip.meta().name(), same(vip.addresses(), eip), vip.mac(), subnet, Optional.empty());
        }

        private static IpAddress same(List<IpAddress> addresses, Eip eip) {
            return addresses.stream()
                    .filter(address -> address.family() == eip.address().family())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Who answers for a virtual IP. */
    public record Holder(Port port, Optional<Server> server) {}
}
