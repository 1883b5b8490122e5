package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VpcAndSubnetTest {
    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private Cloud cloud;

    @BeforeEach
    void start() {
        cloud = new Cloud(served);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aVpcIsMadeShownChangedAndDeleted() {
        Reply made = client.post(
                        v1 + "/vpcs",
                        json("{'vpc':{'name':'a','cidr':'10.0.0.0/16','description':'d','enterprise_project_id':'7'}}"))
                .expect(200);
        String id = made.at("/vpc/id");
        assertThat(made.at("/vpc/status")).isEqualTo("OK");
        assertThat(made.at("/vpc/cidr")).isEqualTo("10.0.0.0/16");
        assertThat(made.at("/vpc/tenant_id")).isEqualTo(served.project);
        assertThat(made.at("/vpc/enterprise_project_id")).isEqualTo("7");
        assertThat(made.at("/vpc/created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(made.body().at("/vpc/routes").isArray()).isTrue();

        assertThat(client.get(v1 + "/vpcs/" + id).expect(200).body()).isEqualTo(made.body());
        Reply changed = client.put(v1 + "/vpcs/" + id, json("{'vpc':{'name':'b','description':null}}"))
                .expect(200);
        assertThat(changed.at("/vpc/name")).isEqualTo("b");
        assertThat(changed.at("/vpc/description")).isEqualTo("d");

        Reply v3 = client.get("/v3/" + served.project + "/vpc/vpcs/" + id).expect(200);
        assertThat(v3.at("/vpc/status")).isEqualTo("ACTIVE");
        assertThat(v3.body().at("/vpc/extend_cidrs").isArray()).isTrue();
        assertThat(v3.at("/request_id")).isEqualTo(v3.header("X-Request-Id"));
        assertThat(client.get("/v2.0/" + served.project + "/vpcs/" + id + "/tags")
                        .expect(200)
                        .text())
                .isEqualTo("{\"tags\":[]}");

        Reply deleted = client.delete(v1 + "/vpcs/" + id).expect(204);
        assertThat(deleted.text()).isEmpty();
        cloud.refused(client.get(v1 + "/vpcs/" + id), 404, "VPC.0105");
        cloud.refused(client.delete(v1 + "/vpcs/" + id), 404, "VPC.0105");
    }

    @Test
    void vpcsAreListedPageByPage() {
        for (String name : new String[] {"a", "b", "c"}) {
            cloud.vpc(name);
        }
        Reply all = client.get(v1 + "/vpcs?marker=&limit=10").expect(200);
        assertThat(all.body().at("/vpcs")).hasSize(3);
        Reply first = client.get(v1 + "/vpcs?limit=2").expect(200);
        assertThat(first.body().at("/vpcs")).hasSize(2);
        Reply second = client.get(v1 + "/vpcs?limit=2&marker=" + first.at("/vpcs/1/id"))
                .expect(200);
        assertThat(second.body().at("/vpcs")).hasSize(1);
        Reply end = client.get(v1 + "/vpcs?limit=2&marker=" + second.at("/vpcs/0/id"))
                .expect(200);
        assertThat(end.body().at("/vpcs")).isEmpty();
        assertThat(client.get(v1 + "/vpcs?id=" + second.at("/vpcs/0/id")).body().at("/vpcs"))
                .hasSize(1);
        assertThat(client.get(v1 + "/vpcs?limit=0").expect(200).body().at("/vpcs"))
                .isEmpty();
        cloud.refused(client.get(v1 + "/vpcs?limit=-1"), 400, "VPC.0101");
        cloud.refused(client.get(v1 + "/vpcs?limit=2001"), 400, "VPC.0101");
        cloud.refused(client.get(v1 + "/vpcs?limit=x"), 400, "VPC.0101");
    }

    @Test
    void badVpcsAreRefused() {
        String vpcs = v1 + "/vpcs";
        cloud.refused(client.post(vpcs, "{"), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, "{}"), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':[]}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':7}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'a b'}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'a','cidr':'8.0.0.0/8'}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'a','cidr':'10.0.0.1'}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'a','cidr':'ten'}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'a','description':'<'}}")), 400, "VPC.0101");
        String id = cloud.vpc("taken");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'taken'}}")), 400, "VPC.0115");
        cloud.refused(client.post(vpcs, json("{'vpc':{'name':'%s'}}", "x".repeat(65))), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'description':'%s'}}", "x".repeat(256))), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'cidr':'10.0.0.0/29'}}")), 400, "VPC.0101");
        cloud.refused(client.post(vpcs, json("{'vpc':{'cidr':'172.16.0.0/11'}}")), 400, "VPC.0101");
        String other = vpcs + "/" + cloud.vpc("other");
        cloud.refused(client.put(other, json("{'vpc':{'name':'taken'}}")), 400, "VPC.0115");
        cloud.refused(client.put(other, json("{'vpc':{'name':'a b'}}")), 400, "VPC.0101");
        cloud.refused(client.put(other, json("{'vpc':{'cidr':'10.0.0.1/16'}}")), 400, "VPC.0101");
        cloud.refused(client.put(other, "{}"), 400, "VPC.0101");
        cloud.refused(client.put(vpcs + "/no-uuid", json("{'vpc':{'name':'x'}}")), 404, "VPC.0105");
        cloud.refused(client.get(vpcs + "/no-uuid"), 404, "VPC.0105");
        assertThat(client.get(v1 + "/vpcs/" + id).at("/vpc/name")).isEqualTo("taken");
        assertThat(client.get(vpcs).body().at("/vpcs")).hasSize(2);
    }

    @Test
    void vpcsAreFoundByEnterpriseProjectAndById() {
        String id = cloud.vpc("a");
        client.post(v1 + "/vpcs", json("{'vpc':{'name':'b','enterprise_project_id':'7'}}"))
                .expect(200);
        for (String one : new String[] {"enterprise_project_id=0", "enterprise_project_id=7", "id=" + id}) {
            assertThat(vpcs(one)).as(one).hasSize(1);
        }
        assertThat(vpcs("enterprise_project_id=all_granted_eps")).hasSize(2);
        for (String none : new String[] {
            "enterprise_project_id=8",
            "id=x",
            "enterprise_project_id=7&id=" + id,
            "id=" + id + "&marker=" + id,
            "marker=ffffffff-ffff-ffff-ffff-ffffffffffff"
        }) {
            assertThat(vpcs(none)).as(none).isEmpty();
        }
    }

    private JsonNode vpcs(String query) {
        return client.get(v1 + "/vpcs?" + query).expect(200).body().at("/vpcs");
    }

    @Test
    void theRoutesOfAVpcAreReplacedByAddress() {
        String id = cloud.vpc("a");
        String subnet = cloud.subnet(id, "s", "10.0.1.0/24");
        String server = cloud.server(id, subnet, "fw");
        String nic = cloud.nic(server).at("/port/fixed_ips/0/ip_address");
        cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        cloud.port(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.101'}]");
        String routes =
                "{'destination':'192.168.0.0/16','nexthop':'%s'},{'destination':'172.16.0.0/12','nexthop':'%s'}";
        Reply made = routes(id, routes.formatted(nic, "10.0.1.100")).expect(200);
        assertThat(made.body().at("/vpc/routes").findValuesAsText("nexthop"))
                .containsExactlyInAnyOrder(nic, "10.0.1.100");
        assertThat(tableOf(id).findValuesAsText("type")).containsExactlyInAnyOrder("ecs", "vip");
        assertThat(routes(id, routes.formatted("10.0.1.101", "10.0.1.100"))
                        .expect(200)
                        .text())
                .contains("10.0.1.101", "10.0.1.100");
        assertThat(tableOf(id).findValuesAsText("type")).containsExactlyInAnyOrder("eni", "vip");
        client.put(v1 + "/vpcs/" + id, json("{'vpc':{'name':'b','routes':null}}"))
                .expect(200);
        assertThat(tableOf(id)).hasSize(2);

        String to = "{'destination':'%s','nexthop':'%s'}";
        cloud.refused(routes(id, to.formatted("x", nic)), 400, "VPC.0101");
        cloud.refused(routes(id, to.formatted("192.168.0.0/16", server)), 400, "VPC.0101");
        cloud.refused(routes(id, to.formatted("192.168.0.0/16", "10.0.1.77")), 400, "VPC.0101");
        cloud.refused(routes(id, to.formatted("10.0.9.0/24", nic)), 400, "VPC.0101");
        cloud.refused(routes(id, to.formatted("::/0", nic)), 400, "VPC.0101");
        cloud.refused(
                routes(id, to.formatted("1.0.0.0/8", nic) + "," + to.formatted("1.0.0.0/8", nic)), 409, "VPC.0101");
        assertThat(tableOf(id)).hasSize(2);
        assertThat(routes(id, "").expect(200).body().at("/vpc/routes")).isEmpty();
    }

    private Reply routes(String vpc, String routes) {
        return client.put(v1 + "/vpcs/" + vpc, json("{'vpc':{'routes':[" + routes + "]}}"));
    }

    private JsonNode tableOf(String vpc) {
        String table = client.get(v1 + "/routetables?vpc_id=" + vpc).expect(200).at("/routetables/0/id");
        return client.get(v1 + "/routetables/" + table).expect(200).body().at("/routetable/routes");
    }

    @Test
    void aVpcWithRoutesIsNotDeleted() {
        String id = cloud.vpc("a");
        String subnet = cloud.subnet(id, "s", "10.0.1.0/24");
        String vip =
                cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]").at("/port/id");
        routes(id, "{'destination':'0.0.0.0/0','nexthop':'10.0.1.100'}").expect(200);
        client.delete(v1 + "/ports/" + vip).expect(204);
        client.delete(v1 + "/vpcs/" + id + "/subnets/" + subnet).expect(204);
        cloud.refused(client.delete(v1 + "/vpcs/" + id), 409, "VPC.0120");
        String table = client.get(v1 + "/routetables?vpc_id=" + id).at("/routetables/0/id");
        client.put(
                        v1 + "/routetables/" + table,
                        json("{'routetable':{'routes':{'del':[{'destination':'0.0.0.0/0'}]}}}"))
                .expect(200);
        client.delete(v1 + "/vpcs/" + id).expect(204);
    }

    @Test
    void aVpcWithSubnetsIsNotDeletedAndKeepsThemInside() {
        String vpc = cloud.vpc("a");
        cloud.subnet(vpc, "s", "10.0.1.0/24");
        cloud.refused(client.delete(v1 + "/vpcs/" + vpc), 409, "VPC.0104");
        cloud.refused(client.put(v1 + "/vpcs/" + vpc, json("{'vpc':{'cidr':'10.0.0.0/24'}}")), 400, "VPC.0117");
    }

    @Test
    void aSubnetIsMadeShownChangedAndDeleted() {
        String vpc = cloud.vpc("a");
        Reply made = client.post(
                        v1 + "/subnets",
                        json(
                                "{'subnet':{'name':'s','cidr':'10.0.1.0/24','vpc_id':'%s','gateway_ip':'10.0.1.1',"
                                        + "'dnsList':['10.0.1.5','10.0.1.6'],'dhcp_enable':true,'ipv6_enable':true,"
                                        + "'extra_dhcp_opts':[{'opt_name':'ntp','opt_value':null}]}}",
                                vpc))
                .expect(200);
        String id = made.at("/subnet/id");
        assertThat(made.at("/subnet/status")).isEqualTo("ACTIVE");
        assertThat(made.at("/subnet/neutron_network_id")).isEqualTo(id);
        assertThat(made.at("/subnet/neutron_subnet_id")).isNotEqualTo(id).hasSize(36);
        assertThat(made.at("/subnet/neutron_subnet_id_v6")).hasSize(36);
        assertThat(made.at("/subnet/cidr_v6")).startsWith("fd").endsWith("/64");
        assertThat(made.at("/subnet/primary_dns")).isEqualTo("10.0.1.5");
        assertThat(made.at("/subnet/secondary_dns")).isEqualTo("10.0.1.6");
        assertThat(made.body().at("/subnet/dnsList")).hasSize(2);
        assertThat(made.at("/subnet/extra_dhcp_opts/0/opt_name")).isEqualTo("ntp");
        assertThat(made.body().at("/subnet/extra_dhcp_opts/0/opt_value").isNull())
                .isTrue();

        assertThat(client.get(v1 + "/subnets/" + id).expect(200).body()).isEqualTo(made.body());
        Reply changed = client.put(
                        v1 + "/vpcs/" + vpc + "/subnets/" + id,
                        json("{'subnet':{'name':'t','dnsList':['10.0.1.9'],'ipv6_enable':true}}"))
                .expect(200);
        assertThat(changed.text()).isEqualTo(json("{'subnet':{'id':'%s','status':'ACTIVE'}}", id));
        Reply shown = client.get(v1 + "/subnets/" + id).expect(200);
        assertThat(shown.at("/subnet/name")).isEqualTo("t");
        assertThat(shown.at("/subnet/primary_dns")).isEqualTo("10.0.1.9");
        assertThat(shown.at("/subnet/cidr_v6")).isEqualTo(made.at("/subnet/cidr_v6"));
        assertThat(client.get(v1 + "/subnets?vpc_id=" + vpc).body().at("/subnets"))
                .hasSize(1);
        assertThat(client.get(v1 + "/subnets?vpc_id=nonsense").body().at("/subnets"))
                .isEmpty();
        client.get("/v2.0/" + served.project + "/subnets/" + id + "/tags").expect(200);

        client.delete(v1 + "/vpcs/" + vpc + "/subnets/" + id).expect(204);
        cloud.refused(client.get(v1 + "/subnets/" + id), 404, "VPC.0202");
        cloud.refused(client.delete(v1 + "/vpcs/" + vpc + "/subnets/" + id), 404, "VPC.0202");
    }

    @Test
    void serversOfNamesAreChangedOneByOneOrAllAtOnceAndStayOtherwise() {
        String vpc = cloud.vpc("a");
        String path = v1 + "/vpcs/" + vpc + "/subnets/" + cloud.subnet(vpc, "s", "10.0.1.0/24");
        assertThat(dns(path, "'dnsList':['10.0.1.5','10.0.1.6','10.0.1.7']"))
                .containsExactly("10.0.1.5", "10.0.1.6", "10.0.1.7");
        assertThat(dns(path, "'description':'the same'")).containsExactly("10.0.1.5", "10.0.1.6", "10.0.1.7");
        assertThat(dns(path, "'secondary_dns':'10.0.1.9'")).containsExactly("10.0.1.5", "10.0.1.9", "10.0.1.7");
        assertThat(dns(path, "'primary_dns':'10.0.1.8'")).containsExactly("10.0.1.8", "10.0.1.9", "10.0.1.7");
        assertThat(dns(path, "'dnsList':['10.0.1.4'],'primary_dns':'10.0.1.8'")).containsExactly("10.0.1.4");
        assertThat(dns(path, "'dnsList':[]")).isEmpty();
    }

    private List<String> dns(String path, String change) {
        client.put(path, json("{'subnet':{'name':'s',%s}}", change)).expect(200);
        return client.get(path.replaceFirst("/vpcs/[^/]+", ""))
                .body()
                .at("/subnet/dnsList")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void badSubnetsAreRefused() {
        String vpc = cloud.vpc("a");
        cloud.subnet(vpc, "s", "10.0.1.0/24");
        refusesSubnet(vpc, "'cidr':'10.0.1.0/25'", 400, "VPC.0204");
        refusesSubnet(vpc, "'cidr':'192.168.0.0/24'", 400, "VPC.0203");
        refusesSubnet(vpc, "'cidr':'10.0.2.1/24'", 400, "VPC.0212");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/30'", 400, "VPC.0212");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','gateway_ip':'10.0.3.1'", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','gateway_ip':'x'", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','dnsList':['x']", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','gateway_ip':'10.0.2.0'", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','description':'<'", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':'10.0.2.0/24','extra_dhcp_opts':[{'opt_name':'tftp'}]", 400, "VPC.0201");
        refusesSubnet(vpc, "'cidr':null", 400, "VPC.0201");
        for (String name : new String[] {"", "a b", "x".repeat(65)}) {
            String named = "{'subnet':{'name':'%s','cidr':'10.0.2.0/24','vpc_id':'%s'}}";
            cloud.refused(client.post(v1 + "/subnets", json(named, name, vpc)), 400, "VPC.0201");
        }
        cloud.refused(
                client.post(v1 + "/subnets", json("{'subnet':{'cidr':'10.0.2.0/24','vpc_id':'%s'}}", vpc)),
                400,
                "VPC.0201");
        cloud.refused(
                client.post(v1 + "/subnets", json("{'subnet':{'cidr':'10.0.2.0/24','name':'x'}}")), 400, "VPC.0201");
        refusesSubnet("00000000-0000-0000-0000-000000000000", "'cidr':'10.0.2.0/24'", 404, "VPC.0105");
        refusesSubnet("nonsense", "'cidr':'10.0.2.0/24'", 404, "VPC.0105");
    }

    private void refusesSubnet(String vpc, String rest, int status, String code) {
        cloud.refused(
                client.post(v1 + "/subnets", json("{'subnet':{'name':'x','vpc_id':'%s',%s}}", vpc, rest)),
                status,
                code);
    }

    @Test
    void badChangesOfASubnetAreRefused() {
        String vpc = cloud.vpc("a");
        String subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        String path = v1 + "/vpcs/" + vpc + "/subnets/";
        cloud.refused(client.put(path + subnet, json("{'subnet':{'description':'no name'}}")), 400, "VPC.0201");
        cloud.refused(client.put(path + subnet, json("{'subnet':{'name':'a b'}}")), 400, "VPC.0201");
        cloud.refused(client.put(path + subnet, json("{'subnet':{'name':'s','primary_dns':'x'}}")), 400, "VPC.0201");
        cloud.refused(client.put(path + "nonsense", json("{'subnet':{'name':'s'}}")), 404, "VPC.0202");
        String other = v1 + "/vpcs/" + cloud.vpc("b") + "/subnets/" + subnet;
        cloud.refused(client.put(other, json("{'subnet':{'name':'s'}}")), 400, "VPC.0207");
    }

    @Test
    void subnetsAreListedPageByPage() {
        String vpc = cloud.vpc("a");
        cloud.subnet(vpc, "s", "10.0.1.0/24");
        cloud.subnet(vpc, "t", "10.0.2.0/24");
        Reply first = client.get(v1 + "/subnets?marker=&limit=1&vpc_id=" + vpc).expect(200);
        String marker = first.at("/subnets/0/id");
        Reply second = client.get(v1 + "/subnets?limit=1&marker=" + marker).expect(200);
        assertThat(second.body().at("/subnets")).hasSize(1);
        String last = second.at("/subnets/0/id");
        assertThat(last).isGreaterThan(marker);
        assertThat(client.get(v1 + "/subnets?limit=1&marker=" + last)
                        .expect(200)
                        .body()
                        .at("/subnets"))
                .isEmpty();
        cloud.refused(client.get(v1 + "/subnets?limit=x"), 400, "VPC.0201");
    }

    @Test
    void aSubnetInUseIsNotDeletedAndNeverWith400() {
        String vpc = cloud.vpc("a");
        String subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        cloud.port(subnet, "");
        cloud.refused(client.delete(v1 + "/vpcs/" + vpc + "/subnets/" + subnet), 409, "VPC.0206");
        cloud.refused(client.delete(v1 + "/vpcs/" + cloud.vpc("b") + "/subnets/" + subnet), 404, "VPC.0202");
    }

    @Test
    void theFamiliesSayNoEachInItsOwnWay() {
        try (Client stranger = new Client(served.server.port());
                Client foreign = served.client("X-Project-Id", "f".repeat(32))) {
            assertThat(stranger.get(v1 + "/vpcs").expect(401).at("/error_code")).isEqualTo("APIGW.0301");
            assertThat(stranger.get("/v2.0/ports").expect(401).at("/error/code"))
                    .isEqualTo("401");
            assertThat(stranger.get("/v3/auth/tokens").expect(401).at("/error/title"))
                    .isEqualTo("Unauthorized");
            assertThat(stranger.get("/ops/v1/health").expect(401).at("/error/code"))
                    .isEqualTo("unauthenticated");
            assertThat(stranger.get("/ops/v1/metrics").expect(401).at("/error/code"))
                    .isEqualTo("unauthenticated");
            cloud.refused(foreign.get(v1 + "/vpcs"), 403, "VPC.0007");
        }
        Reply unknown = client.get(v1 + "/nothing").expect(404);
        assertThat(unknown.at("/error_code")).isEqualTo("APIGW.0101");
        assertThat(unknown.at("/request_id")).isEqualTo(unknown.header("X-Request-Id"));
        assertThat(client.patch(v1 + "/vpcs", "{}").expect(405).at("/error_code"))
                .isEqualTo("APIGW.0101");
        assertThat(client.get("/v2.0/nothing").expect(404).at("/NeutronError/type"))
                .isEqualTo("HTTPNotFound");
        assertThat(client.get("/ops/v1/nothing").expect(404).at("/error/code")).isEqualTo("no-such-path");
        cloud.refused(client.get("/v1/short/vpcs"), 400, "VPC.0101");
        assertThat(client.post(v1 + "/vpcs", "x".repeat(1 << 21)).expect(413).at("/error_code"))
                .isEqualTo("APIGW.0201");
    }

    @Test
    void projectsDoNotSeeEachOther() {
        String vpc = cloud.vpc("a");
        String other = "/v1/" + "e".repeat(32) + "/vpcs";
        cloud.refused(client.get(other + "/" + vpc), 404, "VPC.0105");
        assertThat(client.get(other).body().at("/vpcs")).isEmpty();
        client.post(other, json("{'vpc':{'name':'a','cidr':'10.0.0.0/16'}}")).expect(200);
    }
}
