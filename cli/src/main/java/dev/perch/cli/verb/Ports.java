package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch port}: NICs, and plugging in what Perch did not start. */
final class Ports {
    private static final Argument NAME = Argument.optional("NAME", "its name");
    private static final Option<String> SUBNET = Option.text("REF", "the subnet, by its id or unique name", "--subnet");
    private static final Option<String> ADDRESS = Option.text("ADDRESS", "its IPv4 address", "--address");
    private static final Option<String> ADDRESS_V6 = Option.text("ADDRESS", "its IPv6 address", "--address-v6");
    private static final Option<String> CHECK =
            Option.choice(List.of("on", "off"), "the source/destination check", "--check");
    private static final Option<String> PAIRS =
            Option.text("CIDR,…", "address blocks it may use besides its own; none to clear", "--pairs");
    private static final Option<String> RENAME = Option.text("NAME", "a new name", "--name");
    private static final Option<String> NAMESPACE =
            Option.text("NAME", "the network namespace the interface is in", "--namespace");
    private static final Option<String> INTERFACE = Option.text("NAME", "the interface to plug in", "--interface");

    private Ports() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("create", "create a port in a subnet", Ports::create)
                        .with(NAME)
                        .with(SUBNET, ADDRESS, ADDRESS_V6, CHECK, SecurityGroups.OF_PORT, NAMESPACE, INTERFACE),
                Command.verb("set", "change a port's name, check, address pairs or security groups", Ports::set)
                        .with(Objects.REF)
                        .with(RENAME, CHECK, PAIRS, SecurityGroups.OF_PORT),
                Command.verb("plug", "plug an interface of this machine into a port", Ports::plug)
                        .with(Objects.REF)
                        .with(NAMESPACE, INTERFACE),
                Command.verb("unplug", "pull out what is plugged in", Ports::unplug)
                        .with(Objects.REF),
                Objects.list(Kind.PORTS),
                Objects.show(Kind.PORTS),
                Objects.delete(Kind.PORTS));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object().put("subnet", Objects.required(line, SUBNET));
        Objects.put(body, "name", line.find(NAME));
        Objects.put(body, "address", line.get(ADDRESS));
        Objects.put(body, "address_v6", line.get(ADDRESS_V6));
        line.get(CHECK).ifPresent(check -> body.put("check", check.equals("on")));
        SecurityGroups.put(line, body);
        if (line.get(INTERFACE).isPresent() || line.get(NAMESPACE).isPresent()) {
            body.set("attachment", attachment(line));
        }
        Objects.create(line, Kind.PORTS, body);
    }

    private static void set(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "name", line.get(RENAME));
        line.get(CHECK).ifPresent(check -> body.put("check", check.equals("on")));
        line.get(PAIRS).ifPresent(pairs -> body.set("pairs", pairs(pairs)));
        SecurityGroups.put(line, body);
        if (body.isEmpty()) {
            throw Failure.of(Exit.USAGE, "say what to change: --name, --check, --pairs or --security-group");
        }
        answer(line, line.daemon().put(Objects.path(Kind.PORTS, line.get(Objects.REF)), body), "changed");
    }

    private static void plug(Line line) {
        String path = Objects.path(Kind.PORTS, line.get(Objects.REF)) + "/plug";
        answer(line, line.daemon().post(path, attachment(line)), "plugged");
    }

    private static void unplug(Line line) {
        String path = Objects.path(Kind.PORTS, line.get(Objects.REF)) + "/unplug";
        answer(line, line.daemon().post(path, Json.object()), "unplugged");
    }

    private static void answer(Line line, JsonNode port, String done) {
        line.output().answer(port, out -> out.say("port " + line.get(Objects.REF) + " " + done));
    }

    private static ObjectNode attachment(Line line) {
        ObjectNode attachment = Json.object().put("interface", Objects.required(line, INTERFACE));
        Objects.put(attachment, "namespace", line.get(NAMESPACE));
        return attachment;
    }

    private static ArrayNode pairs(String text) {
        ArrayNode pairs = Json.array();
        if (!text.equals("none")) {
            for (String pair : text.split(",")) {
                pairs.add(pair.strip());
            }
        }
        return pairs;
    }
}
