package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What security groups refuse, each with its status and code; their stories are in {@link SecurityGroupTest}. */
class SecurityGroupRefusalTest {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private final Served served = new Served();
    private final Client client = served.client;
    private final Cloud cloud = new Cloud(served);
    private final String v1 = "/v1/" + served.project;
    private final String v3 = "/v3/" + served.project + "/vpc";

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void listsOfNoPossiblePageAreRefused() {
        for (String limit : new String[] {"?limit=x", "?limit=-1", "?limit=2001"}) {
            cloud.refused(client.get(v1 + "/security-groups" + limit), 400, "VPC.0601");
            cloud.refused(client.get(v1 + "/security-group-rules" + limit), 400, "VPC.0601");
            cloud.refusedByV3(client.get(v3 + "/security-groups" + limit), 400, "VPC.9901");
            cloud.refusedByV3(client.get(v3 + "/security-group-rules" + limit), 400, "VPC.9901");
        }
    }

    @Test
    void groupsAndRulesOfV1ThatCannotBeAreRefused() {
        String web = cloud.group("web");
        JsonNode before = rules();
        cloud.refused(
                client.post(v1 + "/security-groups", json("{'security_group':{'name':'x','description':'<'}}")),
                400,
                "VPC.0601");
        assertThat(client.get(v1 + "/security-groups").expect(200).body().at("/security_groups"))
                .as("the default one and web")
                .hasSize(2);
        refusesRule("'direction':'ingress'");
        String tcp = "'security_group_id':'" + web + "','direction':'ingress','protocol':'tcp',";
        refusesRule(tcp + "'port_range_min':0");
        refusesRule(tcp + "'port_range_min':0,'port_range_max':0");
        refusesRule(tcp + "'port_range_min':0,'port_range_max':80");
        assertThat(rules()).isEqualTo(before);
    }

    private void refusesRule(String members) {
        String rule = json("{'security_group_rule':{%s}}", members);
        cloud.refused(client.post(v1 + "/security-group-rules", rule), 400, "VPC.0601");
    }

    private JsonNode rules() {
        return client.get(v1 + "/security-group-rules").expect(200).body().at("/security_group_rules");
    }

    @Test
    void rulesOfV3ThatCannotBeAreRefused() {
        String web = cloud.group("web");
        JsonNode before = rules();
        cloud.refusedByV3(ruleV3(web, "'remote_address_group_id':'" + NOBODY + "'"), 400, "VPC.9901");
        cloud.refusedByV3(ruleV3(web, "'protocol':'tcp','multiport':'" + ports(21) + "'"), 400, "VPC.9901");
        cloud.refusedByV3(
                client.post(
                        v3 + "/security-groups/" + NOBODY + "/security-group-rules/batch-create",
                        json("{'security_group_rules':[{'direction':'ingress'}]}")),
                404,
                "VPC.9904");
        assertThat(rules()).isEqualTo(before);
        ruleV3(web, "'protocol':'tcp','multiport':'" + ports(20) + "'").expect(201);
    }

    private Reply ruleV3(String group, String members) {
        return client.post(
                v3 + "/security-group-rules",
                json("{'security_group_rule':{'security_group_id':'%s','direction':'ingress',%s}}", group, members));
    }

    private static String ports(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    @Test
    void membershipsOfV3ThatCannotBeAreRefused() {
        String web = cloud.group("web");
        Reply made = cloud.port(
                cloud.subnet(cloud.vpc("prod"), "front", "10.0.1.0/24"), ",'security_groups':['" + web + "']");
        String port = made.at("/port/id");
        cloud.refusedByV3(members(port, "insert", ""), 400, "VPC.9901");
        cloud.refusedByV3(members(port, "remove", ""), 400, "VPC.9901");
        cloud.refusedByV3(members(port, "insert", "'" + NOBODY + "'"), 404, "VPC.9904");
        cloud.refusedByV3(members(port, "remove", "'" + NOBODY + "'"), 404, "VPC.9904");
        cloud.refusedByV3(members(NOBODY, "insert", "'" + web + "'"), 404, "VPC.9904");
        cloud.refusedByV3(members(NOBODY, "remove", "'" + web + "'"), 404, "VPC.9904");
        assertThat(client.get(v1 + "/ports/" + port).expect(200).body()).isEqualTo(made.body());
    }

    private Reply members(String port, String verb, String groups) {
        return client.put(
                "/v3/" + served.project + "/ports/" + port + "/" + verb + "-security-groups",
                json("{'port':{'security_groups':[%s]}}", groups));
    }

    @Test
    void v3DeletesNoGroupThatARuleOfAnotherNames() {
        String web = cloud.group("web");
        String rule = ruleV3(cloud.group("db"), "'remote_group_id':'" + web + "'")
                .expect(201)
                .at("/security_group_rule/id");
        cloud.refusedByV3(client.delete(v3 + "/security-groups/" + web), 409, "VPC.9902");
        client.delete(v3 + "/security-group-rules/" + rule).expect(204);
        client.delete(v3 + "/security-groups/" + web).expect(204);
    }
}
