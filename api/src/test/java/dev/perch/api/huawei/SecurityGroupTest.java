package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Security groups through v1, v3 and the calls that put ports into them. */
class SecurityGroupTest {
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
    void aProjectBeginsWithItsDefaultGroup() {
        Reply groups = client.get(v1 + "/security-groups").expect(200);
        assertThat(groups.body().at("/security_groups")).hasSize(1);
        assertThat(groups.at("/security_groups/0/name")).isEqualTo("default");
        JsonNode rules = groups.body().at("/security_groups/0/security_group_rules");
        assertThat(rules).hasSize(4).allSatisfy(rule -> {
            assertThat(rule.at("/protocol").isNull()).isTrue();
            assertThat(rule.at("/port_range_min").isNull()).isTrue();
            boolean ingress = rule.at("/direction").asText().equals("ingress");
            assertThat(rule.at("/remote_group_id").isNull()).isEqualTo(!ingress);
        });
        String id = groups.at("/security_groups/0/id");
        cloud.refused(client.delete(v1 + "/security-groups/" + id), 409, "VPC.0612");
        cloud.refused(make("'name':'default'"), 409, "VPC.0612");
        refusedV3(client.put(v3 + "/security-groups/" + id, json("{'security_group':{'name':'x'}}")), 409, "VPC.9902");
    }

    @Test
    void groupsOfV1AreMadeShownListedAndDeleted() {
        String vpc = cloud.vpc("prod");
        Reply made = make("'name':'web','description':'d','enterprise_project_id':'7','vpc_id':'" + vpc + "'")
                .expect(200);
        String id = made.at("/security_group/id");
        assertThat(made.at("/security_group/description")).isEqualTo("d");
        assertThat(made.at("/security_group/vpc_id")).isEqualTo(vpc);
        assertThat(made.at("/security_group/enterprise_project_id")).isEqualTo("7");
        assertThat(made.body().at("/security_group/security_group_rules")).hasSize(4);
        assertThat(client.get(v1 + "/security-groups/" + id).expect(200).body()).isEqualTo(made.body());
        assertThat(ids("vpc_id=" + vpc)).containsExactly(id);
        assertThat(ids("vpc_id=" + NOBODY)).isEmpty();
        assertThat(ids("enterprise_project_id=7")).containsExactly(id);
        assertThat(ids("enterprise_project_id=all_granted_eps")).hasSize(2);
        List<String> paged = new ArrayList<>(ids("limit=1"));
        paged.addAll(ids("limit=1&marker=" + paged.getFirst()));
        assertThat(paged).hasSize(2).isSorted().contains(id);
        assertThat(ids("limit=1&marker=" + paged.getLast())).isEmpty();

        cloud.refused(client.delete(v1 + "/vpcs/" + vpc), 409, "VPC.0112");
        client.delete(v1 + "/security-groups/" + id).expect(204);
        cloud.refused(client.get(v1 + "/security-groups/" + id), 404, "VPC.0603");
        cloud.refused(client.delete(v1 + "/security-groups/" + id), 404, "VPC.0603");
        client.delete(v1 + "/vpcs/" + vpc).expect(204);
        cloud.refused(make("'name':''"), 400, "VPC.0601");
        cloud.refused(make("'name':'" + "x".repeat(65) + "'"), 400, "VPC.0601");
        cloud.refused(make("'description':'no name'"), 400, "VPC.0601");
        cloud.refused(make("'name':'x','vpc_id':'" + NOBODY + "'"), 404, "VPC.0105");
    }

    @Test
    void rulesOfV1() {
        String web = cloud.group("web");
        String db = cloud.group("db");
        Reply made = rule(
                        web,
                        "'direction':'ingress','ethertype':'IPv4','protocol':'tcp','port_range_min':22,"
                                + "'port_range_max':23,'remote_ip_prefix':'10.1.2.3/16','description':'ssh'")
                .expect(200);
        JsonNode ssh = made.body().at("/security_group_rule");
        assertThat(ssh.at("/port_range_min").intValue()).isEqualTo(22);
        assertThat(ssh.at("/port_range_max").intValue()).isEqualTo(23);
        assertThat(ssh.at("/remote_ip_prefix").asText()).isEqualTo("10.1.0.0/16");
        assertThat(ssh.at("/description").asText()).isEqualTo("ssh");
        assertThat(ssh.at("/ethertype").asText()).isEqualTo("IPv4");
        assertThat(ssh.at("/tenant_id").asText()).isEqualTo(served.project);
        String id = ssh.at("/id").asText();
        assertThat(client.get(v1 + "/security-group-rules/" + id).expect(200).body())
                .isEqualTo(made.body());
        JsonNode echo = rule(
                        db,
                        "'direction':'ingress','protocol':'icmp','port_range_min':8,'port_range_max':0,"
                                + "'remote_group_id':'" + web + "'")
                .expect(200)
                .body()
                .at("/security_group_rule");
        assertThat(echo.at("/port_range_min").intValue()).isEqualTo(8);
        assertThat(echo.at("/port_range_max").intValue()).isZero();
        assertThat(echo.at("/remote_group_id").asText()).isEqualTo(web);
        JsonNode vrrp = rule(db, "'direction':'egress','protocol':'112','ethertype':'IPv6'")
                .expect(200)
                .body()
                .at("/security_group_rule");
        assertThat(vrrp.at("/protocol").asText()).isEqualTo("112");
        assertThat(vrrp.at("/ethertype").asText()).isEqualTo("IPv6");

        assertThat(rules("security_group_id=" + db)).hasSize(6);
        assertThat(rules("security_group_id=" + db + "&protocol=icmp")).hasSize(1);
        assertThat(rules("remote_group_id=" + web)).hasSize(3);
        assertThat(rules("description=ssh&remote_ip_prefix=10.1.0.0/16")).hasSize(1);
        assertThat(rules("limit=2")).hasSize(2);

        cloud.refused(client.delete(v1 + "/security-groups/" + web), 409, "VPC.0612"); // a rule of db names it
        client.delete(v1 + "/security-group-rules/" + echo.at("/id").asText()).expect(204);
        client.delete(v1 + "/security-groups/" + web).expect(204);
        cloud.refused(client.get(v1 + "/security-group-rules/" + id), 404, "VPC.0603");
        cloud.refused(client.delete(v1 + "/security-group-rules/" + id), 404, "VPC.0603");
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        String web = cloud.group("web");
        String in = "'direction':'ingress',";
        cloud.refused(rule(web, "'protocol':'tcp'"), 400, "VPC.0601");
        cloud.refused(rule(web, "'direction':'in'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'ethertype':'IPv5'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'tcpp'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'256'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'icmp','ethertype':'IPv6'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'port_range_min':1,'port_range_max':2"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'112','port_range_min':1,'port_range_max':2"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'tcp','port_range_min':2,'port_range_max':1"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'tcp','port_range_max':1"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'tcp','port_range_min':70000"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'protocol':'icmp','port_range_min':256"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'remote_ip_prefix':'10.0.0.0/33'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'ethertype':'IPv4','remote_ip_prefix':'fd00::/64'"), 400, "VPC.0601");
        cloud.refused(
                rule(web, in + "'remote_ip_prefix':'10.0.0.0/8','remote_group_id':'" + web + "'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'remote_address_group_id':'" + NOBODY + "'"), 400, "VPC.0601");
        cloud.refused(rule(web, in + "'remote_group_id':'" + NOBODY + "'"), 404, "VPC.0603");
        cloud.refused(rule(NOBODY, "'direction':'ingress'"), 404, "VPC.0603");
        cloud.refused(rule("nonsense", "'direction':'ingress'"), 404, "VPC.0603");
        cloud.refused(rule(web, in + "'description':'<'"), 400, "VPC.0601");
        rule(web, in + "'protocol':'tcp'").expect(200);
        cloud.refused(rule(web, in + "'protocol':'tcp'"), 409, "VPC.0612");
    }

    @Test
    void groupsOfV3() {
        Reply made = client.post(
                        v3 + "/security-groups", json("{'security_group':{'name':'web','description':'d','tags':[]}}"))
                .expect(201);
        String id = made.at("/security_group/id");
        assertThat(made.at("/request_id")).isNotEmpty();
        assertThat(made.body().at("/security_group/security_group_rules")).hasSize(4);
        assertThat(made.at("/security_group/project_id")).isEqualTo(served.project);
        assertThat(client.get(v3 + "/security-groups/" + id).expect(200).body().at("/security_group"))
                .isEqualTo(made.body().at("/security_group"));
        client.post(v3 + "/security-groups", json("{'dry_run':true,'security_group':{'name':'dry'}}"))
                .expect(202);
        refusedV3(
                client.post(v3 + "/security-groups", json("{'dry_run':true,'security_group':{'name':'a b'}}")),
                400,
                "VPC.9901");
        client.put(v3 + "/security-groups/" + id, json("{'dry_run':true,'security_group':{'name':'dry'}}"))
                .expect(202);
        Reply changed = client.put(v3 + "/security-groups/" + id, json("{'security_group':{'description':'e'}}"))
                .expect(200);
        assertThat(changed.at("/security_group/name")).isEqualTo("web");
        assertThat(changed.at("/security_group/description")).isEqualTo("e");

        Reply all = client.get(v3 + "/security-groups").expect(200);
        assertThat(all.body().at("/security_groups")).hasSize(2).noneMatch(g -> g.has("security_group_rules"));
        assertThat(all.body().at("/page_info/current_count").intValue()).isEqualTo(2);
        assertThat(all.body().at("/page_info").has("next_marker")).isFalse();
        Reply first = client.get(v3 + "/security-groups?limit=1").expect(200);
        assertThat(first.at("/page_info/next_marker")).isEqualTo(first.at("/security_groups/0/id"));
        Reply last = client.get(v3 + "/security-groups?limit=1&marker=" + first.at("/page_info/next_marker"))
                .expect(200);
        assertThat(last.body().at("/page_info").has("next_marker")).isFalse();
        assertThat(client.get(v3 + "/security-groups?name=web&name=none").body().at("/security_groups"))
                .hasSize(1);
        assertThat(client.get(v3 + "/security-groups?id=" + NOBODY).body().at("/security_groups"))
                .isEmpty();
        Reply end = client.get(v3 + "/security-groups?marker=ffffffff-ffff-ffff-ffff-ffffffffffff")
                .expect(200);
        assertThat(end.body().at("/security_groups")).isEmpty();
        assertThat(end.body().at("/page_info/current_count").intValue()).isZero();
        refusedV3(client.get(v3 + "/security-groups?limit=x"), 400, "VPC.9901");
        refusedV3(client.put(v3 + "/security-groups/" + id, "{}"), 400, "VPC.9901");
        refusedV3(client.put(v3 + "/security-groups/" + id, json("{'security_group':{'name':''}}")), 400, "VPC.9901");
        refusedV3(client.post(v3 + "/security-groups", json("{'security_group':{}}")), 400, "VPC.9901");
        String port = cloud.port(
                        cloud.subnet(cloud.vpc("prod"), "front", "10.0.1.0/24"), ",'security_groups':['" + id + "']")
                .at("/port/id");
        refusedV3(client.delete(v3 + "/security-groups/" + id), 409, "VPC.9902");
        client.delete(v1 + "/ports/" + port).expect(204);
        client.delete(v3 + "/security-groups/" + id).expect(204);
        refusedV3(client.get(v3 + "/security-groups/" + id), 404, "VPC.9904");
        refusedV3(client.delete(v3 + "/security-groups/" + id), 404, "VPC.9904");
        refusedV3(client.put(v3 + "/security-groups/" + id, json("{'security_group':{'name':'x'}}")), 404, "VPC.9904");
    }

    @Test
    void rulesOfV3KnowSeveralPortsDenialAndPriority() {
        String web = cloud.group("web");
        JsonNode made = ruleV3(
                        web,
                        "'direction':'ingress','protocol':'tcp','multiport':'22,80-90','action':'deny',"
                                + "'priority':'7','enabled':false,'remote_ip_prefix':'fd00::/8'")
                .expect(201)
                .body()
                .at("/security_group_rule");
        assertThat(made.at("/multiport").asText()).isEqualTo("22,80-90");
        assertThat(made.at("/action").asText()).isEqualTo("deny");
        assertThat(made.at("/priority").intValue()).isEqualTo(7);
        assertThat(made.at("/enabled").booleanValue()).isFalse();
        assertThat(made.at("/ethertype").asText()).isEqualTo("IPv6");
        String id = made.at("/id").asText();
        assertThat(client.get(v3 + "/security-group-rules/" + id).body().at("/security_group_rule"))
                .isEqualTo(made);
        JsonNode seenByV1 = client.get(v1 + "/security-group-rules/" + id)
                .expect(200)
                .body()
                .at("/security_group_rule");
        assertThat(seenByV1.at("/port_range_min").intValue()).isEqualTo(22);
        assertThat(seenByV1.at("/port_range_max").intValue()).isEqualTo(90);
        assertThat(ruleV3(web, "'direction':'egress','protocol':'icmp','multiport':'8/0','priority':9")
                        .expect(201)
                        .at("/security_group_rule/multiport"))
                .isEqualTo("8/0");
        ruleV3(web, "'direction':'egress','protocol':'udp'},'dry_run':true,'x':{'y':0")
                .expect(202);
        refusedV3(ruleV3(web, "'direction':'ingress','priority':0"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','priority':'101'"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','priority':'first'"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','action':'drop'"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','protocol':'tcp','multiport':'80-70'"), 400, "VPC.9901");
        refusedV3(ruleV3(NOBODY, "'direction':'ingress'"), 404, "VPC.9904");
        refusedV3(ruleV3(web, "'protocol':'tcp'"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','protocol':'tcpp'"), 400, "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','multiport':'80'"), 400, "VPC.9901");
        refusedV3(
                ruleV3(web, "'direction':'ingress','ethertype':'IPv6','remote_ip_prefix':'10.0.0.0/8'"),
                400,
                "VPC.9901");
        refusedV3(
                ruleV3(web, "'direction':'ingress','remote_ip_prefix':'10.0.0.0/8','remote_group_id':'" + web + "'"),
                400,
                "VPC.9901");
        refusedV3(ruleV3(web, "'direction':'ingress','remote_group_id':'" + NOBODY + "'"), 404, "VPC.9904");
        refusedV3(client.get(v3 + "/security-group-rules/" + NOBODY), 404, "VPC.9904");
        refusedV3(
                ruleV3(web, "'direction':'egress','protocol':'icmp','multiport':'8/0','priority':9"), 409, "VPC.9902");

        String list = v3 + "/security-group-rules?security_group_id=" + web;
        assertThat(client.get(list).body().at("/security_group_rules")).hasSize(6);
        assertThat(client.get(list + "&action=deny&priority=7&ethertype=ipv6&direction=ingress&protocol=TCP")
                        .body()
                        .at("/security_group_rules"))
                .hasSize(1);
        Reply page = client.get(list + "&limit=4").expect(200);
        assertThat(page.body().at("/security_group_rules")).hasSize(4);
        assertThat(page.at("/page_info/next_marker")).isEqualTo(page.at("/security_group_rules/3/id"));
        assertThat(client.get(list + "&limit=4&marker=" + page.at("/page_info/next_marker"))
                        .body()
                        .at("/security_group_rules"))
                .hasSize(2);
        client.delete(v3 + "/security-group-rules/" + id).expect(204);
        refusedV3(client.delete(v3 + "/security-group-rules/" + id), 404, "VPC.9904");
    }

    @Test
    void severalRulesAtOnceAreAllOrNone() {
        String web = cloud.group("web");
        String batch = v3 + "/security-groups/" + web + "/security-group-rules/batch-create";
        String rules = "'security_group_rules':[{'direction':'ingress','protocol':'tcp','multiport':'80'},"
                + "{'direction':'ingress','protocol':'tcp','multiport':'443','priority':'2'}]";
        assertThat(client.post(batch, json("{%s}", rules)).expect(201).body().at("/security_group_rules"))
                .hasSize(2);
        refusedV3(client.post(batch, json("{%s}", rules)), 409, "VPC.9902");
        String more = rules.replace("[{", "[{'direction':'egress','protocol':'udp'},{");
        refusedV3(client.post(batch, json("{%s}", more)), 409, "VPC.9902");
        assertThat(rules("security_group_id=" + web)).hasSize(6);
        client.post(batch, json("{'dry_run':true,'ignore_duplicate':true,%s}", more))
                .expect(202);
        assertThat(client.post(batch, json("{'ignore_duplicate':true,%s}", more))
                        .expect(201)
                        .body()
                        .at("/security_group_rules"))
                .hasSize(1);
        refusedV3(client.post(batch, json("{'security_group_rules':[]}")), 400, "VPC.9901");
        refusedV3(
                client.post(batch, json("{'security_group_rules':[{'direction':'ingress','multiport':'x'}]}")),
                400,
                "VPC.9901");
    }

    @Test
    void denialAndPermissionAlternateAtMostSevenTimes() {
        String web = cloud.group("web");
        String subnet = cloud.subnet(cloud.vpc("prod"), "front", "10.0.1.0/24");
        cloud.port(subnet, ",'security_groups':['" + web + "']");
        for (int priority = 2; priority <= 8; priority++) {
            ruleV3(
                            web,
                            "'direction':'egress','protocol':'tcp','priority':%d,'action':'%s'"
                                    .formatted(priority, priority % 2 == 0 ? "deny" : "allow"))
                    .expect(201);
        }
        Reply reply = ruleV3(web, "'direction':'egress','protocol':'tcp','priority':9");
        refusedV3(reply, 409, "VPC.9902");
        assertThat(reply.at("/error_msg")).contains("at most 7 are possible");
    }

    @Test
    void portsAndVirtualIpsAreInGroups() {
        String web = cloud.group("web");
        String db = cloud.group("db");
        String subnet = cloud.subnet(cloud.vpc("prod"), "front", "10.0.1.0/24");
        String preset = cloud.port(subnet, "").at("/port/security_groups/0");
        assertThat(client.get(v1 + "/security-groups/" + preset).expect(200).at("/security_group/name"))
                .isEqualTo("default");
        Reply made = cloud.port(subnet, ",'security_groups':['" + web + "','" + db + "']");
        String port = made.at("/port/id");
        assertThat(texts(made.body().at("/port/security_groups"))).containsExactlyInAnyOrder(web, db);
        String vip = cloud.vip(subnet, ",'security_groups':['" + web + "']").at("/port/id");
        assertThat(client.get(v1 + "/ports?security_groups=" + web).body().at("/ports"))
                .hasSize(2);
        assertThat(client.get(v1 + "/ports?security_groups=" + web + "&security_groups=" + db)
                        .body()
                        .at("/ports"))
                .hasSize(1);
        assertThat(client.get(v1 + "/ports?security_groups=nonsense").body().at("/ports"))
                .isEmpty();
        client.put(v1 + "/ports/" + port, json("{'port':{'name':'x','security_groups':null}}"))
                .expect(200);
        Reply changed = client.put(v1 + "/ports/" + port, json("{'port':{'security_groups':['%s']}}", preset))
                .expect(200);
        assertThat(texts(changed.body().at("/port/security_groups"))).containsExactly(preset);
        client.put("/v2.0/ports/" + vip, json("{'port':{'security_groups':['%s']}}", preset))
                .expect(200);
        cloud.refused(client.put(v1 + "/ports/" + port, json("{'port':{'security_groups':[]}}")), 400, "VPC.0001");
        cloud.refused(
                client.put(v1 + "/ports/" + port, json("{'port':{'security_groups':['%s']}}", NOBODY)),
                404,
                "VPC.0603");

        String ports = "/v3/" + served.project + "/ports/";
        Reply inserted = client.put(
                        ports + port + "/insert-security-groups",
                        json("{'port':{'security_groups':['%s'],'index':0}}", web))
                .expect(200);
        assertThat(texts(inserted.body().at("/port/security_groups"))).containsExactlyInAnyOrder(preset, web);
        assertThat(inserted.at("/port/virsubnet_id")).isEqualTo(subnet);
        assertThat(inserted.at("/port/private_ips/0/ip_address")).isEqualTo(made.at("/port/fixed_ips/0/ip_address"));
        Reply removed = client.put(
                        ports + port + "/remove-security-groups", json("{'port':{'security_groups':['%s']}}", preset))
                .expect(200);
        assertThat(texts(removed.body().at("/port/security_groups"))).containsExactly(web);
        refusedV3(
                client.put(ports + port + "/remove-security-groups", json("{'port':{'security_groups':['%s']}}", web)),
                400,
                "VPC.9901");
        client.put(ports + vip + "/insert-security-groups", json("{'port':{'security_groups':['%s']}}", db))
                .expect(200);
        refusedV3(
                client.put(
                        ports + NOBODY + "/insert-security-groups", json("{'port':{'security_groups':['%s']}}", web)),
                404,
                "VPC.9904");
        cloud.refused(client.delete(v1 + "/security-groups/" + web), 409, "VPC.0612");
        cloud.refused(client.delete(v1 + "/security-groups/" + db), 409, "VPC.0612");
        client.delete(v1 + "/ports/" + port).expect(204);
        client.delete(v1 + "/security-groups/" + web).expect(204);
    }

    @Test
    void serversAreInTheGroupsOfTheirNics() {
        String web = cloud.group("web");
        String db = cloud.group("db");
        String vpc = cloud.vpc("prod");
        String subnet = cloud.subnet(vpc, "front", "10.0.1.0/24");
        String nics = "[{'subnet_id':'" + subnet + "'}],'security_groups':[{'id':'" + web + "'}]";
        String server = cloud.create(vpc, "a", nics).expect(200).at("/serverIds/0");
        assertThat(groupsOf(server)).containsExactly("web");
        assertThat(texts(cloud.nic(server).body().at("/port/security_groups"))).containsExactly(web);
        cloud.refusedByEcs(cloud.create(vpc, "b", nics.replace(web, NOBODY)), 400, "Ecs.0014");

        String action = "/v2.1/" + served.project + "/servers/" + server + "/action";
        client.post(action, json("{'addSecurityGroup':{'name':'%s'}}", db)).expect(202);
        assertThat(groupsOf(server)).containsExactlyInAnyOrder("web", "db");
        client.post(action, json("{'removeSecurityGroup':{'name':'web'}}")).expect(202);
        assertThat(groupsOf(server)).containsExactly("db");
        refusedByNova(client.post(action, json("{'removeSecurityGroup':{'name':'%s'}}", db)), 400, "badRequest");
        refusedByNova(client.post(action, json("{'addSecurityGroup':{'name':'nope'}}")), 404, "itemNotFound");
        cloud.group("twin");
        cloud.group("twin");
        refusedByNova(client.post(action, json("{'addSecurityGroup':{'name':'twin'}}")), 409, "conflictingRequest");
        refusedByNova(client.post(action, json("{'os-pause':{}}")), 400, "badRequest");
        refusedByNova(
                client.post(action.replace(server, NOBODY), json("{'addSecurityGroup':{'name':'web'}}")),
                404,
                "itemNotFound");

        Reply attached = client.post(
                        v1 + "/cloudservers/" + server + "/nics",
                        json("{'nics':[{'subnet_id':'%s','security_groups':[{'id':'%s'}]}]}", subnet, web))
                .expect(200);
        Reply job = client.get(v1 + "/jobs/" + attached.at("/job_id")).expect(200);
        assertThat(job.at("/status")).isEqualTo("SUCCESS");
        String nic = job.at("/entities/sub_jobs/0/entities/nic_id");
        assertThat(texts(client.get(v1 + "/ports/" + nic).body().at("/port/security_groups")))
                .containsExactly(web);
        assertThat(groupsOf(server)).containsExactlyInAnyOrder("web", "db");
        cloud.refusedByEcs(
                client.post(
                        v1 + "/cloudservers/" + server + "/nics",
                        json("{'nics':[{'subnet_id':'%s','security_groups':[{'id':'%s'}]}]}", subnet, NOBODY)),
                400,
                "Ecs.0014");
        cloud.refusedByEcs(client.post(v1 + "/cloudservers/" + server + "/nics", json("{'nics':[]}")), 400, "Ecs.0005");
    }

    /** The calls of huaweicloud_networking_secgroup and _secgroup_rule, in their order. */
    @Test
    void terraformMakesReadsAndDeletesAGroup() {
        Reply made = client.post(v3 + "/security-groups", json("{'security_group':{'name':'tf','description':''}}"))
                .expect(201);
        String id = made.at("/security_group/id");
        made.body() // delete_default_rules = true
                .at("/security_group/security_group_rules")
                .forEach(rule -> client.delete(
                                v3 + "/security-group-rules/" + rule.get("id").asText())
                        .expect(204));
        assertThat(client.get(v1 + "/security-groups/" + id)
                        .expect(200)
                        .body()
                        .at("/security_group/security_group_rules"))
                .isEmpty();
        client.get(v3 + "/security-groups/" + id).expect(200);
        assertThat(client.get("/v2.0/" + served.project + "/security-groups/" + id + "/tags")
                        .expect(200)
                        .body()
                        .at("/tags"))
                .isEmpty();
        String byV1 = rule(
                        id,
                        "'direction':'ingress','ethertype':'IPv4','protocol':'tcp','port_range_min':80,"
                                + "'port_range_max':80,'remote_ip_prefix':'0.0.0.0/0'")
                .expect(200)
                .at("/security_group_rule/id");
        String byV3 = ruleV3(
                        id,
                        "'direction':'ingress','ethertype':'IPv4','protocol':'tcp','multiport':'8080,9000-9002',"
                                + "'remote_ip_prefix':'0.0.0.0/0','action':'allow','priority':5")
                .expect(201)
                .at("/security_group_rule/id");
        for (String rule : List.of(byV1, byV3)) {
            client.get(v1 + "/security-group-rules/" + rule).expect(200);
            assertThat(client.get(v3 + "/security-group-rules/" + rule)
                            .expect(200)
                            .body()
                            .at("/security_group_rule/priority")
                            .isInt())
                    .isTrue();
            client.delete(v1 + "/security-group-rules/" + rule).expect(204);
            client.get(v1 + "/security-group-rules/" + rule).expect(404);
        }
        client.get(v1 + "/security-groups/" + id).expect(200);
        client.delete(v1 + "/security-groups/" + id).expect(204);
        client.get(v1 + "/security-groups/" + id).expect(404);
    }

    private Reply make(String members) {
        return client.post(v1 + "/security-groups", json("{'security_group':{%s}}", members));
    }

    private Reply rule(String group, String members) {
        return client.post(
                v1 + "/security-group-rules",
                json("{'security_group_rule':{'security_group_id':'%s',%s}}", group, members));
    }

    private Reply ruleV3(String group, String members) {
        return client.post(
                v3 + "/security-group-rules",
                json("{'security_group_rule':{'security_group_id':'%s',%s}}", group, members));
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        client.get(v1 + "/security-groups?" + query)
                .expect(200)
                .body()
                .at("/security_groups")
                .forEach(group -> ids.add(group.get("id").asText()));
        return ids;
    }

    private JsonNode rules(String query) {
        return client.get(v1 + "/security-group-rules?" + query)
                .expect(200)
                .body()
                .at("/security_group_rules");
    }

    private List<String> groupsOf(String server) {
        List<String> names = new ArrayList<>();
        client.get(v1 + "/cloudservers/" + server)
                .expect(200)
                .body()
                .at("/server/security_groups")
                .forEach(group -> names.add(group.get("name").asText()));
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private void refusedV3(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error_code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error_msg")).isNotEmpty();
        assertThat(reply.at("/request_id")).isNotEmpty();
    }

    private static void refusedByNova(Reply reply, int status, String word) {
        assertThat(reply.expect(status).body().at("/" + word + "/code").intValue())
                .as(reply.text())
                .isEqualTo(status);
        assertThat(reply.at("/" + word + "/message")).isNotEmpty();
    }
}
