package dev.perch.cli.topology;

import java.util.List;

/** What a node of a topology file may be. */
sealed interface Shape {

    /** Named fields. */
    record Mapping(String noun, List<Field> fields) implements Shape {}

    /**
     * A list.
     *
     * @param unique the field that no two entries may have in common; empty when entries may be alike
     */
    record Sequence(Shape entries, String unique) implements Shape {}

    /** A single value. */
    enum Scalar implements Shape {
        TEXT,
        /** The path of a file, from the topology file; its content is sent in the field's place. */
        FILE,
        ADDRESS,
        ADDRESS_V4,
        ADDRESS_V6,
        BLOCK,
        /** A block whose host bits do not count, or an address. */
        LOOSE_BLOCK,
        BLOCK_V4,
        BLOCK_V6,
        FAMILY,
        SWITCH,
        /** {@code true}, or the address of an EIP. */
        EIP,
        /** A word or a number, such as a protocol or ports. */
        WORD
    }

    /** A whole number from {@code low} to {@code high}. */
    record Numeral(int low, int high) implements Shape {}

    /** One of a few words. */
    record Choice(List<String> words) implements Shape {}

    /** A field of a mapping. */
    record Field(String name, boolean required, Shape shape) {}

    Shape NAMES = new Sequence(Scalar.TEXT, "");

    /** The whole file; docs/cli.md describes it. */
    Shape TOPOLOGY = topology();

    private static Shape topology() {
        return new Mapping(
                "a topology",
                List.of(
                        optional("security_groups", new Sequence(group(), "name")),
                        optional("vpcs", new Sequence(vpc(), "name")),
                        optional("servers", new Sequence(server(), "name")),
                        optional("vips", new Sequence(vip(), "name")),
                        optional("eips", new Sequence(eip(), "name")),
                        optional("peerings", new Sequence(peering(), "name")),
                        optional("route_tables", new Sequence(routeTable(), ""))));
    }

    private static Mapping group() {
        Mapping rule = new Mapping(
                "a rule",
                List.of(
                        required("direction", new Choice(List.of("ingress", "egress"))),
                        optional("family", Scalar.FAMILY),
                        optional("protocol", Scalar.WORD),
                        optional("ports", Scalar.WORD),
                        optional("cidr", Scalar.LOOSE_BLOCK),
                        optional("group", Scalar.TEXT),
                        optional("action", new Choice(List.of("allow", "deny"))),
                        optional("priority", new Numeral(1, 100)),
                        optional("description", Scalar.TEXT)));
        return new Mapping(
                "a security group",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("description", Scalar.TEXT),
                        optional("rules", new Sequence(rule, ""))));
    }

    private static Mapping vpc() {
        Mapping subnet = new Mapping(
                "a subnet",
                List.of(
                        required("name", Scalar.TEXT),
                        required("cidr", Scalar.BLOCK_V4),
                        optional("gateway", Scalar.ADDRESS_V4),
                        optional("cidr_v6", Scalar.BLOCK_V6),
                        optional("gateway_v6", Scalar.ADDRESS_V6)));
        return new Mapping(
                "a VPC",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("cidr", Scalar.BLOCK_V4),
                        optional("subnets", new Sequence(subnet, "name"))));
    }

    private static Mapping server() {
        Mapping nic = new Mapping(
                "a NIC",
                List.of(
                        required("subnet", Scalar.TEXT),
                        optional("address", Scalar.ADDRESS_V4),
                        optional("address_v6", Scalar.ADDRESS_V6),
                        optional("check", Scalar.SWITCH),
                        optional("security_groups", NAMES)));
        return new Mapping(
                "a server",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("user_data", Scalar.TEXT),
                        optional("user_data_file", Scalar.FILE),
                        optional("security_groups", NAMES),
                        optional("nics", new Sequence(nic, ""))));
    }

    private static Mapping vip() {
        return new Mapping(
                "a virtual IP",
                List.of(
                        required("name", Scalar.TEXT),
                        required("subnet", Scalar.TEXT),
                        optional("address", Scalar.ADDRESS_V4),
                        optional("address_v6", Scalar.ADDRESS_V6),
                        optional("ipv4", Scalar.SWITCH),
                        optional("ipv6", Scalar.SWITCH),
                        optional("vrid", new Numeral(1, 255)),
                        optional("flow_fate", new Choice(List.of("keep", "reset"))),
                        optional("eip", Scalar.EIP),
                        optional("bind", NAMES)));
    }

    private static Mapping eip() {
        return new Mapping(
                "an EIP",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("address", Scalar.ADDRESS),
                        optional("family", Scalar.FAMILY),
                        optional("bandwidth", new Numeral(1, 2000)),
                        optional("vip", Scalar.TEXT),
                        optional("server", Scalar.TEXT)));
    }

    private static Mapping peering() {
        return new Mapping(
                "a peering",
                List.of(
                        required("name", Scalar.TEXT),
                        required("vpc", Scalar.TEXT),
                        required("peer_vpc", Scalar.TEXT),
                        optional("peer_project", Scalar.TEXT)));
    }

    private static Mapping routeTable() {
        Mapping route = new Mapping(
                "a route",
                List.of(
                        required("destination", Scalar.BLOCK),
                        optional("server", Scalar.TEXT),
                        optional("port", Scalar.TEXT),
                        optional("vip", Scalar.TEXT),
                        optional("peering", Scalar.TEXT),
                        optional("description", Scalar.TEXT)));
        return new Mapping(
                "a route table",
                List.of(
                        required("vpc", Scalar.TEXT),
                        optional("name", Scalar.TEXT),
                        optional("subnets", NAMES),
                        optional("routes", new Sequence(route, "destination"))));
    }

    private static Field required(String name, Shape shape) {
        return new Field(name, true, shape);
    }

    private static Field optional(String name, Shape shape) {
        return new Field(name, false, shape);
    }
}
