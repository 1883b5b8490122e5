package dev.perch.control;

import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/** A document that says what should be there. Objects are named, not identified. */
public record Topology(List<Net> vpcs, List<Host> servers, List<Vip> vips) {

    public Topology {
        vpcs = List.copyOf(vpcs);
        servers = List.copyOf(servers);
        vips = List.copyOf(vips);
    }

    /** A VPC with its subnets. */
    public record Net(String name, Optional<IpPrefix> cidr, List<Segment> subnets) {
        public Net {
            subnets = List.copyOf(subnets);
        }
    }

    /** A subnet. */
    public record Segment(
            String name,
            IpPrefix cidr,
            Optional<IpAddress> gateway,
            Optional<IpPrefix> cidrV6,
            Optional<IpAddress> gatewayV6) {}

    /** A server. */
    public record Host(String name, String userData, List<Nic> nics) {
        public Host {
            nics = List.copyOf(nics);
        }
    }

    /**
     * A server's NIC.
     *
     * @param subnet a name that is unique in the project, or {@code vpc-name/subnet-name}
     */
    public record Nic(
            String subnet, Optional<IpAddress> address, Optional<IpAddress> addressV6, Optional<Boolean> check) {}

    /**
     * A virtual IP.
     *
     * @param ipv6 whether it has an IPv6 address when none is chosen
     * @param bind names of servers
     */
    public record Vip(
            String name,
            String subnet,
            Optional<IpAddress> address,
            Optional<IpAddress> addressV6,
            boolean ipv4,
            boolean ipv6,
            Optional<Integer> vrid,
            List<String> bind) {
        public Vip {
            bind = List.copyOf(bind);
        }
    }

    /** One thing that applying or deleting a document did, or would do. */
    public record Step(Action action, String kind, String name, String id) {}

    /** What was done to one object. */
    public enum Action {
        CREATE("create"),
        UPDATE("update"),
        BIND("bind"),
        UNBIND("unbind"),
        DELETE("delete"),
        UNCHANGED("unchanged");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
