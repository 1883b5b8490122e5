package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.control.Events;
import dev.perch.model.Move;
import dev.perch.model.ObjectId.PortId;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.ObjectId.VipId;
import dev.perch.net.Family;
import dev.perch.net.MacAddress;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are written as they come. */
class StreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Served served = new Served();
    private final Client client = served.client;
    private String server;
    private String port;

    @BeforeEach
    void start() {
        client.post("/ops/v1/vpcs", json("{'name':'prod','cidr':'10.0.0.0/16'}"))
                .expect(201);
        client.post("/ops/v1/subnets", json("{'vpc':'prod','name':'front','cidr':'10.0.1.0/24'}"))
                .expect(201);
        Reply made = client.post("/ops/v1/servers", json("{'name':'web','nics':[{'subnet':'front'}]}"))
                .expect(201);
        server = made.at("/id");
        port = made.at("/nics/0/id");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void run() {
        served.daemon.pids.put(new ServerId(UUID.fromString(server)), 4711L);
    }

    private List<JsonNode> lines(String path, String body) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream in = client.open("POST", path, json(body))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    @Test
    void aProgramsOutputAndExitComeAsLines() throws Exception {
        run();
        List<JsonNode> lines = lines(
                "/ops/v1/servers/web/exec",
                "{'argv':['sh','-c','cat; echo no >&2; exit 3'],'stdin_base64':'aGVsbG8='}");
        assertThat(lines.getLast().get("exit").asInt()).isEqualTo(3);
        assertThat(decoded(lines, "stdout")).isEqualTo("hello");
        assertThat(decoded(lines, "stderr")).isEqualTo("no\n");
        assertThat(client.get("/ops/v1/servers/web").at("/pid")).isEqualTo("4711");
        Reply log = client.get("/ops/v1/servers/web/log?tail=2").expect(200);
        assertThat(log.text()).isEqualTo("booted\nbooted\n");
        assertThat(log.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    private static String decoded(List<JsonNode> lines, String stream) {
        StringBuilder text = new StringBuilder();
        for (JsonNode line : lines) {
            byte[] bytes = Base64.getDecoder().decode(line.path(stream).asText(""));
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Test
    void whatCannotBeRunSaysWhy() throws Exception {
        Reply stopped = client.post("/ops/v1/servers/web/exec", json("{'argv':['true']}"))
                .expect(409);
        assertThat(stopped.at("/error/code")).isEqualTo("server-not-running");
        run();
        assertThat(client.post("/ops/v1/servers/web/exec", json("{'argv':[]}"))
                        .expect(400)
                        .at("/error/field"))
                .isEqualTo("argv");
        assertThat(client.post("/ops/v1/servers/web/exec", json("{'argv':['a'],'stdin_base64':'*'}"))
                        .expect(400)
                        .at("/error/field"))
                .isEqualTo("stdin_base64");
        List<JsonNode> missing = lines("/ops/v1/servers/web/exec", "{'argv':['/no/such/program']}");
        assertThat(missing.getLast().at("/error/message").asText()).contains("/no/such/program");
        List<JsonNode> slow = lines("/ops/v1/servers/web/exec", "{'argv':['sleep','30'],'timeout_seconds':1}");
        assertThat(slow.getLast().at("/error/code").asText()).isEqualTo("timed-out");
    }

    @Test
    void aProgramIsKilledWhenItsReaderGoesAway() throws Exception {
        run();
        try (InputStream in = client.open("POST", "/ops/v1/servers/web/exec", json("{'argv':['sleep','60']}"))) {
            assertThat(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine())
                    .isEqualTo("{\"stdout\":\"\"}");
        }
        assertThat(served.daemon.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private String vip() {
        return client.post("/ops/v1/vips", json("{'subnet':'front','name':'web'}"))
                .expect(201)
                .at("/id");
    }

    private void hold(String vip) {
        Move move = new Move(
                new VipId(UUID.fromString(vip)),
                Family.IPV4,
                1,
                Optional.empty(),
                Optional.of(new PortId(UUID.fromString(port))),
                Move.Cause.CLAIM,
                "gratuitous ARP",
                Instant.now());
        served.control
                .holders()
                .record(move, MacAddress.parse("fa:16:3e:00:00:01").toOptional());
    }

    @Test
    void aDrillTellsItsStepsAndItsResultAndIsKept() throws Exception {
        String vip = vip();
        client.post("/ops/v1/vips/web/bind", json("{'server':'web'}")).expect(200);
        List<JsonNode> nobody = lines("/ops/v1/vips/web/drills", "{'mode':'power-off'}");
        assertThat(nobody.getLast().at("/error/code").asText()).isEqualTo("no-holder");
        hold(vip);
        List<JsonNode> lines = lines("/ops/v1/vips/web/drills", "{'mode':'link-down','settle_seconds':1}");
        assertThat(lines.getFirst().get("progress").asText()).contains("link-down");
        assertThat(lines.getLast().at("/result/ok").booleanValue()).isTrue();
        JsonNode kept = client.get("/ops/v1/vips/web/drills").expect(200).body().at("/drills");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0)).isEqualTo(lines.getLast().get("result"));
        assertThat(client.post("/ops/v1/vips/web/drills", json("{'mode':'earthquake'}"))
                        .expect(400)
                        .at("/error/field"))
                .isEqualTo("mode");
    }

    @Test
    void theHolderAndItsMovesAreShown() {
        String vip = vip();
        hold(vip);
        JsonNode shown = client.get("/ops/v1/vips/web").expect(200).body();
        assertThat(shown.at("/holders/0/server_name").asText()).isEqualTo("web");
        assertThat(shown.at("/holders/0/epoch").asInt()).isEqualTo(1);
        assertThat(shown.at("/holders/0/evidence").asText()).isEqualTo("gratuitous ARP");
        JsonNode moves =
                client.get("/ops/v1/vips/web/moves?limit=5").expect(200).body().at("/moves");
        assertThat(moves.get(0).at("/to/server_name").asText()).isEqualTo("web");
        assertThat(moves.get(0).get("from").isNull()).isTrue();
        assertThat(moves.get(0).get("cause").asText()).isEqualTo("claim");
        assertThat(client.get("/ops/v1/metrics").text())
                .contains("perch_vip_moves_total{vip=\"" + vip + "\",family=\"ipv4\"} 1\n");
    }

    @Test
    void eventsAreReplayedAndThenFollowedWithoutAGap() throws Exception {
        append("test.one");
        append("test.two");
        await(2);
        JsonNode page =
                client.get("/ops/v1/events?subject=subject").expect(200).body().at("/events");
        assertThat(page.findValuesAsText("type")).containsExactly("test.one", "test.two");
        assertThat(client.get("/ops/v1/events?subject=subject&last=1").body().at("/events"))
                .containsExactly(page.get(1));
        assertThat(client.get("/ops/v1/events?last=2").body().at("/events")).isEqualTo(page);
        long first = page.get(0).get("sequence").asLong();
        try (InputStream in = client.open(
                        "GET", "/ops/v1/events?subject=subject&after=" + first, null, "Accept", "text/event-stream");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(next(reader)).isEqualTo("test.two");
            append("test.three");
            assertThat(next(reader)).isEqualTo("test.three");
            append("test.four");
            append("test.five");
            assertThat(next(reader)).isEqualTo("test.four");
            assertThat(next(reader)).isEqualTo("test.five");
        }
    }

    private void append(String type) {
        served.control.events().append(type, "vip", "subject", "it happened", "{\"a\":1}");
    }

    private void await(int events) throws InterruptedException {
        Events.Filter filter = new Events.Filter(Optional.of("subject"));
        for (int i = 0; i < 500 && served.control.events().after(0, filter, 10).size() < events; i++) {
            Thread.sleep(10);
        }
    }

    /** The type of the next event, whose three lines belong together. */
    private static String next(BufferedReader reader) throws Exception {
        String line = reader.readLine();
        while (line.startsWith(":") || line.isEmpty()) {
            line = reader.readLine();
        }
        assertThat(line).startsWith("id: ");
        String type = reader.readLine();
        JsonNode data = JSON.readTree(reader.readLine().substring("data: ".length()));
        assertThat(type).isEqualTo("event: " + data.get("type").asText());
        assertThat(line).isEqualTo("id: " + data.get("sequence").asLong());
        assertThat(data.at("/data/a").asInt()).isEqualTo(1);
        return data.get("type").asText();
    }

    @Test
    void aBrowserThatConnectsAgainMissesNothing() throws Exception {
        append("test.one");
        append("test.two");
        await(2);
        long first = client.get("/ops/v1/events?subject=subject&limit=1")
                .body()
                .at("/events/0/sequence")
                .asLong();
        try (InputStream in = client.open(
                        "GET",
                        "/ops/v1/events?subject=subject",
                        null,
                        "Accept",
                        "text/event-stream",
                        "Last-Event-ID",
                        Long.toString(first));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(next(reader)).isEqualTo("test.two");
        }
        client.send("GET", "/ops/v1/events", (String) null, "Accept", "text/event-stream", "Last-Event-ID", "x")
                .expect(400);
    }
}
