package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.model.ObjectId.PortId;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsTest {
    private final Served served = new Served();
    private final Client client = served.client;

    @AfterEach
    void stop() {
        served.close();
    }

    private Reply make(String kind, String members, Object... values) {
        return client.post("/ops/v1/" + kind, json("{" + members.formatted(values) + "}"));
    }

    private void net() {
        make("vpcs", "'name':'prod','cidr':'10.0.0.0/16'").expect(201);
        make("subnets", "'vpc':'prod','name':'front','cidr':'10.0.1.0/24','cidr_v6':'fd00:1::/64'")
                .expect(201);
    }

    private static void refused(Reply reply, int status, String code, String field) {
        assertThat(reply.expect(status).at("/error/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error/field")).as(reply.text()).isEqualTo(field);
        assertThat(reply.at("/error/message")).isNotEmpty();
    }

    @Test
    void vpcsAndSubnetsAreNamedOrIdentified() {
        net();
        JsonNode vpc = client.get("/ops/v1/vpcs/prod").expect(200).body();
        assertThat(vpc.get("cidr").asText()).isEqualTo("10.0.0.0/16");
        assertThat(client.get("/ops/v1/vpcs/" + vpc.get("id").asText()).body()).isEqualTo(vpc);
        JsonNode subnet = client.get("/ops/v1/subnets/prod%2Ffront").expect(200).body();
        assertThat(subnet.get("vpc_name").asText()).isEqualTo("prod");
        assertThat(subnet.get("gateway").asText()).isEqualTo("10.0.1.1");
        assertThat(subnet.get("gateway_v6").asText()).isEqualTo("fd00:1::1");
        assertThat(client.get("/ops/v1/subnets?vpc=prod").expect(200).body().at("/subnets"))
                .hasSize(1);
        refused(client.get("/ops/v1/subnets?vpc=nope"), 404, "not-found", "vpc");
        refused(client.delete("/ops/v1/vpcs/prod"), 409, "vpc-not-empty", "");
        client.delete("/ops/v1/subnets/front").expect(204);
        client.delete("/ops/v1/vpcs/prod").expect(204);
        refused(client.get("/ops/v1/vpcs/prod"), 404, "not-found", "");
    }

    @Test
    void aRefusalNamesTheFieldAndTheRule() {
        net();
        refused(make("vpcs", "'cidr':'10.0.0.0/16'"), 400, "malformed", "name");
        refused(make("vpcs", "'name':'a','cdir':'10.0.0.0/16'"), 400, "malformed", "cdir");
        refused(make("vpcs", "'name':'a','cidr':'10.0.0.0/99'"), 400, "malformed", "cidr");
        refused(make("vpcs", "'name':'a','cidr':'8.0.0.0/8'"), 400, "vpc-cidr-invalid", "cidr");
        refused(make("vpcs", "'name':'prod'"), 409, "name-taken", "name");
        refused(make("subnets", "'vpc':'nope','name':'s','cidr':'10.0.2.0/24'"), 404, "not-found", "vpc");
        refused(make("subnets", "'vpc':'prod','name':'s','cidr':'10.0.1.0/25'"), 409, "subnet-overlaps", "cidr");
        refused(
                make("subnets", "'vpc':'prod','name':'s','cidr':'10.0.2.0/24','gateway_v6':'fd00:2::1'"),
                400,
                "subnet-lacks-family",
                "gateway_v6");
        refused(make("ports", "'subnet':'front','address':'10.9.0.1'"), 400, "address-outside-subnet", "address");
        refused(make("vips", "'subnet':'front','ipv4':false"), 400, "address-missing", "address");
        refused(make("vips", "'subnet':'front','vrid':256"), 400, "malformed", "vrid");
        refused(make("servers", "'name':'w','nics':[{}]"), 400, "malformed", "nics[0].subnet");
        refused(make("servers", "'name':'w','nics':[{'subnet':'nope'}]"), 404, "not-found", "nics[0].subnet");
        refused(
                make("servers", "'name':'w','nics':[{'subnet':'front','address':'10.0.1.1'}]"),
                400,
                "address-reserved",
                "nics[0].address");
        refused(client.send("POST", "/ops/v1/vpcs", "{}", "X-Project-Id", "short"), 400, "malformed", "X-Project-Id");
    }

    @Test
    void portsAreMadePluggedChangedAndShown() {
        net();
        JsonNode made = make("ports", "'subnet':'front','name':'p','check':false")
                .expect(201)
                .body();
        assertThat(made.get("addresses")).hasSize(2);
        assertThat(made.get("check").booleanValue()).isFalse();
        assertThat(made.at("/pairs/0").asText()).isEqualTo("1.1.1.1/0");
        assertThat(made.get("link").asText()).isEqualTo("absent");
        served.daemon.ports.put(
                new PortId(UUID.fromString(made.get("id").asText())),
                new FabricView.PortState(FabricView.Link.UP, Map.of("foreign-mac", 7L)));
        JsonNode shown = client.get("/ops/v1/ports/p").expect(200).body();
        assertThat(shown.get("link").asText()).isEqualTo("up");
        assertThat(shown.at("/drops/foreign-mac").asLong()).isEqualTo(7);

        JsonNode changed = client.put("/ops/v1/ports/p", json("{'check':true,'pairs':['10.0.7.0/24']}"))
                .expect(200)
                .body();
        assertThat(changed.get("check").booleanValue()).isTrue();
        assertThat(changed.at("/pairs/0").asText()).isEqualTo("10.0.7.0/24");
        refused(client.put("/ops/v1/ports/p", json("{'pairs':['x']}")), 400, "malformed", "pairs[0]");
        refused(client.put("/ops/v1/ports/p", json("{'pears':[]}")), 400, "malformed", "pears");

        JsonNode plugged = client.post(
                        "/ops/v1/ports/p/plug", json("{'namespace':'/run/netns/blue','interface':'eth0'}"))
                .expect(200)
                .body();
        assertThat(plugged.at("/attachment/interface").asText()).isEqualTo("eth0");
        String long16 = json("{'namespace':'/run/netns/blue','interface':'%s'}", "x".repeat(16));
        refused(client.post("/ops/v1/ports/p/plug", long16), 409, "port-in-use", "");
        assertThat(client.post("/ops/v1/ports/p/unplug", "")
                        .expect(200)
                        .body()
                        .get("attachment")
                        .isNull())
                .isTrue();
        refused(client.post("/ops/v1/ports/p/plug", long16), 400, "attachment-invalid", "attachment.interface");
        client.delete("/ops/v1/ports/p").expect(204);
        refused(client.get("/ops/v1/ports/p"), 404, "not-found", "");
    }

    @Test
    void longListsComeInPagesOrWhole() {
        net();
        for (int i = 0; i < 5; i++) {
            make("ports", "'subnet':'front'").expect(201);
        }
        Reply first = client.get("/ops/v1/ports?limit=3").expect(200);
        assertThat(first.body().at("/ports")).hasSize(3);
        Reply second = client.get("/ops/v1/ports?limit=3&marker=" + first.at("/next_marker"))
                .expect(200);
        assertThat(second.body().at("/ports")).hasSize(2);
        assertThat(second.body().has("next_marker")).isFalse();
        assertThat(client.get("/ops/v1/ports?subnet=front").body().at("/ports")).hasSize(5);
        refused(client.get("/ops/v1/ports?server=nope"), 404, "not-found", "server");
        refused(client.get("/ops/v1/ports?limit=0"), 400, "malformed", "limit");
    }

    @Test
    void aVirtualIpIsBoundFencedAndReleased() {
        net();
        make("servers", "'name':'web-a','nics':[{'subnet':'front'}]").expect(201);
        make("servers", "'name':'web-b','nics':[{'subnet':'front'}],'vpc':'prod'")
                .expect(201);
        JsonNode made = make("vips", "'subnet':'front','name':'web','ipv6':true,'vrid':7")
                .expect(201)
                .body();
        assertThat(made.get("addresses")).hasSize(2);
        assertThat(made.get("vrid").asInt()).isEqualTo(7);

        assertThat(made.get("flow_fate").asText()).isEqualTo("reset");
        JsonNode changed = client.put("/ops/v1/vips/web", json("{'flow_fate':'keep','vrid':8}"))
                .expect(200)
                .body();
        assertThat(changed.get("flow_fate").asText()).isEqualTo("keep");
        assertThat(changed.get("vrid").asInt()).isEqualTo(8);
        assertThat(changed.get("name").asText()).isEqualTo("web");
        refused(client.put("/ops/v1/vips/web", json("{'flow_fate':'drop'}")), 400, "malformed", "flow_fate");

        JsonNode bound = client.post("/ops/v1/vips/web/bind", json("{'server':'web-a'}"))
                .expect(200)
                .body();
        assertThat(bound.at("/bindings/0/server_name").asText()).isEqualTo("web-a");
        assertThat(bound.at("/bindings/0/passes").booleanValue()).isTrue();
        assertThat(bound.at("/bindings/0/check").booleanValue()).isFalse();
        client.post("/ops/v1/vips/web/bind", json("{'server':'web-a'}")).expect(200);
        JsonNode fenced = client.post("/ops/v1/vips/web/fence", json("{'server':'web-a'}"))
                .expect(200)
                .body();
        assertThat(fenced.at("/bindings/0/fenced").booleanValue()).isTrue();
        assertThat(fenced.at("/bindings/0/passes").booleanValue()).isFalse();
        client.post("/ops/v1/vips/web/unfence", json("{'server':'web-a'}")).expect(200);
        String port = bound.at("/bindings/0/port_id").asText();
        assertThat(client.get("/ops/v1/ports/" + port)
                        .body()
                        .at("/bound_vips/0/name")
                        .asText())
                .isEqualTo("web");

        refused(client.delete("/ops/v1/vips/web"), 409, "vip-bound", "");
        refused(client.post("/ops/v1/vips/web/fence", json("{'server':'web-b'}")), 409, "vip-not-bound", "server");
        refused(client.post("/ops/v1/vips/web/bind", json("{'server':'nope'}")), 404, "not-found", "server");
        refused(client.post("/ops/v1/vips/web/bind", json("{'port':'nope'}")), 404, "not-found", "port");
        refused(client.post("/ops/v1/vips/web/bind", "{}"), 400, "malformed", "server");
        make("subnets", "'vpc':'prod','name':'back','cidr':'10.0.2.0/24'").expect(201);
        String foreign = make("ports", "'subnet':'back'").expect(201).at("/id");
        Reply other = client.post("/ops/v1/vips/web/bind", json("{'port':'%s'}", foreign));
        assertThat(other.expect(400).at("/error/code")).isEqualTo("vip-in-other-subnet");
        assertThat(other.at("/error/message")).contains("front", "back");

        assertThat(client.get("/ops/v1/vips/web/moves").expect(200).body().at("/moves"))
                .isEmpty();
        client.post("/ops/v1/vips/web/unbind", json("{'server':'web-a'}")).expect(200);
        client.delete("/ops/v1/vips/web").expect(204);
    }

    @Test
    void aServerIsMadeStoppedAndStarted() {
        net();
        JsonNode made = make(
                        "servers", "'name':'web','user_data':'#!/bin/sh','nics':[{'subnet':'front','check':false}]")
                .expect(201)
                .body();
        assertThat(made.get("power").asText()).isEqualTo("running");
        assertThat(made.get("state").asText()).isEqualTo("BUILD");
        assertThat(made.at("/nics/0/server_name").asText()).isEqualTo("web");
        assertThat(made.at("/nics/0/nic_index").asInt()).isZero();
        assertThat(made.get("user_data").asText()).isEqualTo("#!/bin/sh");
        assertThat(client.get("/ops/v1/servers").body().at("/servers/0").has("user_data"))
                .isFalse();
        assertThat(client.post("/ops/v1/servers/web/stop", "").expect(200).at("/power"))
                .isEqualTo("stopped");
        assertThat(client.post("/ops/v1/servers/web/stop", json("{'mode':'power-off'}"))
                        .expect(200)
                        .at("/power"))
                .isEqualTo("off");
        assertThat(client.post("/ops/v1/servers/web/start", "{}").expect(200).at("/power"))
                .isEqualTo("running");
        assertThat(client.post("/ops/v1/servers/web/reboot", "").expect(200).at("/boot"))
                .isNotEqualTo("1");
        refused(client.post("/ops/v1/servers/web/stop", json("{'mode':'soon'}")), 400, "malformed", "mode");
        refused(client.post("/ops/v1/servers/web/start", json("{'now':true}")), 400, "malformed", "now");
        String nic = made.at("/nics/0/id").asText();
        refused(client.delete("/ops/v1/ports/" + nic), 409, "port-is-server-nic", "");
        client.delete("/ops/v1/servers/web").expect(204);
        refused(client.get("/ops/v1/ports/" + nic), 404, "not-found", "");
    }

    @Test
    void whyAnObjectIsAsItIs() {
        net();
        make("vips", "'subnet':'front','name':'web'").expect(201);
        JsonNode vip = client.get("/ops/v1/explain/vip/web").expect(200).body();
        assertThat(vip.at("/object/kind").asText()).isEqualTo("vip");
        assertThat(vip.get("plan")).hasSize(1);
        assertThat(vip.has("holder")).isTrue();
        JsonNode vpc = client.get("/ops/v1/explain/vpc/prod").expect(200).body();
        assertThat(vpc.has("holder")).isFalse();
        client.get("/ops/v1/explain/subnet/front").expect(200);
        refused(client.get("/ops/v1/explain/port/nope"), 404, "not-found", "");
        refused(client.get("/ops/v1/explain/cloud/nope"), 400, "malformed", "kind");
    }

    @Test
    void healthAndMetricsTellHowItIs() {
        net();
        refused(make("vpcs", "'name':'prod'"), 409, "name-taken", "name");
        JsonNode health = client.get("/ops/v1/health").expect(200).body();
        assertThat(health.get("status").asText()).isEqualTo("ok");
        assertThat(health.get("instance").asText()).matches("[0-9a-f]{6}");
        assertThat(health.get("revision").asLong()).isEqualTo(3);
        assertThat(health.get("store").asText()).isEqualTo("sqlite");
        Reply metrics = client.get("/ops/v1/metrics").expect(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.text())
                .contains(
                        "perch_store_revision 3\n",
                        "perch_refusals_total{code=\"name-taken\"} 1\n",
                        "perch_http_requests_total{method=\"POST\",route=\"/ops/v1/vpcs\",status=\"2xx\"} 1\n",
                        "perch_http_request_seconds_bucket{method=\"POST\",route=\"/ops/v1/vpcs\",le=\"+Inf\"} 2\n",
                        "# TYPE perch_http_request_seconds histogram\n");
        assertThat(metrics.text().lines())
                .allMatch(line -> line.startsWith("# ") || line.matches("[a-z_]+(\\{.*\\})? -?[0-9.]+"));
    }

    @Test
    void healthNamesWhatFailsAndWhyForTheFirstTen() {
        IntStream.range(0, 12)
                .forEach(i -> served.daemon.failures.add(new HealthView.Failure("port " + i, "no such device")));
        JsonNode health = client.get("/ops/v1/health").expect(200).body();
        assertThat(health.get("converged").asBoolean()).isFalse();
        assertThat(health.get("failing").asInt()).isEqualTo(12);
        assertThat(health.get("failures")).hasSize(10);
        assertThat(health.at("/failures/0/object").asText()).isEqualTo("port 0");
        assertThat(health.at("/failures/0/reason").asText()).isEqualTo("no such device");
    }

    @Test
    void everyChangeIsInTheAuditLog() {
        net();
        JsonNode audit = client.get("/ops/v1/audit").expect(200).body().at("/audit");
        assertThat(audit).hasSize(4);
        assertThat(audit.get(0).get("operation").asText()).isEqualTo("security-group.create");
        assertThat(audit.get(0).get("actor").asText()).isEqualTo("perch");
        assertThat(audit.get(1).get("operation").asText()).isEqualTo("vpc.create");
        assertThat(audit.get(1).get("actor").asText()).isEqualTo("operator");
        assertThat(audit.get(2).get("operation").asText()).isEqualTo("route-table.create");
        long last = audit.get(3).get("sequence").asLong();
        assertThat(client.get("/ops/v1/audit?after=" + last).body().at("/audit"))
                .isEmpty();
        assertThat(client.get("/ops/v1/audit?limit=1").body().at("/audit")).hasSize(1);
        assertThat(client.get("/ops/v1/audit?last=1").expect(200).body().at("/audit"))
                .containsExactly(audit.get(3));
        assertThat(client.get("/ops/v1/audit?last=9").body().at("/audit")).isEqualTo(audit);
        client.get("/ops/v1/audit?last=0").expect(400);
    }
}
