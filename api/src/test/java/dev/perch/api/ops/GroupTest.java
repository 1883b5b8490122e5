package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Security groups, their rules, and the ports and servers in them, through the operator API. */
class GroupTest {
    private final Served served = new Served();
    private final Client client = served.client;

    @BeforeEach
    void net() {
        make("vpcs", "{'name':'prod','cidr':'10.0.0.0/16'}").expect(201);
        make("subnets", "{'vpc':'prod','name':'front','cidr':'10.0.1.0/24'}").expect(201);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void groupsAreMadeChangedAndDeleted() {
        JsonNode made = make("security-groups", "{'name':'web','description':'d'}")
                .expect(201)
                .body();
        assertThat(made.get("rules")).hasSize(4);
        assertThat(made.get("ports").asLong()).isZero();
        assertThat(made.get("default").booleanValue()).isFalse();
        assertThat(client.get("/ops/v1/security-groups/web").expect(200).body()).isEqualTo(made);
        assertThat(client.get("/ops/v1/security-groups").body().at("/security_groups"))
                .hasSize(2);
        client.put("/ops/v1/security-groups/web", json("{'name':'www'}")).expect(200);
        refused(client.get("/ops/v1/security-groups/web"), 404, "not-found", "");
        refused(make("security-groups", "{'name':'default'}"), 409, "default-group-stays", "name");
        refused(make("security-groups", "{'name':'a b'}"), 400, "name-invalid", "name");
        refused(make("security-groups", "{'nome':'x','name':'x'}"), 400, "malformed", "nome");
        refused(client.delete("/ops/v1/security-groups/default"), 409, "default-group-stays", "");
        client.delete("/ops/v1/security-groups/www").expect(204);
        refused(client.delete("/ops/v1/security-groups/www"), 404, "not-found", "");
    }

    @Test
    void rulesAreListedAsTheyAreAsked() {
        make("security-groups", "{'name':'web'}").expect(201);
        for (String rule : List.of("'priority':7", "'priority':3", "'priority':3,'action':'deny'", "'priority':1")) {
            rule("{'direction':'ingress','protocol':'tcp','ports':'80'," + rule + "}")
                    .expect(201);
        }
        List<String> tcp = client.get("/ops/v1/security-groups/web")
                .body()
                .get("rules")
                .valueStream()
                .filter(rule -> rule.get("protocol").asText().equals("tcp"))
                .map(rule ->
                        rule.get("priority").asText() + " " + rule.get("action").asText())
                .toList();
        assertThat(tcp).containsExactly("1 allow", "3 deny", "3 allow", "7 allow");
    }

    @Test
    void rulesSayWhoMayComeInAndGoOut() {
        make("security-groups", "{'name':'web'}").expect(201);
        JsonNode http = rule("{'direction':'ingress','protocol':'tcp','ports':'80,8000-8080','cidr':'10.9.1.1/16'}")
                .expect(201)
                .body();
        assertThat(http.get("family").asInt()).isEqualTo(4);
        assertThat(http.get("protocol").asText()).isEqualTo("tcp");
        assertThat(http.get("ports").asText()).isEqualTo("80,8000-8080");
        assertThat(http.get("remote")).isEqualTo(node("cidr", "10.9.0.0/16"));
        assertThat(http.get("action").asText()).isEqualTo("allow");
        assertThat(http.get("priority").asInt()).isEqualTo(1);
        assertThat(http.get("enabled").booleanValue()).isTrue();
        JsonNode peers =
                rule("{'direction':'egress','protocol':'icmpv6','ports':'128','group':'default','action':'deny',"
                                + "'priority':9}")
                        .expect(201)
                        .body();
        assertThat(peers.get("family").asInt()).isEqualTo(6);
        assertThat(peers.at("/remote/name").asText()).isEqualTo("default");
        assertThat(peers.get("action").asText()).isEqualTo("deny");
        JsonNode any = rule("{'direction':'ingress','family':6}").expect(201).body();
        assertThat(any.get("protocol").isNull()).isTrue();
        assertThat(any.get("ports").isNull()).isTrue();
        assertThat(any.get("remote").isNull()).isTrue();
        assertThat(client.get("/ops/v1/security-groups/web").body().get("rules"))
                .hasSize(7)
                .contains(http, peers, any);

        refused(rule("{'direction':'ingress','family':6}"), 409, "rule-exists", "");
        refused(rule("{'direction':'in'}"), 400, "malformed", "direction");
        refused(rule("{'direction':'ingress','family':5}"), 400, "malformed", "family");
        refused(rule("{'direction':'ingress','priority':101}"), 400, "malformed", "priority");
        refused(rule("{'direction':'ingress','protocol':'x'}"), 400, "rule-protocol-invalid", "protocol");
        refused(rule("{'direction':'ingress','ports':'80'}"), 400, "rule-ports-invalid", "ports");
        refused(rule("{'direction':'ingress','protocol':'tcp','ports':'0'}"), 400, "rule-ports-invalid", "ports");
        refused(rule("{'direction':'ingress','family':4,'cidr':'fd00::/8'}"), 400, "rule-other-family", "remote");
        refused(rule("{'direction':'ingress','cidr':'10.0.0.0/8','group':'web'}"), 400, "rule-remote-invalid", "cidr");
        refused(rule("{'direction':'ingress','group':'nope'}"), 404, "not-found", "group");
        String rules = "/ops/v1/security-groups/web/rules/";
        client.delete(rules + http.get("id").asText()).expect(204);
        refused(client.delete(rules + http.get("id").asText()), 404, "not-found", "");
        refused(
                client.delete(
                        "/ops/v1/security-groups/default/rules/" + any.get("id").asText()),
                404,
                "not-found",
                "");
    }

    @Test
    void portsAndServersShowTheirGroupsAndChangeThem() {
        make("security-groups", "{'name':'web'}").expect(201);
        make("security-groups", "{'name':'db'}").expect(201);
        assertThat(make("ports", "{'subnet':'front'}").expect(201).at("/security_groups/0/name"))
                .isEqualTo("default");
        JsonNode port = make("ports", "{'name':'p','subnet':'front','security_groups':['web','db']}")
                .expect(201)
                .body();
        assertThat(port.get("security_groups")).hasSize(2);
        assertThat(client.get("/ops/v1/security-groups/web").body().get("ports").asLong())
                .isEqualTo(1);
        Reply changed = client.put("/ops/v1/ports/p", json("{'security_groups':['db']}"))
                .expect(200);
        assertThat(changed.body().get("security_groups")).hasSize(1);
        assertThat(changed.at("/security_groups/0/name")).isEqualTo("db");
        refused(
                client.put("/ops/v1/ports/p", json("{'security_groups':[]}")),
                400,
                "port-needs-group",
                "security_groups");
        refused(
                client.put("/ops/v1/ports/p", json("{'security_groups':['db','nope']}")),
                404,
                "not-found",
                "security_groups[1]");
        refused(client.delete("/ops/v1/security-groups/db"), 409, "group-in-use", "");

        JsonNode server = make(
                        "servers",
                        "{'name':'s','security_groups':['web'],'nics':[{'subnet':'front'},"
                                + "{'subnet':'front','security_groups':['db']}]}")
                .expect(201)
                .body();
        assertThat(server.at("/nics/0/security_groups/0/name").asText()).isEqualTo("web");
        assertThat(server.at("/nics/1/security_groups/0/name").asText()).isEqualTo("db");
        refused(
                make("servers", "{'name':'t','nics':[{'subnet':'front','security_groups':['nope']}]}"),
                404,
                "not-found",
                "nics[0].security_groups[0]");
        refused(
                make("servers", "{'name':'t','security_groups':['nope'],'nics':[{'subnet':'front'}]}"),
                404,
                "not-found",
                "security_groups[0]");
        refused(
                make("servers", "{'name':'t','nics':[{'port':'p','security_groups':['web']}]}"),
                400,
                "malformed",
                "nics[0].port");
    }

    private Reply make(String kind, String body) {
        return client.post("/ops/v1/" + kind, json("%s", body));
    }

    private Reply rule(String body) {
        return make("security-groups/web/rules", body);
    }

    private static JsonNode node(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private static void refused(Reply reply, int status, String code, String field) {
        assertThat(reply.expect(status).at("/error/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error/field")).as(reply.text()).isEqualTo(field);
    }
}
