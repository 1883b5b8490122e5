package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one project asks about another's objects: each is answered as if there were no such object, and stays as it is. */
class ForeignProjectTest {
    private static final String OTHER = "ab".repeat(16);
    private static final String THIRD = "cd".repeat(16);

    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final String v3 = "/v3/" + served.project;
    private final String theirV1 = "/v1/" + OTHER;
    private final Cloud cloud = new Cloud(served);
    private final Cloud their = new Cloud(served, OTHER);
    private String vpc;
    private String subnet;
    private String theirVpc;
    private String theirSubnet;

    @BeforeEach
    void start() {
        vpc = cloud.vpc("a");
        subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        theirVpc = their.vpc("a");
        theirSubnet = their.subnet(theirVpc, "s", "10.0.1.0/24");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** An EIP of the project whose v1 it is. */
    private String eip(String v1) {
        return client.post(
                        v1 + "/publicips",
                        json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','size':5}}"))
                .expect(200)
                .at("/publicip/id");
    }

    private String byDefault(String v1, String vpc) {
        return client.get(v1 + "/routetables?vpc_id=" + vpc).expect(200).at("/routetables/0/id");
    }

    @Test
    void anEipIsBoundToNoPortOfAnotherProject() {
        String eip = eip(v1);
        for (String port : new String[] {
            their.port(theirSubnet, "").at("/port/id"),
            their.vip(theirSubnet, "").at("/port/id"),
            their.nic(their.server(theirVpc, theirSubnet, "web")).at("/port/id")
        }) {
            cloud.refused(
                    client.put(v1 + "/publicips/" + eip, json("{'publicip':{'port_id':'%s'}}", port)), 400, "VPC.0508");
            cloud.refusedByV3(
                    client.post(
                            v3 + "/eip/publicips/" + eip + "/associate-instance",
                            json("{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'%s'}}", port)),
                    400,
                    "VPC.0508");
        }
        assertThat(client.get(v1 + "/publicips/" + eip).expect(200).at("/publicip/status"))
                .isEqualTo("DOWN");
    }

    @Test
    void anEipAndItsBandwidthAreTheirs() {
        String eip = eip(theirV1);
        Reply before = client.get(theirV1 + "/publicips/" + eip).expect(200);
        String mine = v1 + "/publicips/" + eip;
        cloud.refused(client.get(mine), 404, "VPC.0504");
        cloud.refused(client.put(mine, json("{'publicip':{'alias':'x'}}")), 404, "VPC.0504");
        cloud.refused(client.put(mine, json("{'publicip':{}}")), 404, "VPC.0504");
        cloud.refused(client.delete(mine), 404, "VPC.0504");
        String inV3 = v3 + "/eip/publicips/" + eip;
        cloud.refusedByV3(client.get(inV3), 404, "VPC.0504");
        cloud.refusedByV3(client.put(inV3, json("{'publicip':{'alias':'x'}}")), 404, "VPC.0504");
        cloud.refusedByV3(client.post(inV3 + "/disassociate-instance", ""), 404, "VPC.0504");
        String bandwidth = v1 + "/bandwidths/" + before.at("/publicip/bandwidth_id");
        cloud.refused(client.get(bandwidth), 404, "VPC.0306");
        cloud.refused(client.put(bandwidth, json("{'bandwidth':{'size':7}}")), 404, "VPC.0306");
        assertThat(client.get(theirV1 + "/publicips/" + eip).expect(200).body()).isEqualTo(before.body());
    }

    @Test
    void aPortIsTheirs() {
        Reply before = their.port(theirSubnet, ",'name':'p'");
        String mine = v1 + "/ports/" + before.at("/port/id");
        cloud.refused(client.get(mine), 404, "VPC.2204");
        cloud.refused(client.put(mine, json("{'port':{'name':'x'}}")), 404, "VPC.2204");
        cloud.refused(client.delete(mine), 404, "VPC.2204");
        assertThat(client.get(theirV1 + "/ports/" + before.at("/port/id"))
                        .expect(200)
                        .body())
                .isEqualTo(before.body());
    }

    @Test
    void aSecurityGroupAndItsRulesAreTheirs() {
        String group = their.group("web");
        Reply before = client.get(theirV1 + "/security-groups/" + group).expect(200);
        String rule = before.at("/security_group/security_group_rules/0/id");
        cloud.refused(client.get(v1 + "/security-groups/" + group), 404, "VPC.0603");
        cloud.refused(client.delete(v1 + "/security-groups/" + group), 404, "VPC.0603");
        cloud.refused(client.get(v1 + "/security-group-rules/" + rule), 404, "VPC.0603");
        cloud.refused(client.delete(v1 + "/security-group-rules/" + rule), 404, "VPC.0603");
        cloud.refused(newRule(group, ""), 404, "VPC.0603");
        String groups = v3 + "/vpc/security-groups/";
        cloud.refusedByV3(client.get(groups + group), 404, "VPC.9904");
        cloud.refusedByV3(client.put(groups + group, json("{'security_group':{'name':'x'}}")), 404, "VPC.9904");
        cloud.refusedByV3(client.delete(groups + group), 404, "VPC.9904");
        cloud.refusedByV3(
                client.post(
                        groups + group + "/security-group-rules/batch-create",
                        json("{'security_group_rules':[{'direction':'ingress'}]}")),
                404,
                "VPC.9904");
        cloud.refusedByV3(client.get(v3 + "/vpc/security-group-rules/" + rule), 404, "VPC.9904");
        cloud.refusedByV3(client.delete(v3 + "/vpc/security-group-rules/" + rule), 404, "VPC.9904");
        assertThat(client.get(theirV1 + "/security-groups/" + group).expect(200).body())
                .isEqualTo(before.body());
    }

    @Test
    void noRuleAndNoPortNamesASecurityGroupOfAnotherProject() {
        String theirs = their.group("web");
        String own = cloud.group("web");
        cloud.refused(newRule(own, ",'remote_group_id':'" + theirs + "'"), 404, "VPC.0603");
        String port = cloud.port(subnet, ",'security_groups':['" + own + "']").at("/port/id");
        String groups = json("{'port':{'network_id':'%s','security_groups':['%s','%s']}}", subnet, own, theirs);
        cloud.refused(client.post(v1 + "/ports", groups), 404, "VPC.0603");
        cloud.refused(client.put(v1 + "/ports/" + port, groups), 404, "VPC.0603");
        for (String verb : new String[] {"insert", "remove"}) {
            cloud.refusedByV3(
                    client.put(
                            v3 + "/ports/" + port + "/" + verb + "-security-groups",
                            json("{'port':{'security_groups':['%s']}}", theirs)),
                    404,
                    "VPC.9904");
        }
        assertThat(client.get(v1 + "/ports").expect(200).body().at("/ports"))
                .hasSize(1)
                .allMatch(one -> one.at("/security_groups").toString().equals(json("['%s']", own)));
    }

    private Reply newRule(String group, String rest) {
        return client.post(
                v1 + "/security-group-rules",
                json("{'security_group_rule':{'security_group_id':'%s','direction':'ingress'%s}}", group, rest));
    }

    @Test
    void aRouteTableIsTheirs() {
        String table = byDefault(theirV1, theirVpc);
        Reply before = client.get(theirV1 + "/routetables/" + table).expect(200);
        String mine = v1 + "/routetables/" + table;
        cloud.refused(client.get(mine), 404, "VPC.2204");
        cloud.refused(client.put(mine, json("{'routetable':{'name':'x'}}")), 404, "VPC.2204");
        cloud.refused(client.delete(mine), 404, "VPC.2204");
        cloud.refused(associate(table, theirSubnet), 404, "VPC.2204");
        cloud.refused(associate(table, subnet), 404, "VPC.2204");
        cloud.refused(
                client.post(v1 + "/routetables", json("{'routetable':{'vpc_id':'%s'}}", theirVpc)), 404, "VPC.0105");
        assertThat(client.get(theirV1 + "/routetables/" + table).expect(200).body())
                .isEqualTo(before.body());
    }

    @Test
    void noRouteLeadsIntoAnotherProjectAndNoSubnetComesFromOne() {
        String table = byDefault(v1, vpc);
        Reply before = client.get(v1 + "/routetables/" + table).expect(200);
        String server = their.server(theirVpc, theirSubnet, "fw");
        their.vip(theirSubnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        cloud.refused(associate(table, theirSubnet), 404, "VPC.0202");
        cloud.refused(add(table, "ecs", server), 404, "VPC.2204");
        cloud.refused(add(table, "eni", their.nic(server).at("/port/id")), 404, "VPC.2204");
        cloud.refused(add(table, "vip", "10.0.1.100"), 404, "VPC.2204");
        try (Client neighbour = served.client("X-Project-Id", OTHER)) {
            cloud.refused(add(table, "peering", peering(neighbour, theirVpc, peer(OTHER), OTHER)), 404, "VPC.2204");
        }
        assertThat(client.get(v1 + "/routetables/" + table).expect(200).body()).isEqualTo(before.body());
    }

    private Reply add(String table, String type, String nexthop) {
        return client.put(
                v1 + "/routetables/" + table,
                json(
                        "{'routetable':{'routes':{'add':[{'type':'%s','destination':'0.0.0.0/0','nexthop':'%s'}]}}}",
                        type, nexthop));
    }

    private Reply associate(String table, String subnet) {
        return client.post(
                v1 + "/routetables/" + table + "/action",
                json("{'routetable':{'subnets':{'associate':['%s']}}}", subnet));
    }

    @Test
    void aPeeringIsThereForItsTwoEndsOnly() {
        String peering = peering(client, vpc, peer(OTHER), OTHER);
        String path = "/v2.0/vpc/peerings/" + peering;
        Reply before = client.get(path).expect(200);
        assertThat(before.at("/peering/status")).isEqualTo("PENDING_ACCEPTANCE");
        try (Client third = served.client("X-Project-Id", THIRD)) {
            cloud.refusedByNeutron(third.get(path), 404, "PeeringNotFound");
            cloud.refusedByNeutron(third.put(path, json("{'peering':{'name':'x'}}")), 404, "PeeringNotFound");
            cloud.refusedByNeutron(third.delete(path), 404, "PeeringNotFound");
            cloud.refusedByNeutron(third.send("PUT", path + "/accept", (String) null), 404, "PeeringNotFound");
            cloud.refusedByNeutron(third.send("PUT", path + "/reject", (String) null), 404, "PeeringNotFound");
            assertThat(third.get("/v2.0/vpc/peerings").expect(200).body().at("/peerings"))
                    .isEmpty();
        }
        assertThat(client.get(path).expect(200).body()).isEqualTo(before.body());
    }

    private String peer(String project) {
        return client.post("/v1/" + project + "/vpcs", json("{'vpc':{'name':'peer','cidr':'10.1.0.0/16'}}"))
                .expect(200)
                .at("/vpc/id");
    }

    private static String peering(Client asker, String vpc, String peer, String project) {
        return asker.post(
                        "/v2.0/vpc/peerings",
                        json(
                                "{'peering':{'name':'p','request_vpc_info':{'vpc_id':'%s'},"
                                        + "'accept_vpc_info':{'vpc_id':'%s','tenant_id':'%s'}}}",
                                vpc, peer, project))
                .expect(201)
                .at("/peering/id");
    }

    @Test
    void aPathOfAnotherProjectThanTheHeadersIsForbidden() {
        try (Client foreign = served.client("X-Project-Id", OTHER)) {
            for (String call : new String[] {
                "/vpcs",
                "/subnets",
                "/ports",
                "/publicips",
                "/bandwidths",
                "/routetables",
                "/security-groups",
                "/quotas"
            }) {
                cloud.refused(foreign.get(v1 + call), 403, "VPC.0007");
            }
            cloud.refusedByV3(foreign.get(v3 + "/eip/publicips"), 403, "VPC.0007");
            cloud.refusedByV3(foreign.get(v3 + "/vpc/security-groups"), 403, "VPC.9901");
            cloud.refusedByV3(foreign.get(v3 + "/vpc/security-group-rules"), 403, "VPC.9901");
        }
    }
}
