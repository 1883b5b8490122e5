package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What EIPs and their bandwidths refuse, each with its status and code; their stories are in {@link EipTest}. */
class EipRefusalTest {
    private static final String TYPE = "'type':'5_bgp'";
    private static final String WIDTH = "'share_type':'PER','size':5";

    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final String v3 = "/v3/" + served.project + "/eip/publicips";
    private final Cloud cloud = new Cloud(served);
    private String vpc;
    private String subnet;
    private String vip;

    @BeforeEach
    void start() {
        vpc = cloud.vpc("a");
        subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        vip = cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]").at("/port/id");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Reply allocate(String eip, String bandwidth) {
        return client.post(v1 + "/publicips", json("{'publicip':{%s},'bandwidth':{%s}}", eip, bandwidth));
    }

    private String eip(String rest) {
        return allocate(TYPE + rest, WIDTH).expect(200).at("/publicip/id");
    }

    private Reply associate(String eip, String type, String port) {
        return client.post(
                v3 + "/" + eip + "/associate-instance",
                json("{'publicip':{'associate_instance_type':'%s','associate_instance_id':'%s'}}", type, port));
    }

    @Test
    void aRefusedAllocationLeavesNothingAllocated() {
        refusesAllocation("'alias':'front'", WIDTH, 400, "VPC.0501");
        refusesAllocation(TYPE, "'size':5", 400, "VPC.0501");
        refusesAllocation(TYPE, "'share_type':'PER'", 400, "VPC.0501");
        refusesAllocation(TYPE, "'share_type':'PER','size':'5'", 400, "VPC.0501");
        refusesAllocation(TYPE, "'share_type':'PER','size':0", 400, "VPC.0301");
        refusesAllocation(TYPE + ",'alias':'<'", WIDTH, 400, "VPC.0501");
        refusesAllocation(TYPE + ",'ip_version':6,'ip_address':'198.18.9.9'", WIDTH, 400, "VPC.0501");
        String bound = eip(",'port_id':'" + vip + "'");
        refusesAllocation(TYPE + ",'port_id':'" + vip + "'", WIDTH, 409, "VPC.0511");
        assertThat(client.get(v1 + "/publicips").expect(200).body().at("/publicips"))
                .hasSize(1)
                .allMatch(eip -> eip.at("/id").asText().equals(bound));
        assertThat(client.get(v1 + "/bandwidths").expect(200).body().at("/bandwidths"))
                .hasSize(1);
        assertThat(client.get(v1 + "/quotas?type=publicIp").expect(200).at("/quotas/resources/0/used"))
                .isEqualTo("1");
        assertThat(client.get(v1 + "/publicips/" + eip("")).at("/publicip/public_ip_address"))
                .as("the address after the first")
                .isEqualTo("198.18.0.3");
    }

    private void refusesAllocation(String eip, String bandwidth, int status, String code) {
        cloud.refused(allocate(eip, bandwidth), status, code);
    }

    @Test
    void v3AssociatesNothingButPorts() {
        String id = eip("");
        for (String type : new String[] {"NATGW", "VPN", "ELB", "COLOUR", "port"}) {
            cloud.refusedByV3(associate(id, type, vip), 400, "VPC.0501");
        }
        assertThat(client.get(v3 + "/" + id).expect(200).at("/publicip/status")).isEqualTo("DOWN");
    }

    @Test
    void v3AssociatesNoPortThatCannotHaveTheEip() {
        String six = eip(",'ip_version':6");
        String nic = cloud.nic(cloud.server(vpc, subnet, "web")).at("/port/id");
        cloud.refusedByV3(associate(six, "PORT", nic), 400, "VPC.0508");
        cloud.refusedByV3(associate(six, "PORT", vip), 400, "VPC.0508");

        client.put(
                        v1 + "/cloudservers/nics/" + nic,
                        json("{'nic':{'subnet_id':'%s','ip_address':'10.0.1.77'}}", subnet))
                .expect(200);
        String within = client.get(v1 + "/ports?fixed_ips=ip_address%3D10.0.1.77")
                .expect(200)
                .at("/ports/0/id");
        cloud.refusedByV3(associate(eip(""), "PORT", within), 400, "VPC.0508");
        assertThat(client.get(v3 + "?status=ACTIVE").expect(200).body().at("/publicips"))
                .isEmpty();
    }

    @Test
    void v3ListsNoPageThatCannotBe() {
        for (String page : new String[] {"limit=x", "limit=-1", "limit=2001", "offset=x", "offset=-1"}) {
            cloud.refusedByV3(client.get(v3 + "?" + page), 400, "VPC.0501");
        }
    }

    @Test
    void bandwidthsThatCannotBeAreRefused() {
        String bandwidth = client.get(v1 + "/publicips/" + eip("")).expect(200).at("/publicip/bandwidth_id");
        Reply before = client.get(v1 + "/bandwidths/" + bandwidth).expect(200);
        cloud.refused(
                client.put(v1 + "/bandwidths/" + bandwidth, json("{'bandwidth':{'name':'<','size':7}}")),
                400,
                "VPC.0301");
        assertThat(client.get(v1 + "/bandwidths/" + bandwidth).expect(200).body())
                .isEqualTo(before.body());
        cloud.refused(client.get(v1 + "/bandwidths/nonsense"), 404, "VPC.0306");
        cloud.refused(client.get(v1 + "/bandwidths?limit=2001"), 400, "VPC.0301");
    }
}
