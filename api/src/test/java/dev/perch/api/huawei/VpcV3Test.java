package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VpcV3Test {
    private final Served served = new Served();
    private final Client client = served.client;
    private final Cloud cloud = new Cloud(served);
    private final String vpcs = "/v3/" + served.project + "/vpc/vpcs";

    @AfterEach
    void stop() {
        served.close();
    }

    private String vpc(String name) {
        return client.post(vpcs, json("{'vpc':{'name':'%s','cidr':'10.0.0.0/16','description':'of %s'}}", name, name))
                .expect(201)
                .at("/vpc/id");
    }

    @Test
    void aVpcIsMadeShownChangedAndDeleted() {
        Reply made = client.post(
                        vpcs,
                        json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','description':'d','enterprise_project_id':'7',"
                                + "'tags':[{'key':'k','value':'v'}]}}"))
                .expect(201);
        assertThat(made.at("/request_id")).isEqualTo(made.header("X-Request-Id"));
        assertThat(made.at("/vpc/status")).isEqualTo("ACTIVE");
        assertThat(made.at("/vpc/enterprise_project_id")).isEqualTo("7");
        assertThat(made.at("/vpc/project_id")).isEqualTo(served.project);
        assertThat(made.body().at("/vpc/tags").toString()).isEqualTo(json("[{'key':'k','value':'v'}]"));
        assertThat(made.body().at("/vpc/cloud_resources").toString())
                .isEqualTo(json("[{'resource_type':'virsubnet','resource_count':0},"
                        + "{'resource_type':'routetable','resource_count':1}]"));
        String one = vpcs + "/" + made.at("/vpc/id");
        assertThat(client.get(one).expect(200).body().at("/vpc"))
                .isEqualTo(made.body().at("/vpc"));
        cloud.subnet(made.at("/vpc/id"), "s", "10.0.1.0/24");
        assertThat(client.get(one).expect(200).at("/vpc/cloud_resources/0/resource_count"))
                .isEqualTo("1");

        Reply rehearsed =
                client.put(one, json("{'dry_run':true,'vpc':{'name':'b'}}")).expect(202);
        assertThat(rehearsed.at("/request_id")).isNotEmpty();
        assertThat(client.get(one).expect(200).at("/vpc/name")).isEqualTo("a");
        Reply changed = client.put(one, json("{'vpc':{'name':'b'}}")).expect(200);
        assertThat(changed.at("/vpc/name")).isEqualTo("b");
        assertThat(changed.at("/vpc/description")).isEqualTo("d");

        refused(client.delete(one), 409, "VPC.9902");
        assertThat(client.delete(vpcs + "/" + vpc("c")).expect(204).text()).isEmpty();
    }

    @Test
    void aRehearsalMakesNothing() {
        client.post(vpcs, json("{'dry_run':true,'vpc':{'name':'a','cidr':'10.0.0.0/16'}}"))
                .expect(202);
        assertThat(client.get(vpcs).expect(200).body().at("/vpcs")).isEmpty();
        refused(client.post(vpcs, json("{'dry_run':true,'vpc':{'name':'a b','cidr':'10.0.0.0/16'}}")), 400, "VPC.9901");
    }

    @Test
    void vpcsAreListedPageByPageAndByTheirMembers() {
        String a = vpc("a");
        String b = vpc("b");
        vpc("c");
        Reply first = client.get(vpcs + "?limit=2").expect(200);
        assertThat(first.at("/page_info/current_count")).isEqualTo("2");
        assertThat(first.at("/page_info/previous_marker")).isEqualTo(first.at("/vpcs/0/id"));
        Reply last = client.get(vpcs + "?limit=2&marker=" + first.at("/page_info/next_marker"))
                .expect(200);
        assertThat(last.body().at("/vpcs")).hasSize(1);
        assertThat(last.body().at("/page_info").has("next_marker")).isFalse();
        for (String criteria : new String[] {
            "id=" + a + "&id=" + b,
            "name=a&name=b",
            "description=of%20a&description=of%20b",
            "name=a&name=b&cidr=10.0.0.0/16"
        }) {
            assertThat(client.get(vpcs + "?" + criteria).expect(200).body().at("/vpcs"))
                    .as(criteria)
                    .hasSize(2);
        }
        for (String none :
                new String[] {"id=x", "name=d", "cidr=10.0.0.0/8", "enterprise_project_id=7", "name=a&id=" + b}) {
            assertThat(client.get(vpcs + "?" + none).expect(200).body().at("/vpcs"))
                    .as(none)
                    .isEmpty();
        }
        assertThat(client.get(vpcs + "?enterprise_project_id=all_granted_eps")
                        .expect(200)
                        .body()
                        .at("/vpcs"))
                .hasSize(3);
        refused(client.get(vpcs + "?limit=2001"), 400, "VPC.9901");
    }

    @Test
    void badVpcsAreRefused() {
        vpc("taken");
        String one = vpcs + "/" + vpc("a");
        refused(client.post(vpcs, "{}"), 400, "VPC.9901");
        refused(client.post(vpcs, json("{'vpc':{'name':'b'}}")), 400, "VPC.9901");
        refused(client.post(vpcs, json("{'vpc':{'cidr':'10.0.0.0/16'}}")), 400, "VPC.9901");
        refused(client.post(vpcs, json("{'vpc':{'name':'b','cidr':'8.0.0.0/8'}}")), 400, "VPC.9901");
        refused(client.post(vpcs, json("{'vpc':{'name':'b','cidr':'10.0.0.1/16'}}")), 400, "VPC.9901");
        refused(client.post(vpcs, json("{'vpc':{'name':'taken','cidr':'10.0.0.0/16'}}")), 409, "VPC.9902");
        refused(client.put(one, json("{'vpc':{'name':'taken'}}")), 409, "VPC.9902");
        refused(client.put(one, json("{'vpc':{'description':'<'}}")), 400, "VPC.9901");
        for (String path : new String[] {"add-extend-cidr", "remove-extend-cidr"}) {
            Reply extended = client.put(one + "/" + path, json("{'vpc':{'extend_cidrs':['100.64.0.0/16']}}"));
            refused(extended, 400, "VPC.9901");
            assertThat(extended.at("/error_msg")).isEqualTo("'vpc.extend_cidrs' are not supported: a VPC has one CIDR");
        }
        for (String nobody : new String[] {"no-uuid", "11111111-1111-1111-1111-111111111111"}) {
            refused(client.get(vpcs + "/" + nobody), 404, "VPC.9904");
            refused(client.put(vpcs + "/" + nobody, json("{'vpc':{'name':'x'}}")), 404, "VPC.9904");
            refused(client.delete(vpcs + "/" + nobody), 404, "VPC.9904");
        }
    }

    private void refused(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error_code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error_msg")).isNotEmpty();
        assertThat(reply.at("/request_id")).isEqualTo(reply.header("X-Request-Id"));
    }
}
