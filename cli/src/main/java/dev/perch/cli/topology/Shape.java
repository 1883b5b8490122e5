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
        ADDRESS_V4,
        ADDRESS_V6,
        BLOCK_V4,
        BLOCK_V6,
        SWITCH,
        VRID
    }

    /** A field of a mapping. */
    record Field(String name, boolean required, Shape shape) {}

    /** The whole file; docs/cli.md describes it. */
    Shape TOPOLOGY = topology();

    private static Shape topology() {
        Mapping subnet = new Mapping(
                "a subnet",
                List.of(
                        required("name", Scalar.TEXT),
                        required("cidr", Scalar.BLOCK_V4),
                        optional("gateway", Scalar.ADDRESS_V4),
                        optional("cidr_v6", Scalar.BLOCK_V6),
                        optional("gateway_v6", Scalar.ADDRESS_V6)));
        Mapping vpc = new Mapping(
                "a VPC",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("cidr", Scalar.BLOCK_V4),
                        optional("subnets", new Sequence(subnet, "name"))));
        Mapping nic = new Mapping(
                "a NIC",
                List.of(
                        required("subnet", Scalar.TEXT),
                        optional("address", Scalar.ADDRESS_V4),
                        optional("address_v6", Scalar.ADDRESS_V6),
                        optional("check", Scalar.SWITCH)));
        Mapping server = new Mapping(
                "a server",
                List.of(
                        required("name", Scalar.TEXT),
                        optional("user_data", Scalar.TEXT),
                        optional("user_data_file", Scalar.FILE),
                        optional("nics", new Sequence(nic, ""))));
        Mapping vip = new Mapping(
                "a virtual IP",
                List.of(
                        required("name", Scalar.TEXT),
                        required("subnet", Scalar.TEXT),
                        optional("address", Scalar.ADDRESS_V4),
                        optional("address_v6", Scalar.ADDRESS_V6),
                        optional("ipv4", Scalar.SWITCH),
                        optional("ipv6", Scalar.SWITCH),
                        optional("vrid", Scalar.VRID),
                        optional("bind", new Sequence(Scalar.TEXT, ""))));
        return new Mapping(
                "a topology",
                List.of(
                        optional("vpcs", new Sequence(vpc, "name")),
                        optional("servers", new Sequence(server, "name")),
                        optional("vips", new Sequence(vip, "name"))));
    }

    private static Field required(String name, Shape shape) {
        return new Field(name, true, shape);
    }

    private static Field optional(String name, Shape shape) {
        return new Field(name, false, shape);
    }
}
