package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quotas as the clients of the cloud read and meet them. */
class QuotaTest {
    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final String v3 = "/v3/" + served.project + "/vpc";
    private final Cloud cloud = new Cloud(served);

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void everyTypeIsListedAndUnlimitedAtFirst() {
        cloud.vpc("a");
        Reply all = client.get(v1 + "/quotas").expect(200);
        assertThat(all.body().findValuesAsText("type"))
                .contains("vpc", "subnet", "securityGroup", "securityGroupRule", "publicIp", "vpcPeer", "vpn")
                .contains("vpcContainRoutetable", "routetableContainRoutes");
        Reply one = client.get(v1 + "/quotas?type=vpc").expect(200);
        assertThat(one.text()).isEqualTo(json("{'quotas':{'resources':[{'type':'vpc','used':1,'quota':-1,'min':0}]}}"));
        cloud.refused(client.get(v1 + "/quotas?type=colour"), 400, "VPC.1207");
    }

    @Test
    void aUsedUpQuotaIsAConflictWithTheCodeOfItsKind() {
        String vpc = cloud.vpc("a");
        limit("'vpc':1,'subnet':0,'eip':0");
        Reply vpcs = client.post(v1 + "/vpcs", json("{'vpc':{'name':'b','cidr':'10.0.0.0/16'}}"));
        cloud.refused(vpcs, 409, "VPC.0114");
        assertThat(vpcs.at("/message")).isEqualTo("Quota exceeded for resources: ['router']");
        full(
                client.post(v1 + "/subnets", json("{'subnet':{'name':'s','cidr':'10.0.1.0/24','vpc_id':'%s'}}", vpc)),
                "VPC.0201",
                "subnet");
        full(
                client.post(
                        v1 + "/publicips",
                        json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','size':5}}")),
                "VPC.0521",
                "floatingip");
        assertThat(client.get(v1 + "/quotas?type=publicIp")
                        .expect(200)
                        .body()
                        .at("/quotas/resources/0/quota")
                        .intValue())
                .isZero();
    }

    @Test
    void groupsAndRulesAreCountedInV1AndV3() {
        String group = cloud.group("web");
        limit("'security-group':1,'security-group-rule':1");
        String another = json("{'security_group':{'name':'db'}}");
        full(client.post(v1 + "/security-groups", another), "VPC.0604", "security_group");
        fullV3(client.post(v3 + "/security-groups", another), "security_group");
        String rule = json("{'security_group_rule':{'security_group_id':'%s','direction':'ingress'}}", group);
        full(client.post(v1 + "/security-group-rules", rule), "VPC.0604", "security_group_rule");
        fullV3(client.post(v3 + "/security-group-rules", rule), "security_group_rule");
        fullV3(
                client.post(
                        v3 + "/security-groups/" + group + "/security-group-rules/batch-create",
                        json("{'security_group_rules':[{'direction':'ingress'}]}")),
                "security_group_rule");
    }

    @Test
    void peeringsRouteTablesAndRoutesAreCounted() {
        String vpc = cloud.vpc("a");
        String subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        String peer = client.post(v1 + "/vpcs", json("{'vpc':{'name':'b','cidr':'10.1.0.0/16'}}"))
                .expect(200)
                .at("/vpc/id");
        limit("'peering':0,'route-table':1,'route':0");
        fullNeutron(
                client.post(
                        "/v2.0/vpc/peerings",
                        json(
                                "{'peering':{'name':'p','request_vpc_info':{'vpc_id':'%s'},'accept_vpc_info':{'vpc_id':'%s'}}}",
                                vpc, peer)),
                "peering");
        full(client.post(v1 + "/routetables", json("{'routetable':{'vpc_id':'%s'}}", vpc)), "VPC.0001", "routetable");
        String table = client.get(v1 + "/routetables?vpc_id=" + vpc).at("/routetables/0/id");
        full(
                client.put(
                        v1 + "/routetables/" + table,
                        json("{'routetable':{'routes':{'add':[{'type':'vip','destination':'0.0.0.0/0',"
                                + "'nexthop':'10.0.1.100'}]}}}")),
                "VPC.0001",
                "route");
        full(
                client.put(
                        v1 + "/vpcs/" + vpc,
                        json("{'vpc':{'routes':[{'destination':'0.0.0.0/0','nexthop':'10.0.1.100'}]}}")),
                "VPC.0101",
                "route");
        limit("'peering':1");
        String peering = client.post(
                        "/v2.0/vpc/peerings",
                        json(
                                "{'peering':{'name':'p','request_vpc_info':{'vpc_id':'%s'},'accept_vpc_info':{'vpc_id':'%s'}}}",
                                vpc, peer))
                .expect(201)
                .at("/peering/id");
        fullNeutron(
                client.post(
                        "/v2.0/vpc/routes",
                        json(
                                "{'route':{'type':'peering','destination':'10.1.0.0/16','nexthop':'%s','vpc_id':'%s'}}",
                                peering, vpc)),
                "route");
    }

    private void limit(String limits) {
        client.put("/ops/v1/quotas", json("{" + limits + "}")).expect(200);
    }

    private void full(Reply reply, String code, String resource) {
        cloud.refused(reply, 409, code);
        assertThat(reply.at("/message")).isEqualTo("Quota exceeded for resources: ['" + resource + "']");
    }

    private static void fullV3(Reply reply, String resource) {
        assertThat(reply.expect(409).at("/error_code")).as(reply.text()).isEqualTo("VPC.9905");
        assertThat(reply.at("/error_msg")).isEqualTo("Quota exceeded for resources: ['" + resource + "']");
    }

    private void fullNeutron(Reply reply, String resource) {
        cloud.refusedByNeutron(reply, 409, "OverQuota");
        assertThat(reply.at("/NeutronError/message")).isEqualTo("Quota exceeded for resources: ['" + resource + "']");
    }
}
