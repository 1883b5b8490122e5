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
        client.put("/ops/v1/quotas", json("{'vpc':1,'subnet':0,'eip':0}")).expect(200);
        Reply vpcs = client.post(v1 + "/vpcs", json("{'vpc':{'name':'b','cidr':'10.0.0.0/16'}}"));
        cloud.refused(vpcs, 409, "VPC.0114");
        assertThat(vpcs.at("/message")).isEqualTo("Quota exceeded for resources: ['router']");
        cloud.refused(
                client.post(
                        v1 + "/subnets",
                        json(
                                "{'subnet':{'name':'s','cidr':'10.0.1.0/24','vpc_id':'%s','gateway_ip':'10.0.1.1'}}",
                                vpc)),
                409,
                "VPC.0201");
        assertThat(client.get(v1 + "/quotas?type=publicIp")
                        .expect(200)
                        .body()
                        .at("/quotas/resources/0/quota")
                        .intValue())
                .isZero();
    }
}
