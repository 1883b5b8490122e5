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
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Column;
import dev.perch.cli.show.Holders;
import dev.perch.cli.show.Kind;
import dev.perch.cli.show.VipSheet;
import java.util.List;

/** {@code perch vip}, without what follows events ({@link Watch}) and makes failures ({@link Drills}). */
final class Vips {
    static final Argument VIP = Argument.one("VIP", "the virtual IP, by its id or unique name");
    private static final Argument NAME = Argument.optional("NAME", "its name");
    private static final Argument SERVER = Argument.optional("SERVER", "the server, by its id or unique name");
    private static final Option<String> PORT = Option.text("REF", "a port instead of a server", "--port");
    private static final Option<String> SUBNET = Option.text("REF", "the subnet, by its id or unique name", "--subnet");
    private static final Option<String> ADDRESS =
            Option.text("ADDRESS", "its IPv4 address (otherwise a free one)", "--address");
    private static final Option<String> ADDRESS_V6 = Option.text("ADDRESS", "its IPv6 address", "--address-v6");
    private static final Option<Boolean> IPV6 = Option.flag("with an IPv6 address, a free one", "--ipv6");
    private static final Option<Boolean> NO_IPV4 = Option.flag("without an IPv4 address", "--no-ipv4");
    private static final Option<Integer> VRID =
            Option.number(1, 255, "the VRRP virtual router id its servers use", "--vrid");
    private static final Option<String> FLOW_FATE = Option.choice(
            List.of("keep", "reset"), "what becomes of connections through it when it moves (reset)", "--flow-fate");
    private static final Option<String> RENAME = Option.text("NAME", "a new name", "--name");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");
    private static final Option<Integer> LIMIT = Option.number(1, 10_000, "at most so many", "--limit");

    private static final List<Column> MOVES = List.of(
            Column.of("AT", "at"),
            Column.of("EPOCH", "epoch"),
            Column.of("FAMILY", "family"),
            Column.of("FROM", move -> Holders.orNobody(move.path("from"))),
            Column.of("TO", move -> Holders.orNobody(move.path("to"))),
            Column.of("CAUSE", "cause"),
            Column.of("EVIDENCE", "evidence"));

    private Vips() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("show", "a virtual IP, its holder, its bindings, and what is wrong with them", Vips::show)
                        .with(VIP),
                Objects.list(Kind.VIPS),
                Command.verb("create", "allocate a virtual IP in a subnet", Vips::create)
                        .with(NAME)
                        .with(SUBNET, ADDRESS, ADDRESS_V6, IPV6, NO_IPV4, VRID, FLOW_FATE),
                Command.verb("set", "change its name, description, VRID or flow fate", Vips::set)
                        .with(VIP)
                        .with(RENAME, DESCRIPTION, VRID, FLOW_FATE),
                Objects.delete(Kind.VIPS),
                binding("bind", "let a server hold it; switches its NIC's check off", "bound to"),
                binding("unbind", "let a server no longer hold it", "unbound from"),
                binding("fence", "drop what a bound server says about it, until unfenced", "fenced against"),
                binding("unfence", "lift a fence", "no longer fenced against"),
                Watch.VERB,
                Command.verb("move-log", "its last moves, with causes and evidence", Vips::moves)
                        .with(VIP)
                        .with(LIMIT),
                Drills.RUN,
                Drills.LIST);
    }

    private static void show(Line line) {
        JsonNode vip = line.daemon().get(Objects.path(Kind.VIPS, line.get(VIP)));
        line.output().answer(vip, out -> VipSheet.print(out, vip, line.host().clock()));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object().put("subnet", Objects.required(line, SUBNET));
        Objects.put(body, "name", line.find(NAME));
        Objects.put(body, "address", line.get(ADDRESS));
        Objects.put(body, "address_v6", line.get(ADDRESS_V6));
        if (line.is(IPV6)) {
            body.put("ipv6", true);
        }
        if (line.is(NO_IPV4)) {
            body.put("ipv4", false);
        }
        line.get(VRID).ifPresent(vrid -> body.put("vrid", vrid));
        Objects.put(body, "flow_fate", line.get(FLOW_FATE));
        Objects.create(line, Kind.VIPS, body);
    }

    private static void set(Line line) {
        ObjectNode body = Json.object();
        Objects.put(body, "name", line.get(RENAME));
        Objects.put(body, "description", line.get(DESCRIPTION));
        line.get(VRID).ifPresent(vrid -> body.put("vrid", vrid));
        Objects.put(body, "flow_fate", line.get(FLOW_FATE));
        if (body.isEmpty()) {
            throw Failure.of(Exit.USAGE, "say what to change: --name, --description, --vrid or --flow-fate");
        }
        JsonNode vip = line.daemon().put(Objects.path(Kind.VIPS, line.get(VIP)), body);
        line.output().answer(vip, out -> out.say("vip " + line.get(VIP) + " changed"));
    }

    private static Verb binding(String verb, String summary, String done) {
        return Command.verb(verb, summary, line -> {
                    if (line.find(SERVER).isPresent() == line.get(PORT).isPresent()) {
                        throw Failure.of(Exit.USAGE, "name a server, or a port with --port");
                    }
                    ObjectNode body = Json.object();
                    Objects.put(body, "server", line.find(SERVER));
                    Objects.put(body, "port", line.get(PORT));
                    String whom = line.find(SERVER).or(() -> line.get(PORT)).orElseThrow();
                    JsonNode vip = line.daemon().post(Objects.path(Kind.VIPS, line.get(VIP)) + "/" + verb, body);
                    line.output().answer(vip, out -> {
                        out.say("vip " + line.get(VIP) + " " + done + " " + whom);
                        VipSheet.warnings(out, vip);
                    });
                })
                .with(VIP)
                .with(SERVER)
                .with(PORT);
    }

    private static void moves(Line line) {
        String path = Objects.path(Kind.VIPS, line.get(VIP)) + "/moves?limit="
                + line.get(LIMIT).orElse(20);
        line.output().rows(line.daemon().get(path), MOVES);
    }
}
