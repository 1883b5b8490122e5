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
import java.time.Duration;
import java.util.List;

/** {@code perch server}. */
final class Servers {
    private static final Argument NAME = Argument.one("NAME", "its name");
    private static final Option<List<String>> NICS = Option.texts(
            "NIC",
            "a NIC: a subnet, or subnet=REF or port=REF, then as needed address=A, address_v6=A, check=off,"
                    + " group=REF (a security group), each after a comma; may be given several times",
            "--nic");
    private static final Option<String> VPC =
            Option.text("REF", "the VPC, where a subnet's name alone is not unique", "--vpc");
    private static final Option<String> USER_DATA = Option.text("FILE", "the script it boots by", "--user-data");
    private static final Option<Boolean> NO_WAIT = Option.flag("do not wait until it is done", "--no-wait");
    private static final Option<String> MODE =
            Option.choice(List.of("graceful", "power-off"), "in order, or as by pulling the plug", "--mode");
    private static final Option<Integer> TAIL = Option.number(1, 100_000, "the last N lines (200)", "--tail");
    private static final Option<Boolean> FOLLOW = Option.flag("go on with what is still to come", "-f", "--follow");

    private static final int FOLLOWED = 2000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private Servers() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("create", "create and start a server", Servers::create)
                        .with(NAME)
                        .with(NICS, VPC, SecurityGroups.OF_PORT, USER_DATA, NO_WAIT, Line.TIMEOUT),
                Objects.list(Kind.SERVERS),
                Objects.show(Kind.SERVERS),
                Command.verb("start", "start a server", Servers::start)
                        .with(Objects.REF)
                        .with(NO_WAIT, Line.TIMEOUT),
                Command.verb("stop", "stop a server", Servers::stop)
                        .with(Objects.REF)
                        .with(MODE, NO_WAIT, Line.TIMEOUT),
                Command.verb("reboot", "stop a server in order and start it again", Servers::reboot)
                        .with(Objects.REF)
                        .with(NO_WAIT, Line.TIMEOUT),
                Objects.delete(Kind.SERVERS),
                Command.verb("logs", "what a server's processes print", Servers::logs)
                        .with(Objects.REF)
                        .with(TAIL, FOLLOW));
    }

    private static void create(Line line) throws InterruptedException {
        ObjectNode body = Json.object().put("name", line.get(NAME));
        Objects.put(body, "vpc", line.get(VPC));
        if (line.get(USER_DATA).isPresent()) {
            body.put("user_data", TextFile.read(line.get(USER_DATA).get()));
        }
        SecurityGroups.put(line, body);
        ArrayNode nics = body.putArray("nics");
        for (String nic : Objects.required(line, NICS)) {
            nics.add(nic(nic));
        }
        JsonNode server = line.daemon().post("servers", body);
        if (!line.is(NO_WAIT)) {
            server = Waiting.server(line, Json.text(server, "id"), "ACTIVE", s -> true);
        }
        Objects.created(line, Kind.SERVERS, server);
    }

    /** {@code front}, {@code subnet=front,address=10.0.0.5,check=off} or {@code port=REF}. */
    private static ObjectNode nic(String text) {
        ObjectNode nic = Json.object();
        for (String part : text.split(",")) {
            String[] pair = part.split("=", 2);
            String key = pair.length == 1 ? "subnet" : pair[0].strip();
            String value = pair[pair.length - 1].strip();
            switch (key) {
                case "subnet", "port", "address", "address_v6" -> nic.put(key, value);
                case "check" -> nic.put(key, !value.equals("off"));
                case "group" -> nic.withArray("security_groups").add(value);
                default ->
                    throw Failure.of(
                            Exit.USAGE,
                            "a NIC has subnet, port, address, address_v6, check and group, not '" + key + "' (in '"
                                    + text + "')");
            }
        }
        return nic;
    }

    private static void start(Line line) throws InterruptedException {
        power(line, "start", Json.object(), "ACTIVE", "started");
    }

    private static void stop(Line line) throws InterruptedException {
        ObjectNode body = Json.object().put("mode", line.get(MODE).orElse("graceful"));
        power(line, "stop", body, "SHUTOFF", "stopped");
    }

    private static void power(Line line, String action, ObjectNode body, String state, String done)
            throws InterruptedException {
        String ref = line.get(Objects.REF);
        JsonNode server = line.daemon().post(Objects.path(Kind.SERVERS, ref) + "/" + action, body);
        if (!line.is(NO_WAIT)) {
            server = Waiting.server(line, ref, state, s -> true);
        }
        line.output().answer(server, out -> out.say("server " + ref + (line.is(NO_WAIT) ? " will be " : " ") + done));
    }

    private static void reboot(Line line) throws InterruptedException {
        String ref = line.get(Objects.REF);
        String path = Objects.path(Kind.SERVERS, ref);
        String pid = Json.text(line.daemon().get(path), "pid");
        JsonNode server = line.daemon().post(path + "/reboot", Json.object());
        if (!line.is(NO_WAIT)) {
            // ACTIVE alone could still be the process tree from before
            server = Waiting.server(
                    line, ref, "ACTIVE", s -> !Json.text(s, "pid").equals(pid));
        }
        line.output()
                .answer(server, out -> out.say("server " + ref + (line.is(NO_WAIT) ? " will be" : "") + " rebooted"));
    }

    private static void logs(Line line) throws InterruptedException {
        int lines = line.get(TAIL).orElse(200);
        // Following looks at the same window again and again: wide enough for what comes between two looks.
        int window = line.is(FOLLOW) ? Math.max(lines, FOLLOWED) : lines;
        String path = Objects.path(Kind.SERVERS, line.get(Objects.REF)) + "/log?tail=" + window;
        String shown = line.daemon().text(path);
        print(line, Tail.lines(shown, lines));
        while (line.is(FOLLOW)) {
            Thread.sleep(LOOK_AGAIN);
            String now = line.daemon().text(path);
            print(line, Tail.added(shown, now));
            shown = now;
        }
    }

    private static void print(Line line, String text) {
        line.host().out().print(text);
        if (line.host().out().checkError()) {
            throw Failure.of(Exit.FAILED, "nobody reads the output any more");
        }
    }
}
