package dev.perch.control;

import dev.perch.model.ProjectId;
import dev.perch.model.SecurityRule;
import dev.perch.model.SecurityRule.Direction;
import dev.perch.model.VirtualIp.FlowFate;
import dev.perch.net.Family;
import dev.perch.net.IpAddress;
import dev.perch.net.IpPrefix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A document that says what should be there. Objects are named, not identified. A list that is given inside an object is all that
 * the object has; one that is left out stays as it is.
 */
public record Topology(
        List<Group> groups,
        List<Net> vpcs,
        List<Host> servers,
        List<Vip> vips,
        List<Outside> eips,
        List<Link> peerings,
        List<Table> tables) {

    public Topology {
        groups = List.copyOf(groups);
        vpcs = List.copyOf(vpcs);
        servers = List.copyOf(servers);
        vips = List.copyOf(vips);
        eips = List.copyOf(eips);
        peerings = List.copyOf(peerings);
        tables = List.copyOf(tables);
    }

    /** A security group. */
    public record Group(String name, Optional<String> description, Optional<List<Rule>> rules) {}

    /**
     * A rule of a security group.
     *
     * @param family   that of {@code cidr}, or IPv4, when not given
     * @param protocol as {@link dev.perch.model.RulePorts#protocol} reads it
     * @param ports    as {@link dev.perch.model.RulePorts#parse} reads them
     * @param group    name of the group at the other end
     */
    public record Rule(
            Direction direction,
            Optional<Family> family,
            String protocol,
            String ports,
            Optional<IpPrefix> cidr,
            Optional<String> group,
            SecurityRule.Action action,
            int priority,
            String description) {}

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

    /**
     * A server.
     *
     * @param groups security groups of the NICs that name none
     */
    public record Host(String name, String userData, Optional<List<String>> groups, List<Nic> nics) {
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
            String subnet,
            Optional<IpAddress> address,
            Optional<IpAddress> addressV6,
            Optional<Boolean> check,
            Optional<List<String>> groups) {}

    /**
     * A virtual IP.
     *
     * @param ipv6 whether it has an IPv6 address when none is chosen
     * @param eip  what it has an EIP of
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
            Optional<FlowFate> flowFate,
            Optional<OwnEip> eip,
            List<String> bind) {
        public Vip {
            bind = List.copyOf(bind);
        }
    }

    /**
     * The EIP of a virtual IP, named like it.
     *
     * @param address any when empty
     */
    public record OwnEip(Optional<IpAddress> address) {}

    /**
     * An EIP.
     *
     * @param family that of {@code address}, or IPv4, when not given
     * @param vip    the name of a virtual IP that it stands for
     * @param server the name of a server whose first NIC it stands for
     */
    public record Outside(
            String name,
            Optional<IpAddress> address,
            Optional<Family> family,
            Optional<Integer> megabits,
            Optional<String> vip,
            Optional<String> server) {}

    /**
     * A peering.
     *
     * @param peer        the name of the other VPC; its id where it is another project's
     * @param peerProject that project
     */
    public record Link(String name, String vpc, String peer, Optional<ProjectId> peerProject) {}

    /**
     * A route table.
     *
     * @param name the VPC's default table when not given
     */
    public record Table(
            String vpc, Optional<String> name, Optional<List<String>> subnets, Optional<List<Way>> routes) {}

    /**
     * A route.
     *
     * @param via what it leads to
     * @param ref of that, by its name or id
     */
    public record Way(IpPrefix destination, Via via, String ref, String description) {}

    /** What routes lead to. */
    public enum Via {
        SERVER,
        PORT,
        VIP,
        PEERING;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
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
