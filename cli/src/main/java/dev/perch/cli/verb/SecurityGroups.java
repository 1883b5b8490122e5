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
import dev.perch.cli.http.Daemon;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch security-group}: which new connections ports let through. */
final class SecurityGroups {
    /** For ports: the groups they are to be in. */
    static final Option<List<String>> OF_PORT = Option.texts(
            "REF", "a security group it is in; may be given several times (otherwise default)", "--security-group");

    private static final Argument NAME = Argument.one("NAME", "its name");
    private static final Argument GROUP = Argument.one("GROUP", "the security group, by its id or unique name");
    private static final Argument RULE = Argument.one("RULE", "the rule, by its id");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");
    private static final Option<String> DIRECTION =
            Option.choice(List.of("ingress", "egress"), "to the port, or from it", "--direction");
    private static final Option<String> FAMILY =
            Option.choice(List.of("4", "6"), "IPv4 or IPv6 (otherwise as --cidr is, or 4)", "--family");
    private static final Option<String> PROTOCOL =
            Option.text("NAME|N", "tcp, udp, icmp, icmpv6 or a number (any)", "--protocol");
    private static final Option<String> PORTS =
            Option.text("PORTS", "destination ports such as 22,80-90 (all)", "--ports");
    private static final Option<String> CIDR = Option.text("CIDR", "the addresses at the other end (any)", "--cidr");
    private static final Option<String> REMOTE = Option.text("REF", "the group at the other end", "--group");
    private static final Option<String> ACTION =
            Option.choice(List.of("allow", "deny"), "what to do (allow)", "--action");
    private static final Option<Integer> PRIORITY =
            Option.number(1, 100, "which rule comes first: 1 is the first (1)", "--priority");

    private SecurityGroups() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("create", "create a security group", SecurityGroups::create)
                        .with(NAME)
                        .with(DESCRIPTION)
                        .explain("It lets everything out, and in what comes from the group itself."),
                Objects.list(Kind.SECURITY_GROUPS),
                Objects.show(Kind.SECURITY_GROUPS),
                Objects.delete(Kind.SECURITY_GROUPS),
                Command.group("rule", "the rules of a security group", SecurityGroups::rules));
    }

    private static List<Command> rules() {
        return List.of(
                Command.verb("add", "add a rule", SecurityGroups::add)
                        .with(GROUP)
                        .with(DIRECTION, FAMILY, PROTOCOL, PORTS, CIDR, REMOTE, ACTION, PRIORITY, DESCRIPTION)
                        .explain(
                                "What no rule allows is refused; answers always pass.",
                                "Example:  perch security-group rule add web --direction ingress --protocol tcp"
                                        + " --ports 80,443 --cidr 0.0.0.0/0"),
                Command.verb("delete", "delete a rule", SecurityGroups::delete)
                        .with(GROUP)
                        .with(RULE));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object().put("name", line.get(NAME));
        Objects.put(body, "description", line.get(DESCRIPTION));
        Objects.create(line, Kind.SECURITY_GROUPS, body);
    }

    private static void add(Line line) {
        if (line.get(CIDR).isPresent() && line.get(REMOTE).isPresent()) {
            throw Failure.of(Exit.USAGE, "a rule has one other end: --cidr or --group");
        }
        ObjectNode body = Json.object().put("direction", Objects.required(line, DIRECTION));
        line.get(FAMILY).ifPresent(family -> body.put("family", Integer.parseInt(family)));
        Objects.put(body, "protocol", line.get(PROTOCOL));
        Objects.put(body, "ports", line.get(PORTS));
        Objects.put(body, "cidr", line.get(CIDR));
        Objects.put(body, "group", line.get(REMOTE));
        Objects.put(body, "action", line.get(ACTION));
        line.get(PRIORITY).ifPresent(priority -> body.put("priority", priority));
        Objects.put(body, "description", line.get(DESCRIPTION));
        JsonNode rule = line.daemon().post(Objects.path(Kind.SECURITY_GROUPS, line.get(GROUP)) + "/rules", body);
        line.output().answer(rule, out -> out.say("rule added to security-group " + line.get(GROUP)));
    }

    private static void delete(Line line) {
        line.daemon()
                .delete(Objects.path(Kind.SECURITY_GROUPS, line.get(GROUP)) + "/rules/"
                        + Daemon.segment(line.get(RULE)));
        line.output().say("rule " + line.get(RULE) + " deleted");
    }

    /** The groups of a line as the API wants them. */
    static void put(Line line, ObjectNode body) {
        line.get(OF_PORT).ifPresent(groups -> {
            ArrayNode refs = body.putArray("security_groups");
            groups.forEach(refs::add);
        });
    }
}
