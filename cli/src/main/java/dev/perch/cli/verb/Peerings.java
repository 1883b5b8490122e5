package dev.perch.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.cli.Argument;
import dev.perch.cli.Command;
import dev.perch.cli.Command.Verb;
import dev.perch.cli.Line;
import dev.perch.cli.Option;
import dev.perch.cli.http.Json;
import dev.perch.cli.show.Kind;
import java.util.List;

/** {@code perch peering}: connections between two VPCs. */
final class Peerings {
    private static final Argument NAME = Argument.one("NAME", "its name");
    private static final Option<String> VPC = Option.text("REF", "the VPC that asks for it", "--vpc");
    private static final Option<String> PEER =
            Option.text("REF", "the other VPC; by its id where it is another project's", "--peer-vpc");
    private static final Option<String> PROJECT =
            Option.text("ID", "the project of the other VPC (otherwise the same)", "--peer-project");
    private static final Option<String> DESCRIPTION = Option.text("TEXT", "a description", "--description");

    private Peerings() {}

    static List<Command> verbs() {
        return List.of(
                Command.verb("create", "ask for a connection between two VPCs", Peerings::create)
                        .with(NAME)
                        .with(VPC, PEER, PROJECT, DESCRIPTION)
                        .explain(
                                "Between VPCs of one project it is active at once; another project has to accept it.",
                                "Packets need a route in both VPCs:  perch route add VPC CIDR --peering NAME"),
                answer("accept", "accept what another project asked for", "accepted"),
                answer("reject", "reject what another project asked for", "rejected"),
                Objects.list(Kind.PEERINGS),
                Objects.show(Kind.PEERINGS),
                Objects.delete(Kind.PEERINGS));
    }

    private static void create(Line line) {
        ObjectNode body = Json.object().put("name", line.get(NAME));
        body.put("vpc", Objects.required(line, VPC)).put("peer_vpc", Objects.required(line, PEER));
        Objects.put(body, "peer_project", line.get(PROJECT));
        Objects.put(body, "description", line.get(DESCRIPTION));
        JsonNode peering = line.daemon().post("peerings", body);
        line.output()
                .answer(
                        peering,
                        out -> out.say("peering " + Objects.called(peering) + " created, "
                                + Json.text(peering, "status") + ", id " + Json.text(peering, "id")));
    }

    private static Verb answer(String verb, String summary, String done) {
        return Command.verb(verb, summary, line -> {
                    String path = Objects.path(Kind.PEERINGS, line.get(Objects.REF)) + "/" + verb;
                    JsonNode peering = line.daemon().post(path, Json.object());
                    line.output().answer(peering, out -> out.say("peering " + line.get(Objects.REF) + " " + done));
                })
                .with(Objects.REF);
    }
}
