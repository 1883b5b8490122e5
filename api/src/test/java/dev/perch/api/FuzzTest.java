package dev.perch.api;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perch.api.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every body, mutated and at random: never an answer of 5xx, and a request that is refused leaves nothing behind. The seed is
 * printed with a failure; {@code -Dperch.fuzz.seed} and {@code -Dperch.fuzz.rounds} repeat or lengthen a run.
 */
class FuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long SEED = Long.getLong("perch.fuzz.seed", 20260229);
    private static final int ROUNDS = Integer.getInteger("perch.fuzz.rounds", 60);

    private final Served served = new Served();
    private final Client client = served.client;
    private final Random random = new Random(SEED);
    private final List<Call> calls = new ArrayList<>();

    private record Call(String method, String path, String body) {}

    @BeforeEach
    void start() {
        String v1 = "/v1/" + served.project;
        String vpc = client.post("/ops/v1/vpcs", json("{'name':'prod','cidr':'10.0.0.0/8'}"))
                .expect(201)
                .at("/id");
        Reply sub = client.post(
                        "/ops/v1/subnets",
                        json("{'vpc':'prod','name':'front','cidr':'10.0.0.0/20','cidr_v6':'fd00:1::/64'}"))
                .expect(201);
        String subnet = sub.at("/id");
        Reply web = client.post("/ops/v1/servers", json("{'name':'web','nics':[{'subnet':'front'}]}"))
                .expect(201);
        String server = web.at("/id");
        String nic = web.at("/nics/0/id");
        String vip = client.post("/ops/v1/vips", json("{'name':'vip','subnet':'front'}"))
                .expect(201)
                .at("/id");
        String port = client.post("/ops/v1/ports", json("{'name':'p','subnet':'front'}"))
                .expect(201)
                .at("/id");

        add("POST", v1 + "/vpcs", "{'vpc':{'name':'a','cidr':'172.16.0.0/16','description':'d','tags':['k*v']}}");
        add("PUT", v1 + "/vpcs/" + vpc, "{'vpc':{'name':'prod','description':'x','routes':[]}}");
        add(
                "POST",
                v1 + "/subnets",
                "{'subnet':{'name':'s','cidr':'10.99.0.0/24','vpc_id':'" + vpc + "','gateway_ip':'10.99.0.1',"
                        + "'dnsList':['10.0.0.5'],'ipv6_enable':true,'extra_dhcp_opts':[{'opt_name':'ntp','opt_value':'x'}]}}");
        add("PUT", v1 + "/vpcs/" + vpc + "/subnets/" + subnet, "{'subnet':{'name':'front','dnsList':['10.0.0.7']}}");
        add(
                "POST",
                v1 + "/ports",
                "{'port':{'network_id':'" + subnet + "','name':'p','fixed_ips':[{'ip_address':'10.0.3.9'}],"
                        + "'allowed_address_pairs':[{'ip_address':'1.1.1.1/0','mac_address':'fa:16:3e:00:00:01'}],"
                        + "'extra_dhcp_opts':[{'opt_name':'51','opt_value':'24h'}],'admin_state_up':true}}");
        add(
                "POST",
                v1 + "/ports",
                "{'port':{'network_id':'" + subnet + "','device_owner':'neutron:VIP_PORT','name':'v',"
                        + "'allowed_address_pairs':[]}}");
        add("PUT", v1 + "/ports/" + vip, "{'port':{'name':'vip','allowed_address_pairs':[]}}");
        add(
                "PUT",
                "/v2.0/ports/" + port,
                "{'port':{'name':'p','allowed_address_pairs':[{'ip_address':'10.0.0.0/24'}]}}");
        add("POST", v1 + "/privateips", "{'privateips':[{'subnet_id':'" + subnet + "','ip_address':'10.0.4.4'}]}");
        add(
                "POST",
                v1 + "/cloudservers",
                "{'server':{'name':'w','imageRef':'i','flavorRef':'f','vpcid':'" + vpc + "','count':1,"
                        + "'nics':[{'subnet_id':'" + subnet + "','ip_address':'10.0.5.5'}],'user_data':'aGVsbG8=',"
                        + "'root_volume':{'volumetype':'SSD','size':40},'metadata':{'a':'b'},"
                        + "'server_tags':[{'key':'k','value':'v'}],'tags':['a.b'],"
                        + "'extendparam':{'enterprise_project_id':'0'},'security_groups':[{'id':'x'}]}}");
        add("PUT", v1 + "/cloudservers/" + server, "{'server':{'name':'web','user_data':'aGVsbG8='}}");
        add("PUT", v1 + "/cloudservers/nics/" + nic, "{'nic':{'subnet_id':'" + subnet + "','ip_address':'10.0.6.6'}}");
        add("POST", v1 + "/cloudservers/action", "{'os-stop':{'type':'SOFT','servers':[{'id':'" + server + "'}]}}");
        add("POST", v1 + "/cloudservers/delete", "{'servers':[{'id':'00000000-0000-0000-0000-000000000000'}]}");
        String peer = client.post("/ops/v1/vpcs", json("{'name':'peer','cidr':'172.31.0.0/16'}"))
                .expect(201)
                .at("/id");
        String peering = client.post("/ops/v1/peerings", json("{'name':'pair','vpc':'prod','peer_vpc':'peer'}"))
                .expect(201)
                .at("/id");
        String table = client.post("/ops/v1/route-tables", json("{'name':'tb','vpc':'prod'}"))
                .expect(201)
                .at("/id");
        add(
                "POST",
                "/v2.0/vpc/peerings",
                "{'peering':{'name':'p','description':'d','request_vpc_info':{'vpc_id':'" + vpc + "','tenant_id':''},"
                        + "'accept_vpc_info':{'vpc_id':'" + peer + "','tenant_id':'" + served.project + "'}}}");
        add("PUT", "/v2.0/vpc/peerings/" + peering, "{'peering':{'name':'pair','description':'d'}}");
        add(
                "POST",
                "/v2.0/vpc/routes",
                "{'route':{'type':'peering','destination':'172.31.0.0/16','nexthop':'" + peering + "','vpc_id':'" + vpc
                        + "'}}");
        add(
                "POST",
                v1 + "/routetables",
                "{'routetable':{'name':'t','vpc_id':'" + vpc + "','description':'d','routes':[{'type':'ecs',"
                        + "'destination':'192.168.0.0/16','nexthop':'" + server + "','description':'x'}]}}");
        add(
                "PUT",
                v1 + "/routetables/" + table,
                "{'routetable':{'name':'tb','routes':{'add':[{'type':'eni','destination':'192.168.7.0/24','nexthop':'"
                        + nic + "'}],'mod':[{'type':'vip','destination':'192.168.7.0/24','nexthop':'10.0.0.9'}],"
                        + "'del':[{'destination':'192.168.7.0/24'}]}}}");
        add(
                "POST",
                v1 + "/routetables/" + table + "/action",
                "{'routetable':{'subnets':{'associate':['" + subnet + "'],'disassociate':['" + subnet + "']}}}");
        add("POST", "/ops/v1/peerings", "{'name':'q','vpc':'prod','peer_vpc':'peer','peer_project':null}");
        add("PUT", "/ops/v1/peerings/" + peering, "{'name':'pair','description':'d'}");
        add("POST", "/ops/v1/route-tables", "{'name':'u','vpc':'prod','description':'d'}");
        add("PUT", "/ops/v1/route-tables/" + table, "{'name':'tb','description':'d'}");
        add("POST", "/ops/v1/route-tables/" + table + "/associate", "{'subnet':'front'}");
        add("POST", "/ops/v1/route-tables/" + table + "/disassociate", "{'subnet':'front'}");
        add(
                "POST",
                "/ops/v1/route-tables/prod/routes",
                "{'destination':'192.168.0.0/24','server':'web','description':'d'}");
        groups(v1, server, port);
        tags(vpc, vip);
        Reply eip = client.post("/ops/v1/eips", json("{'name':'eip'}")).expect(201);
        String publicIp = eip.at("/id");
        add(
                "POST",
                v1 + "/publicips",
                "{'publicip':{'type':'5_bgp','ip_address':'198.18.4.4','ip_version':4,'alias':'a','port_id':'" + port
                        + "'},'bandwidth':{'name':'b','share_type':'PER','size':5,'charge_mode':'traffic'},"
                        + "'enterprise_project_id':'0'}");
        add("PUT", v1 + "/publicips/" + publicIp, "{'publicip':{'port_id':'" + vip + "'}}");
        add("PUT", v1 + "/publicips/" + publicIp, "{'publicip':{'alias':'x','ip_version':4}}");
        add(
                "PUT",
                v1 + "/bandwidths/" + eip.at("/bandwidth_id"),
                "{'bandwidth':{'name':'b','size':7,'charge_mode':'bandwidth'}}");
        String v3 = "/v3/" + served.project + "/eip/publicips/" + publicIp;
        add("PUT", v3, "{'publicip':{'alias':'eip','description':'d'}}");
        add(
                "POST",
                v3 + "/associate-instance",
                "{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'" + nic + "'}}");
        add(
                "POST",
                v1 + "/cloudservers",
                "{'server':{'name':'w','imageRef':'i','flavorRef':'f','vpcid':'" + vpc + "','nics':[{'subnet_id':'"
                        + subnet + "'}],'publicip':{'eip':{'iptype':'5_bgp','bandwidth':{'size':5,'sharetype':'PER',"
                        + "'chargemode':'traffic'}},'delete_on_termination':true}}}");
        add(
                "POST",
                "/ops/v1/eips",
                "{'name':'e','address':'198.18.5.5','family':4,'bandwidth':5,'description':'d','bind':{'server':'web'}}");
        add("PUT", "/ops/v1/eips/eip", "{'name':'eip','description':'d','bandwidth':7}");
        add("POST", "/ops/v1/eips/eip/bind", "{'vip':'vip','rebind':true}");
        add("PUT", "/ops/v1/quotas", "{'eip':100000,'vpc':-1}");
        add("POST", "/ops/v1/vpcs", "{'name':'b','cidr':'192.168.0.0/16','description':'d'}");
        add("POST", "/ops/v1/subnets", "{'vpc':'prod','name':'t','cidr':'10.98.0.0/24','gateway':'10.98.0.1'}");
        add("POST", "/ops/v1/ports", "{'subnet':'front','name':'q','address':'10.0.7.7','check':true}");
        add("PUT", "/ops/v1/ports/p", "{'name':'p','check':false,'pairs':['10.0.0.0/24']}");
        add("POST", "/ops/v1/ports/p/plug", "{'namespace':'/run/netns/x','interface':'eth0'}");
        add("POST", "/ops/v1/servers", "{'name':'u','nics':[{'subnet':'front','check':false}],'user_data':'x'}");
        add("POST", "/ops/v1/servers/web/stop", "{'mode':'graceful'}");
        add("POST", "/ops/v1/servers/web/exec", "{'argv':['/bin/false'],'stdin_base64':'','timeout_seconds':5}");
        add("POST", "/ops/v1/vips", "{'subnet':'front','name':'y','ipv4':true,'ipv6':true,'vrid':9}");
        add("POST", "/ops/v1/vips/vip/bind", "{'server':'web'}");
        add("POST", "/ops/v1/vips/vip/drills", "{'mode':'pause','settle_seconds':1}");
        add(
                "POST",
                "/ops/v1/apply",
                "{'vpcs':[{'name':'c','cidr':'10.0.0.0/16','subnets':[{'name':'cs','cidr':'10.0.1.0/24'}]}],"
                        + "'servers':[{'name':'cw','nics':[{'subnet':'c/cs'}]}],"
                        + "'vips':[{'name':'cv','subnet':'c/cs','bind':['cw']}]}");
        add("POST", "/ops/v1/delete", "{'vips':[{'name':'cv','subnet':'c/cs'}]}");
    }

    private void groups(String v1, String server, String port) {
        String v3 = "/v3/" + served.project;
        String group = client.post("/ops/v1/security-groups", json("{'name':'web'}"))
                .expect(201)
                .at("/id");
        String rule = "'direction':'ingress','ethertype':'IPv4','protocol':'tcp','remote_ip_prefix':'10.0.0.0/8',"
                + "'description':'d','security_group_id':'" + group + "'";
        String several = "'multiport':'22,80-90','action':'deny','priority':'7','enabled':true";
        add("POST", v1 + "/security-groups", "{'security_group':{'name':'g','vpc_id':'','description':'d'}}");
        add("POST", v1 + "/security-group-rules", "{'security_group_rule':{" + rule + ",'port_range_min':22}}");
        add("POST", v3 + "/vpc/security-groups", "{'dry_run':false,'security_group':{'name':'h','tags':[]}}");
        add("PUT", v3 + "/vpc/security-groups/" + group, "{'security_group':{'name':'web','description':'d'}}");
        add("POST", v3 + "/vpc/security-group-rules", "{'security_group_rule':{" + rule + "," + several + "}}");
        add(
                "POST",
                v3 + "/vpc/security-groups/" + group + "/security-group-rules/batch-create",
                "{'ignore_duplicate':true,'security_group_rules':[{" + rule + "," + several + "}]}");
        String inserted = "{'port':{'security_groups':['" + group + "'],'index':0}}";
        add("PUT", v3 + "/ports/" + port + "/insert-security-groups", inserted);
        add("PUT", v3 + "/ports/" + port + "/remove-security-groups", inserted);
        add("PUT", v1 + "/ports/" + port, inserted);
        add(
                "POST",
                "/v2.1/" + served.project + "/servers/" + server + "/action",
                "{'addSecurityGroup':{'name':'web'}}");
        add(
                "POST",
                "/ops/v1/security-groups/web/rules",
                "{'direction':'egress','family':4,'protocol':'icmp','ports':'8/0','cidr':'10.0.0.0/8','action':'allow',"
                        + "'priority':3,'enabled':true,'description':'d'}");
        add("PUT", "/ops/v1/security-groups/web", "{'name':'web','description':'d'}");
        add("PUT", "/ops/v1/ports/p", "{'security_groups':['web','default']}");
    }

    private void tags(String vpc, String vip) {
        String v2 = "/v2.0/" + served.project + "/vpcs";
        String v3 = "/v3/" + served.project;
        String tags = "'tags':[{'key':'k','value':'v'}]";
        add("POST", v3 + "/vpc/vpcs", "{'dry_run':false,'vpc':{'name':'v','cidr':'10.0.0.0/16'," + tags + "}}");
        add("PUT", v3 + "/vpc/vpcs/" + vpc, "{'dry_run':true,'vpc':{'name':'prod','description':'d'}}");
        add("POST", "/v1/" + served.project + "/vpcs", "{'vpc':{'name':'z','cidr':'10.0.0.0/16','tags':['k*v']}}");
        add("POST", v2 + "/" + vpc + "/tags", "{'tag':{'key':'k','value':'v'}}");
        add("POST", v2 + "/" + vpc + "/tags/action", "{'action':'create'," + tags + "}");
        add("POST", v2 + "/" + vpc + "/tags/action", "{'action':'delete'," + tags + "}");
        add(
                "POST",
                v2 + "/resource_instances/action",
                "{'action':'filter','limit':5,'offset':0,'tags':[{'key':'k','values':['v']}],"
                        + "'matches':[{'key':'resource_name','value':'prod'}]}");
        add("POST", v3 + "/ports/" + vip + "/tags/create", "{" + tags + "}");
        add("POST", v3 + "/ports/" + vip + "/tags/delete", "{" + tags + "}");
    }

    private void add(String method, String path, String body) {
        calls.add(new Call(method, path, json("%s", body)));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aMutatedBodyNeverBreaksTheServerAndARefusedOneLeavesNothingBehind() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            for (Call call : calls) {
                JsonNode mutated = JSON.readTree(call.body());
                for (int i = random.nextInt(3); i >= 0; i--) {
                    mutated = mutate(mutated);
                }
                send(call, JSON.writeValueAsBytes(mutated));
            }
        }
    }

    @Test
    void randomBytesAreRefused() {
        for (Call call : calls) {
            byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 12; i++) {
                byte[] broken = body.clone();
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                send(call, broken);
            }
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            send(call, noise);
        }
    }

    private void send(Call call, byte[] body) {
        long before = served.control.revision().value();
        Reply reply = client.send(call.method(), call.path(), body);
        String what = "seed " + SEED + ": " + call.method() + " " + call.path() + " "
                + new String(body, StandardCharsets.UTF_8) + " -> " + reply.status() + " " + reply.text();
        assertThat(reply.status()).as(what).isLessThan(500);
        if (reply.status() >= 400) {
            assertThat(served.control.revision().value()).as(what).isEqualTo(before);
            assertThat(reply.body().isObject()).as(what).isTrue();
        }
        assertThat(reply.header("X-Request-Id")).as(what).isNotEmpty();
    }

    /** The tree with one place changed. */
    private JsonNode mutate(JsonNode node) {
        if (node.isEmpty() || random.nextInt(4) == 0) {
            return strange();
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.set("unknown", strange());
                default -> object.set(name, mutate(object.get(name)));
            }
        } else if (node instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                default -> array.set(at, mutate(array.get(at)));
            }
        }
        return node;
    }

    private JsonNode strange() {
        return switch (random.nextInt(24)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextDouble());
            case 4 -> NODES.numberNode(Long.MAX_VALUE);
            case 5 -> NODES.arrayNode();
            case 6 -> NODES.objectNode();
            case 7 -> NODES.arrayNode().add(NODES.arrayNode());
            case 8 -> NODES.textNode("");
            case 9 -> NODES.textNode(" ");
            case 10 -> NODES.textNode("x".repeat(random.nextInt(3000)));
            case 11 -> NODES.textNode("\u0000");
            case 12 -> NODES.textNode("'; DROP TABLE vpc; --");
            case 13 -> NODES.textNode("../../etc/passwd");
            case 14 -> NODES.textNode("0.0.0.0/0");
            case 15 -> NODES.textNode("::/0");
            case 16 -> NODES.textNode("10.0.0.0/33");
            case 17 -> NODES.textNode("255.255.255.255");
            case 18 -> NODES.textNode("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
            case 19 -> NODES.textNode("00000000-0000-0000-0000-000000000000");
            case 20 -> NODES.textNode("\ud83e\udd86 \u202e \u4e2d\u6587");
            case 21 -> NODES.textNode("front");
            case 22 -> NODES.textNode("10.0.0." + random.nextInt(256));
            default -> NODES.textNode("fd00:1::" + Integer.toHexString(random.nextInt(65536)));
        };
    }
}
