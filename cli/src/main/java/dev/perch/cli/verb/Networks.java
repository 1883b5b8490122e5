package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch vpc} and {@code perch subnet}. */
final class Networks {
    private static final Argument NAME = Argument.one("NAME", "its name");
    private static final Option<String> VPC = Option.text("REF", "the VPC, by its id or unique name", "--vpc");
    private static final Option<String> CIDR = Option.text("CIDR", "its IPv4 block", "--cidr");
    private static final Option<String> GATEWAY =
            Option.text("ADDRESS", "the gateway (otherwise the first address)", "--gateway");
    private static final Option<String> CIDR_V6 = Option.text("CIDR", "its IPv6 block", "--cidr-v6");
    private static final Option<String> GATEWAY_V6 =
            Option.text("ADDRESS", "the IPv6 gateway (otherwise the first address)", "--gateway-v6");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");

    private Networks() {}

    static List<Command> vpcs() {
        return List.of(
                Command.verb("create", "create a VPC", Networks::createVpc)
                        .with(NAME)
                        .with(CIDR, DESCRIPTION),
                Objects.list(Kind.VPCS),
                Objects.show(Kind.VPCS),
                Objects.delete(Kind.VPCS));
    }

    static List<Command> subnets() {
        return List.of(
                Command.verb("create", "create a subnet in a VPC", Networks::createSubnet)
                        .with(NAME)
                        .with(VPC, CIDR, GATEWAY, CIDR_V6, GATEWAY_V6, DESCRIPTION),
                Objects.list(Kind.SUBNETS),
                Objects.show(Kind.SUBNETS),
                Objects.delete(Kind.SUBNETS));
    }

    private static void createVpc(Line line) {
        ObjectNode body = Json.object().put("name", line.get(NAME));
        Objects.put(body, "cidr", line.get(CIDR));
        Objects.put(body, "description", line.get(DESCRIPTION));
        Objects.create(line, Kind.VPCS, body);
    }

    private static void createSubnet(Line line) {
        ObjectNode body = Json.object().put("name", line.get(NAME));
        body.put("vpc", Objects.required(line, VPC)).put("cidr", Objects.required(line, CIDR));
        Objects.put(body, "gateway", line.get(GATEWAY));
        Objects.put(body, "cidr_v6", line.get(CIDR_V6));
        Objects.put(body, "gateway_v6", line.get(GATEWAY_V6));
        Objects.put(body, "description", line.get(DESCRIPTION));
        Objects.create(line, Kind.SUBNETS, body);
    }
}
