package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch route-table} and {@code perch route}. */
final class Routes {
    private static final Argument NAME = Argument.optional("NAME", "its name");
    private static final Argument TABLE =
            Argument.one("TABLE", "the route table, by its id or unique name; or a VPC, for its default table");
    private static final Argument SUBNET = Argument.one("SUBNET", "the subnet, by its id or unique name");
    private static final Argument DESTINATION =
            Argument.one("DESTINATION", "the block of addresses it is for, such as 0.0.0.0/0");
    private static final Option<String> VPC = Option.text("REF", "the VPC, by its id or unique name", "--vpc");
    private static final Option<String> SERVER = Option.text("REF", "to a server: its first NIC", "--server");
    private static final Option<String> PORT = Option.text("REF", "to a port", "--port");
    private static final Option<String> VIP = Option.text("REF", "to whoever holds a virtual IP", "--vip");
    private static final Option<String> PEERING = Option.text("REF", "to the VPC at the other end", "--peering");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");

    private Routes() {}

    static List<Command> tables() {
        return List.of(
                Command.verb("create", "create a route table in a VPC", Routes::create)
                        .with(NAME)
                        .with(VPC, DESCRIPTION),
                subnet("associate", "let a subnet use it instead of the VPC's default table"),
                subnet("disassociate", "let a subnet use the VPC's default table again"),
                Objects.list(Kind.ROUTE_TABLES),
                Objects.show(Kind.ROUTE_TABLES),
                Objects.delete(Kind.ROUTE_TABLES));
    }

    static List<Command> routes() {
        return List.of(
                Command.verb("add", "add a route to a route table", Routes::add)
                        .with(TABLE)
                        .with(DESTINATION)
                        .with(SERVER, PORT, VIP, PEERING, DESCRIPTION)
                        .explain(
                                "The longest prefix wins; the VPC's own subnets always come first.",
                                "Example:  perch route add demo 0.0.0.0/0 --vip firewalls"),
                Command.verb("delete", "delete a route", Routes::delete)
                        .with(TABLE)
                        .with(DESTINATION));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "name", line.find(NAME));
        body.put("vpc", Objects.required(line, VPC));
        Objects.put(body, "description", line.get(DESCRIPTION));
        Objects.create(line, Kind.ROUTE_TABLES, body);
    }

    private static Verb subnet(String verb, String summary) {
        return Command.verb(verb, summary, line -> {
                    ObjectNode body = Json.object().put("subnet", line.get(SUBNET));
                    JsonNode table = line.daemon().post(path(line) + "/" + verb, body);
                    line.output()
                            .answer(
                                    table,
                                    out -> out.say("subnet " + line.get(SUBNET) + " " + verb + "d, route-table "
                                            + line.get(TABLE)));
                })
                .with(TABLE)
                .with(SUBNET);
    }

    private static void add(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "server", line.get(SERVER));
        Objects.put(body, "port", line.get(PORT));
        Objects.put(body, "vip", line.get(VIP));
        Objects.put(body, "peering", line.get(PEERING));
        if (body.size() != 1) {
            throw Failure.of(Exit.USAGE, "a route has one next hop: --server, --port, --vip or --peering");
        }
        body.put("destination", line.get(DESTINATION));
        Objects.put(body, "description", line.get(DESCRIPTION));
        JsonNode answer = line.daemon().post(path(line) + "/routes", body);
        line.output().answer(answer, out -> out.say("route " + line.get(DESTINATION) + " added"));
    }

    private static void delete(Line line) {
        line.daemon().delete(path(line) + "/routes/" + Daemon.segment(line.get(DESTINATION)));
        line.output().say("route " + line.get(DESTINATION) + " deleted");
    }

    private static String path(Line line) {
        return Objects.path(Kind.ROUTE_TABLES, line.get(TABLE));
    }
}
