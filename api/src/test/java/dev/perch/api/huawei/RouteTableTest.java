package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.control.Caller;
import dev.perch.model.Quota;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Route tables as terraform goes through them, and each refusal with its status and code. */
class RouteTableTest {
    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final String tables = v1 + "/routetables";
    private Cloud cloud;
    private String vpc;
    private String subnet;
    private String server;

    @BeforeEach
    void start() {
        cloud = new Cloud(served);
        vpc = cloud.vpc("net");
        subnet = cloud.subnet(vpc, "front", "10.0.1.0/24");
        server = cloud.server(vpc, subnet, "fw");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void terraformAddsARouteToTheDefaultTableChangesItAndTakesItAway() {
        Reply list = client.get(tables + "?vpc_id=" + vpc).expect(200);
        assertThat(list.body().at("/routetables")).hasSize(1);
        assertThat(list.body().at("/routetables/0/default").asBoolean()).isTrue();
        assertThat(list.at("/routetables/0/name")).isEqualTo("rtb-net");
        assertThat(list.at("/routetables/0/vpc_id")).isEqualTo(vpc);
        assertThat(list.at("/routetables/0/subnets/0/id")).isEqualTo(subnet);
        assertThat(list.body().at("/routetables/0").has("routes")).isFalse();
        String id = list.at("/routetables/0/id");

        change(id, "'add':[" + route("ecs", "0.0.0.0/0", server, "out") + "]").expect(200);
        JsonNode route = client.get(tables + "/" + id).expect(200).body().at("/routetable/routes/0");
        assertThat(route.get("type").asText()).isEqualTo("ecs");
        assertThat(route.get("destination").asText()).isEqualTo("0.0.0.0/0");
        assertThat(route.get("nexthop").asText()).isEqualTo(server);
        assertThat(route.get("description").asText()).isEqualTo("out");

        String nic = cloud.nic(server).at("/port/id");
        Reply changed = change(id, "'mod':[{'type':'eni','destination':'0.0.0.0/0','nexthop':'" + nic + "'}]")
                .expect(200);
        assertThat(changed.at("/routetable/routes/0/type")).isEqualTo("eni");
        assertThat(changed.at("/routetable/routes/0/nexthop")).isEqualTo(nic);
        assertThat(changed.at("/routetable/routes/0/description")).isEqualTo("out");
        assertThat(change(id, "'del':[" + route("eni", "0.0.0.0/0", nic, "") + "]")
                        .expect(200)
                        .body()
                        .at("/routetable/routes"))
                .isEmpty();
        cloud.refused(change(id, "'del':[{'destination':'0.0.0.0/0'}]"), 404, "VPC.2204");
        cloud.refused(change(id, "'mod':[" + route("ecs", "0.0.0.0/0", server, "") + "]"), 404, "VPC.2204");
    }

    @Test
    void terraformMakesATableWithRoutesAndAssociatesSubnets() {
        Reply vip = cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        String peer = client.post(v1 + "/vpcs", json("{'vpc':{'name':'peer','cidr':'172.16.0.0/16'}}"))
                .expect(200)
                .at("/vpc/id");
        String peering = client.post(
                        "/v2.0/vpc/peerings",
                        json(
                                "{'peering':{'name':'p','request_vpc_info':{'vpc_id':'%s'},'accept_vpc_info':{'vpc_id':'%s'}}}",
                                vpc, peer))
                .expect(201)
                .at("/peering/id");
        Reply made = client.post(
                        tables,
                        json(
                                "{'routetable':{'name':'via','vpc_id':'%s','description':'d','routes':[%s,%s]}}",
                                vpc,
                                route("vip", "192.168.0.0/16", "10.0.1.100", ""),
                                route("peering", "172.16.0.0/16", peering, "")))
                .expect(200);
        String id = made.at("/routetable/id");
        assertThat(made.body().at("/routetable/default").asBoolean()).isFalse();
        assertThat(made.at("/routetable/tenant_id")).isEqualTo(served.project);
        assertThat(made.body().at("/routetable/routes").findValuesAsText("nexthop"))
                .containsExactlyInAnyOrder("10.0.1.100", peering);

        Reply used = action(id, "'associate':['" + subnet + "']").expect(200);
        assertThat(used.at("/routetable/subnets/0/id")).isEqualTo(subnet);
        assertThat(client.get(tables + "?subnet_id=" + subnet).expect(200).at("/routetables/0/id"))
                .isEqualTo(id);
        cloud.refused(client.delete(tables + "/" + id), 409, "VPC.0001");
        assertThat(action(id, "'disassociate':['" + subnet + "']")
                        .expect(200)
                        .body()
                        .at("/routetable/subnets"))
                .isEmpty();
        assertThat(client.put(tables + "/" + id, json("{'routetable':{'name':'other','description':''}}"))
                        .expect(200)
                        .at("/routetable/name"))
                .isEqualTo("other");
        client.delete(v1 + "/ports/" + vip.at("/port/id")).expect(204);
        assertThat(client.get(tables + "/" + id).expect(200).body().at("/routetable/routes"))
                .as("the route to the released virtual IP stays")
                .hasSize(2);
        client.delete(tables + "/" + id).expect(204);
        cloud.refused(client.get(tables + "/" + id), 404, "VPC.2204");
        cloud.refused(client.delete(tables + "/" + id), 404, "VPC.2204");
    }

    @Test
    void theVpcShowsItsRoutesAndTables() {
        cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]");
        change(byDefault(), "'add':[" + route("vip", "192.168.0.0/16", "10.0.1.100", "") + "]")
                .expect(200);
        Reply shown = client.get(v1 + "/vpcs/" + vpc).expect(200);
        assertThat(shown.body().at("/vpc/routes")).hasSize(1);
        assertThat(shown.at("/vpc/routes/0/destination")).isEqualTo("192.168.0.0/16");
        assertThat(shown.at("/vpc/routes/0/nexthop")).isEqualTo("10.0.1.100");
        client.post(tables, json("{'routetable':{'vpc_id':'%s'}}", vpc)).expect(200);
        JsonNode resources = client.get("/v3/" + served.project + "/vpc/vpcs/" + vpc)
                .expect(200)
                .body()
                .at("/vpc/cloud_resources");
        assertThat(resources.get(1).get("resource_type").asText()).isEqualTo("routetable");
        assertThat(resources.get(1).get("resource_count").asInt()).isEqualTo(2);
    }

    @Test
    void refusalsOfRoutes() {
        String id = byDefault();
        cloud.refused(add(id, "ecs", "10.0.1.0/24", server), 400, "VPC.0001");
        cloud.refused(add(id, "ecs", "10.0.200.0/24", server), 400, "VPC.0001");
        cloud.refused(add(id, "ecs", "224.0.0.0/4", server), 400, "VPC.0001");
        cloud.refused(add(id, "ecs", "192.168.0.1/16", server), 400, "VPC.0001");
        cloud.refused(add(id, "ecs", "x", server), 400, "VPC.0001");
        cloud.refused(add(id, "ecs", "::/0", server), 400, "VPC.0001");
        String nobody = UUID.randomUUID().toString();
        cloud.refused(add(id, "ecs", "0.0.0.0/0", nobody), 404, "VPC.2204");
        cloud.refused(add(id, "eni", "0.0.0.0/0", nobody), 404, "VPC.2204");
        cloud.refused(add(id, "vip", "0.0.0.0/0", "10.0.1.77"), 404, "VPC.2204");
        cloud.refused(add(id, "peering", "0.0.0.0/0", nobody), 404, "VPC.2204");
        cloud.refused(add(id, "vip", "0.0.0.0/0", nobody), 400, "VPC.0001");
        cloud.refused(add(id, "local", "0.0.0.0/0", nobody), 400, "VPC.0001");
        for (String later : new String[] {"nat", "vpn", "dc", "cc", "egw", "er"}) {
            Reply refused = add(id, later, "0.0.0.0/0", nobody);
            cloud.refused(refused, 400, "VPC.0001");
            assertThat(refused.at("/message"))
                    .startsWith("routes.add[0].nexthop: a next hop of type '" + later + "' is not supported yet");
        }
        String other = cloud.vpc("other");
        String there = cloud.server(other, cloud.subnet(other, "there", "10.0.1.0/24"), "there");
        cloud.refused(add(id, "ecs", "0.0.0.0/0", there), 400, "VPC.0001");
        add(id, "ecs", "0.0.0.0/0", server).expect(200);
        cloud.refused(add(id, "ecs", "0.0.0.0/0", server), 409, "VPC.0001");
        cloud.refused(change(id, "'add':[{'destination':'1.0.0.0/8','type':'ecs'}]"), 400, "VPC.0001");
        cloud.refused(change(id, "'add':[{'destination':'1.0.0.0/8','nexthop':'x'}]"), 400, "VPC.0001");
        cloud.refused(change(id, "'add':[{'type':'ecs','nexthop':'x'}]"), 400, "VPC.0001");
        cloud.refused(change(id, "'mod':[" + route("ecs", "0.0.0.0/0", nobody, "") + "]"), 404, "VPC.2204");
        cloud.refused(change(id, "'mod':[" + route("ecs", "0.0.0.0/0", there, "") + "]"), 400, "VPC.0001");
        cloud.refused(change(id, "'mod':[" + route("nat", "0.0.0.0/0", nobody, "") + "]"), 400, "VPC.0001");
        cloud.refused(change(id, "'del':[{'destination':'9.0.0.0/8'}]"), 404, "VPC.2204");
        cloud.refused(change(id, "'del':[{'type':'ecs'}]"), 400, "VPC.0001");
        String many = IntStream.range(0, 200)
                .mapToObj(i -> route("ecs", "192.168." + i + ".0/24", server, ""))
                .collect(Collectors.joining(","));
        cloud.refused(change(id, "'add':[" + many + "]"), 409, "VPC.0001");
        assertThat(client.get(tables + "/" + id).body().at("/routetable/routes"))
                .hasSize(1);
    }

    @Test
    void refusalsOfTables() {
        String nobody = UUID.randomUUID().toString();
        cloud.refused(client.delete(tables + "/" + byDefault()), 409, "VPC.0001");
        cloud.refused(client.post(tables, json("{'routetable':{'vpc_id':'%s'}}", nobody)), 404, "VPC.0105");
        cloud.refused(client.post(tables, json("{'routetable':{'name':'x'}}")), 400, "VPC.0001");
        cloud.refused(client.post(tables, json("{'routetable':{'name':'a b','vpc_id':'%s'}}", vpc)), 400, "VPC.0001");
        cloud.refused(client.put(tables + "/" + nobody, json("{'routetable':{}}")), 404, "VPC.2204");
        cloud.refused(action(byDefault(), "'associate':['" + nobody + "']"), 404, "VPC.0202");
        String other = cloud.vpc("other");
        String there = cloud.subnet(other, "there", "10.0.1.0/24");
        cloud.refused(action(byDefault(), "'associate':['" + there + "']"), 400, "VPC.0207");
        assertThat(client.get(tables + "?marker=&limit=10").expect(200).body().at("/routetables"))
                .hasSize(2);
        Reply first = client.get(tables + "?limit=1").expect(200);
        String second = client.get(tables + "?limit=1&marker=" + first.at("/routetables/0/id"))
                .expect(200)
                .at("/routetables/0/id");
        assertThat(second).isGreaterThan(first.at("/routetables/0/id"));
        cloud.refused(client.get(tables + "?limit=x"), 400, "VPC.0001");
        cloud.refused(client.put(tables + "/" + byDefault(), "{}"), 400, "VPC.0001");
        cloud.refused(client.put(tables + "/" + byDefault(), json("{'routetable':{'name':'a b'}}")), 400, "VPC.0001");
        cloud.refused(client.get(tables + "/nonsense"), 404, "VPC.2204");
        cloud.refused(action(nobody, "'associate':['" + there + "']"), 404, "VPC.2204");
        cloud.refused(action(byDefault(), "'disassociate':['" + there + "']"), 400, "VPC.0207");
        for (String none :
                new String[] {"vpc_id=x", "subnet_id=x", "id=x", "vpc_id=" + nobody, "marker=" + second, "limit=0"}) {
            assertThat(client.get(tables + "?" + none).expect(200).body().at("/routetables"))
                    .as(none)
                    .isEmpty();
        }
        limit(Quota.Type.ROUTE_TABLE);
        cloud.refused(client.post(tables, json("{'routetable':{'vpc_id':'%s'}}", vpc)), 409, "VPC.0001");
    }

    private String byDefault() {
        return client.get(tables + "?vpc_id=" + vpc).expect(200).at("/routetables/0/id");
    }

    private Reply add(String table, String type, String destination, String nexthop) {
        return change(table, "'add':[" + route(type, destination, nexthop, "") + "]");
    }

    private Reply change(String table, String routes) {
        return client.put(tables + "/" + table, json("{'routetable':{'routes':{" + routes + "}}}"));
    }

    private Reply action(String table, String subnets) {
        return client.post(tables + "/" + table + "/action", json("{'routetable':{'subnets':{" + subnets + "}}}"));
    }

    private static String route(String type, String destination, String nexthop, String description) {
        return "{'type':'%s','destination':'%s','nexthop':'%s','description':'%s'}"
                .formatted(type, destination, nexthop, description);
    }

    private void limit(Quota.Type type) {
        served.control
                .quotas()
                .set(new Caller(served.control.project(), "tester"), Map.of(type, Optional.of(1L)))
                .orThrow();
    }
}
