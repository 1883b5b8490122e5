package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;

/** {@code perch eip}: addresses of the provider network that stand for ports and virtual IPs. */
final class Eips {
    private static final Argument EIP = Argument.one("EIP", "the EIP, by its id, address or unique name");
    private static final Argument NAME = Argument.optional("NAME", "its name");
    private static final Argument VIP =
            Argument.optional("VIP", "the virtual IP to stand for, by its id or unique name");
    private static final Option<String> SERVER =
            Option.text("REF", "a server instead of a virtual IP: its first NIC", "--server");
    private static final Option<String> PORT = Option.text("REF", "a port instead of a virtual IP", "--port");
    private static final Option<Boolean> REBIND = Option.flag("take it away from what it stands for now", "--rebind");
    private static final Option<String> TO_VIP = Option.text("REF", "bind it to this virtual IP at once", "--vip");
    private static final Option<String> ADDRESS =
            Option.text("ADDRESS", "the address, from a pool (otherwise a free one)", "--address");
    private static final Option<String> FAMILY =
            Option.choice(List.of("4", "6"), "IPv4 or IPv6, where no address is chosen (4)", "--family");
    private static final Option<String> BANDWIDTH =
            Option.text("N|none", "at most so many Mbit/s in each direction; none for no limit", "--bandwidth");
    private static final Option<String> RENAME = Option.text("NAME", "a new name", "--name");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");

    private Eips() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("create", "allocate an EIP", Eips::create)
                        .with(NAME)
                        .with(ADDRESS, FAMILY, BANDWIDTH, TO_VIP, SERVER, PORT),
                Command.verb("bind", "let it stand for a virtual IP, a server or a port", Eips::bind)
                        .with(EIP)
                        .with(VIP)
                        .with(SERVER, PORT, REBIND)
                        .explain("The EIP of a virtual IP leads to whoever holds it."),
                Command.verb("unbind", "let it stand for nothing", Eips::unbind).with(EIP),
                Command.verb("set", "change its name, description or bandwidth", Eips::set)
                        .with(EIP)
                        .with(RENAME, DESCRIPTION, BANDWIDTH),
                Objects.list(Kind.EIPS),
                Objects.show(Kind.EIPS),
                Objects.delete(Kind.EIPS));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "name", line.find(NAME));
        Objects.put(body, "address", line.get(ADDRESS));
        line.get(FAMILY).ifPresent(family -> body.put("family", Integer.parseInt(family)));
        bandwidth(line, body);
        ObjectNode target = target(line, line.get(TO_VIP));
        if (!target.isEmpty()) {
            body.set("bind", target);
        }
        JsonNode eip = line.daemon().post("eips", body);
        line.output()
                .answer(
                        eip,
                        out -> out.say("eip " + Objects.called(eip) + " created, address " + Json.text(eip, "address")
                                + ", id " + Json.text(eip, "id")));
    }

    private static void bind(Line line) {
        ObjectNode target = target(line, line.find(VIP));
        if (target.isEmpty()) {
            throw Failure.of(Exit.USAGE, "name a virtual IP, or a server with --server, or a port with --port");
        }
        String to = target.properties().stream()
                .map(ref -> ref.getKey() + " " + ref.getValue().asText())
                .findFirst()
                .orElseThrow();
        if (line.is(REBIND)) {
            target.put("rebind", true);
        }
        JsonNode eip = line.daemon().post(path(line) + "/bind", target);
        line.output().answer(eip, out -> out.say("eip " + line.get(EIP) + " bound to " + to));
    }

    private static void unbind(Line line) {
        JsonNode eip = line.daemon().post(path(line) + "/unbind", Json.object());
        line.output().answer(eip, out -> out.say("eip " + line.get(EIP) + " unbound"));
    }

    private static void set(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "name", line.get(RENAME));
        Objects.put(body, "description", line.get(DESCRIPTION));
        bandwidth(line, body);
        if (body.isEmpty()) {
            throw Failure.of(Exit.USAGE, "say what to change: --name, --description or --bandwidth");
        }
        JsonNode eip = line.daemon().put(path(line), body);
        line.output().answer(eip, out -> out.say("eip " + line.get(EIP) + " changed"));
    }

    private static String path(Line line) {
        return Objects.path(Kind.EIPS, line.get(EIP));
    }

    /** What it is to be bound to, as the API wants it; empty when nothing is named. */
    private static ObjectNode target(Line line, Optional<String> vip) {
        ObjectNode target = Json.object();
        Objects.put(target, "vip", vip);
        Objects.put(target, "server", line.get(SERVER));
        Objects.put(target, "port", line.get(PORT));
        if (target.size() > 1) {
            throw Failure.of(Exit.USAGE, "an EIP stands for one thing: a virtual IP, a server or a port");
        }
        return target;
    }

    private static void bandwidth(Line line, ObjectNode body) {
        Optional<String> limit = line.get(BANDWIDTH);
        if (limit.isEmpty()) {
            return;
        }
        if (limit.get().equals("none")) {
            body.putNull("bandwidth");
        } else if (limit.get().matches("[1-9]\\d{0,6}")) {
            body.put("bandwidth", Integer.parseInt(limit.get()));
        } else {
            throw Failure.of(Exit.USAGE, "--bandwidth is a whole number of Mbit/s, or none, not '" + limit.get() + "'");
        }
    }
}
