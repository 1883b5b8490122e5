package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortTest {
    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final Cloud cloud = new Cloud(served);
    private String vpc;
    private String subnet;
    private String range;

    @BeforeEach
    void start() {
        vpc = cloud.vpc("a");
        subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        range = client.get(v1 + "/subnets/" + subnet).at("/subnet/neutron_subnet_id");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aPortIsMadeShownChangedAndDeleted() {
        Reply made = cloud.port(subnet, ",'name':'p','fixed_ips':[{'ip_address':'10.0.1.9'}]");
        String id = made.at("/port/id");
        assertThat(made.at("/port/fixed_ips/0/ip_address")).isEqualTo("10.0.1.9");
        assertThat(made.at("/port/fixed_ips/0/subnet_id")).isEqualTo(range);
        assertThat(made.at("/port/network_id")).isEqualTo(subnet);
        assertThat(made.at("/port/device_owner")).isEmpty();
        assertThat(made.at("/port/device_id")).isEmpty();
        assertThat(made.at("/port/status")).isEqualTo("DOWN");
        assertThat(made.body().at("/port/admin_state_up").booleanValue()).isTrue();
        assertThat(made.at("/port/mac_address")).startsWith("fa:16:3e:");
        assertThat(made.body().at("/port/security_groups")).hasSize(1);
        assertThat(made.body().at("/port/allowed_address_pairs")).isEmpty();
        assertThat(made.at("/port/binding:vnic_type")).isEqualTo("normal");
        assertThat(client.get(v1 + "/ports/" + id).expect(200).body()).isEqualTo(made.body());
        assertThat(client.get("/v2.0/ports/" + id).expect(200).body()).isEqualTo(made.body());

        String group = cloud.group("web");
        Reply changed = client.put(
                        v1 + "/ports/" + id,
                        json(
                                "{'port':{'name':'q','security_groups':['%s'],'extra_dhcp_opts':"
                                        + "[{'opt_name':'51','opt_value':'24h'}],'allowed_address_pairs':null}}",
                                group))
                .expect(200);
        assertThat(changed.at("/port/name")).isEqualTo("q");
        assertThat(changed.at("/port/security_groups/0")).isEqualTo(group);
        assertThat(changed.at("/port/extra_dhcp_opts/0/opt_value")).isEqualTo("24h");

        client.delete(v1 + "/ports/" + id).expect(204);
        cloud.refused(client.get(v1 + "/ports/" + id), 404, "VPC.2204");
        cloud.refused(client.delete(v1 + "/ports/" + id), 404, "VPC.2204");
        cloud.refusedByNeutron(client.get("/v2.0/ports/" + id), 404, "PortNotFound");
        cloud.refusedByNeutron(client.get("/v2.0/ports/some-name"), 404, "PortNotFound");
    }

    @Test
    void pairsAreGivenBackExactlyAsSent() {
        String id = cloud.port(subnet, "").at("/port/id");
        Reply set = pairs(
                        id,
                        "[{'ip_address':'10.0.1.50'},{'ip_address':'10.0.2.0/24','mac_address':'FA:16:3E:00:00:01'},"
                                + "{'ip_address':'1.1.1.1/0'}]")
                .expect(200);
        assertThat(set.at("/port/allowed_address_pairs/0/ip_address")).isEqualTo("10.0.1.50");
        assertThat(set.at("/port/allowed_address_pairs/0/mac_address")).isEqualTo(set.at("/port/mac_address"));
        assertThat(set.at("/port/allowed_address_pairs/1/ip_address")).isEqualTo("10.0.2.0/24");
        assertThat(set.at("/port/allowed_address_pairs/1/mac_address")).isEqualTo("fa:16:3e:00:00:01");
        assertThat(set.at("/port/allowed_address_pairs/2/ip_address")).isEqualTo("1.1.1.1/0");

        assertThat(pairs(id, "null").expect(200).body())
                .isEqualTo(client.get(v1 + "/ports/" + id).body());
        assertThat(pairs(id, "null").body().at("/port/allowed_address_pairs")).hasSize(3);
        assertThat(pairs(id, "[]").expect(200).body().at("/port/allowed_address_pairs"))
                .isEmpty();
    }

    private Reply pairs(String port, String pairs) {
        return client.put(v1 + "/ports/" + port, json("{'port':{'allowed_address_pairs':%s}}", pairs));
    }

    @Test
    void theNullsOfTerraformLeaveThingsAsTheyAre() {
        String id = cloud.port(subnet, ",'name':'p'").at("/port/id");
        String off = "{'port':{'name':'','security_groups':null,'allowed_address_pairs':"
                + "[{'ip_address':'1.1.1.1/0'}],'extra_dhcp_opts':null}}";
        Reply disabled = client.put(v1 + "/ports/" + id, json(off)).expect(200);
        assertThat(disabled.at("/port/name")).isEmpty();
        assertThat(disabled.body().at("/port/allowed_address_pairs")).hasSize(1);
        assertThat(disabled.body().at("/port/security_groups")).hasSize(1);
        Reply renamed = client.put(
                        v1 + "/ports/" + id,
                        json("{'port':{'name':'x','security_groups':null,'allowed_address_pairs':null,"
                                + "'extra_dhcp_opts':null}}"))
                .expect(200);
        assertThat(renamed.body().at("/port/allowed_address_pairs")).hasSize(1);
        Reply enabled = client.put(
                        v1 + "/ports/" + id,
                        json("{'port':{'name':'','security_groups':null,'allowed_address_pairs':[],"
                                + "'extra_dhcp_opts':null}}"))
                .expect(200);
        assertThat(enabled.body().at("/port/allowed_address_pairs")).isEmpty();
        assertThat(enabled.body().at("/port/security_groups")).hasSize(1);
        client.put(v1 + "/ports/" + id, json("{'port':{'name':'y'}}")).expect(200);
        String group = cloud.group("web");
        Reply attached = client.put(
                        v1 + "/ports/" + id,
                        json(
                                "{'port':{'allowed_address_pairs':[{'ip_address':'1.1.1.1/0'}],'security_groups':['%s']}}",
                                group))
                .expect(200);
        assertThat(attached.at("/port/name")).as("not mentioned").isEqualTo("y");
        assertThat(attached.at("/port/security_groups/0")).isEqualTo(group);
    }

    @Test
    void badChangesOfAPortAreRefused() {
        String id = cloud.port(subnet, "").at("/port/id");
        String nobody = "00000000-0000-4000-8000-000000000000";
        for (String change : new String[] {
            "'name':'%s'".formatted("x".repeat(256)),
            "'security_groups':[]",
            "'allowed_address_pairs':[{'ip_address':'0.0.0.0/0'}]",
            "'allowed_address_pairs':[{'ip_address':'0.0.0.0'}]",
            "'allowed_address_pairs':[{'mac_address':'fa:16:3e:00:00:01'}]",
            "'extra_dhcp_opts':[{'opt_name':'52','opt_value':'x'}]"
        }) {
            String body = json("{'port':{" + change + "}}");
            cloud.refused(client.put(v1 + "/ports/" + id, body), 400, "VPC.0001");
            cloud.refusedByNeutron(client.put("/v2.0/ports/" + id, body), 400, "InvalidInput");
        }
        String renamed = json("{'port':{'name':'x'}}");
        cloud.refused(client.put(v1 + "/ports/" + nobody, renamed), 404, "VPC.2204");
        cloud.refusedByNeutron(client.put("/v2.0/ports/" + nobody, renamed), 404, "PortNotFound");
        String moved = json("{'port':{'security_groups':['%s']}}", nobody);
        cloud.refusedByNeutron(client.put("/v2.0/ports/" + id, moved), 404, "SecurityGroupNotFound");
    }

    @Test
    void badPortsAreRefused() {
        refusesPort("'name':'no network'", 400, "VPC.0001");
        refusesPort("'network_id':'nonsense'", 404, "VPC.0202");
        refusesPort("'network_id':'00000000-0000-0000-0000-000000000000'", 404, "VPC.0202");
        String on = "'network_id':'" + subnet + "',";
        refusesPort(on + "'admin_state_up':false", 400, "VPC.0001");
        refusesPort(on + "'admin_state_up':'true'", 400, "VPC.0001");
        refusesPort(on + "'device_owner':'compute:az1'", 400, "VPC.0001");
        refusesPort(on + "'device_id':'x'", 400, "VPC.0001");
        refusesPort(on + "'security_groups':[]", 400, "VPC.0001");
        refusesPort(on + "'security_groups':['sg']", 404, "VPC.0603");
        refusesPort(on + "'extra_dhcp_opts':[{'opt_name':'3','opt_value':'10.0.1.1'}]", 400, "VPC.0001");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.2.1'}]", 400, "VPC.0705");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.1.1'}]", 400, "VPC.0705");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.1.254'}]", 400, "VPC.0705");
        refusesPort(on + "'fixed_ips':[{'ip_address':'fd00::1'}]", 400, "VPC.0001");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.1.300'}]", 400, "VPC.0001");
        refusesPort(on + "'fixed_ips':[{'subnet_id':'nonsense'}]", 404, "VPC.0202");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.1.7'},{'ip_address':'10.0.1.8'}]", 400, "VPC.0001");
        refusesPort(on + "'allowed_address_pairs':[{'ip_address':'0.0.0.0/0'}]", 400, "VPC.0001");
        refusesPort(on + "'allowed_address_pairs':[{'ip_address':'0.0.0.0'}]", 400, "VPC.0001");
        refusesPort(on + "'allowed_address_pairs':[{}]", 400, "VPC.0001");
        refusesPort(on + "'allowed_address_pairs':[{'ip_address':'10.0.1.9','mac_address':'x'}]", 400, "VPC.0001");
        cloud.port(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.9'}]");
        refusesPort(on + "'fixed_ips':[{'ip_address':'10.0.1.9'}]", 409, "VPC.0701");
        assertThat(client.get(v1 + "/ports").body().at("/ports")).hasSize(1);
    }

    @Test
    void aPortStaysWhatItIs() {
        String blank = v1 + "/ports/" + cloud.port(subnet, "").at("/port/id");
        String virtual = v1 + "/ports/" + cloud.vip(subnet, "").at("/port/id");
        String owned = json("{'port':{'name':'n','device_owner':'neutron:VIP_PORT'}}");
        cloud.refused(client.put(blank, owned), 400, "VPC.0001");
        assertThat(client.get(blank).at("/port/name")).isEmpty();
        client.put(virtual, owned).expect(200);
        for (String path : List.of(blank, virtual)) {
            for (String change : List.of("'device_owner':'compute:az1'", "'device_id':'x'", "'admin_state_up':false")) {
                cloud.refused(client.put(path, json("{'port':{%s}}", change)), 400, "VPC.0001");
            }
        }
    }

    @Test
    void addressesThatTheSubnetKeepsForItselfAreRefused() {
        for (String octet : new String[] {"0", "1", "253", "254", "255"}) {
            String fixed = ",'fixed_ips':[{'ip_address':'10.0.1." + octet + "'}]";
            String port = "'network_id':'" + subnet + "'" + fixed;
            refusesPort(port, 400, "VPC.0705");
            refusesPort(port + ",'device_owner':'neutron:VIP_PORT'", 400, "VPC.0705");
            refusesIps("[{'subnet_id':'" + subnet + "','ip_address':'10.0.1." + octet + "'}]", 400, "VPC.0705");
        }
        assertThat(client.get(v1 + "/ports").body().at("/ports")).isEmpty();
    }

    @Test
    void anAddressIsOfTheRangeThatItNames() {
        String other = cloud.subnet(vpc, "t", "10.0.2.0/24");
        String elsewhere = client.get(v1 + "/subnets/" + other).at("/subnet/neutron_subnet_id");
        Reply both = client.post(
                        v1 + "/subnets",
                        json("{'subnet':{'name':'six','cidr':'10.0.3.0/24','vpc_id':'%s','ipv6_enable':true}}", vpc))
                .expect(200);
        String on = "'network_id':'" + subnet + "','fixed_ips':";
        refusesPort(on + "[{'subnet_id':'" + elsewhere + "'}]", 404, "VPC.0202");
        refusesPort(on + "[{'subnet_id':'" + elsewhere + "','ip_address':'10.0.2.9'}]", 404, "VPC.0202");
        refusesPort(on + "[{'subnet_id':'" + subnet + "'}]", 404, "VPC.0202"); // the network's id, not the range's
        refusesPort(on + "[{'subnet_id':'" + range + "','ip_address':'fd00::9'}]", 400, "VPC.0001");
        String onBoth =
                "'network_id':'" + both.at("/subnet/id") + "','fixed_ips':[{'subnet_id':'%s','ip_address':'%s'}]";
        refusesPort(onBoth.formatted(both.at("/subnet/neutron_subnet_id"), "fd00::9"), 400, "VPC.0001");
        refusesPort(onBoth.formatted(both.at("/subnet/neutron_subnet_id_v6"), "10.0.3.9"), 400, "VPC.0001");
        assertThat(client.get(v1 + "/ports").body().at("/ports")).isEmpty();
    }

    @Test
    void pairsThatCannotBeAreRefused() {
        String id = cloud.port(subnet, "").at("/port/id");
        for (String pairs : new String[] {
            "[{'ip_address':'::/0'}]",
            "[{'ip_address':'::'}]",
            "[{'ip_address':''}]",
            "[{'ip_address':null}]",
            several(101)
        }) {
            cloud.refused(pairs(id, pairs), 400, "VPC.0001");
            refusesPort("'network_id':'" + subnet + "','allowed_address_pairs':" + pairs, 400, "VPC.0001");
        }
        assertThat(client.get(v1 + "/ports").body().at("/ports"))
                .hasSize(1)
                .allMatch(port -> port.at("/allowed_address_pairs").isEmpty());
        pairs(id, several(100)).expect(200);
    }

    private static String several(int pairs) {
        return IntStream.rangeClosed(1, pairs)
                .mapToObj(i -> "{'ip_address':'10.0.2." + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void refusesPort(String members, int status, String code) {
        cloud.refused(client.post(v1 + "/ports", json("{'port':{%s}}", members)), status, code);
    }

    @Test
    void aFullSubnetSaysSo() {
        String small = cloud.subnet(vpc, "t", "10.0.9.0/28");
        List<Reply> made = new ArrayList<>();
        for (int i = 0; i < 11; i++) { // 16 less network, gateway and the last three
            made.add(cloud.port(small, ""));
        }
        cloud.refused(client.post(v1 + "/ports", json("{'port':{'network_id':'%s'}}", small)), 409, "VPC.0703");
        cloud.refusedByEcs(cloud.create(vpc, "x", "[{'subnet_id':'" + small + "'}]"), 400, "Ecs.0012");
        cloud.refused(
                client.post(v1 + "/privateips", json("{'privateips':[{'subnet_id':'%s'}]}", small)), 409, "VPC.0703");
        assertThat(made).hasSize(11);
    }

    @Test
    void portsAndVirtualIpsAreListedTogetherPageByPageAndFiltered() {
        for (int i = 0; i < 4; i++) {
            cloud.port(subnet, ",'name':'p'");
            cloud.vip(subnet, ",'name':'v'");
        }
        String server = cloud.server(vpc, subnet, "srv");
        assertThat(list("")).hasSize(9).isSorted();
        assertThat(list("limit=0")).isEmpty();
        List<String> paged = new ArrayList<>();
        String marker = "";
        for (List<String> page = list("limit=2&marker="); !page.isEmpty(); page = list("limit=2&marker=" + marker)) {
            assertThat(page).hasSizeBetween(1, 2);
            paged.addAll(page);
            marker = page.getLast();
        }
        assertThat(paged).isEqualTo(list(""));

        assertThat(list("device_owner=neutron%3AVIP_PORT")).hasSize(4);
        assertThat(list("device_owner=compute%3Aaz1")).hasSize(1);
        assertThat(list("device_owner=neutron%3AVIP_PORT&limit=3")).hasSize(3);
        assertThat(list("device_id=" + server + "&limit=100")).hasSize(1);
        assertThat(list("name=p&admin_state_up=True")).hasSize(4);
        assertThat(list("admin_state_up=False")).isEmpty();
        assertThat(list("enterprise_project_id=7")).isEmpty();
        assertThat(list("enterprise_project_id=all_granted_eps")).hasSize(9);
        assertThat(list("enterprise_project_id=0&name=")).hasSize(9);
        assertThat(list("enable_efi=true")).isEmpty();
        assertThat(list("enable_efi=False")).hasSize(9);
        cloud.refused(client.get(v1 + "/ports?enable_efi=x"), 400, "VPC.0001");
        cloud.refused(client.get(v1 + "/ports?limit=x"), 400, "VPC.0001");
        cloud.refused(client.get(v1 + "/ports?admin_state_up=x"), 400, "VPC.0001");
        assertThat(list("status=ACTIVE")).hasSize(1);
        assertThat(list("network_id=" + subnet)).hasSize(9);
        assertThat(list("network_id=nonsense")).isEmpty();
        assertThat(list("mac_address=nonsense")).isEmpty();
        assertThat(list("id=" + paged.get(0) + "&id=" + paged.get(1))).containsExactly(paged.get(0), paged.get(1));
        String address = client.get(v1 + "/ports/" + paged.get(3)).at("/port/fixed_ips/0/ip_address");
        assertThat(list("fixed_ips=ip_address=" + address + "&fixed_ips=subnet_id=" + range))
                .containsExactly(paged.get(3));
        assertThat(list("fixed_ips=ip_address=" + address + "&fixed_ips=ip_address=10.0.1.200"))
                .isEmpty();
        assertThat(list("fixed_ips=subnet_id=" + subnet)).isEmpty();
        String mac = client.get(v1 + "/ports/" + paged.get(5)).at("/port/mac_address");
        assertThat(list("mac_address=" + mac)).containsExactly(paged.get(5));
    }

    private List<String> list(String query) {
        List<String> ids = new ArrayList<>();
        for (JsonNode port :
                client.get(v1 + "/ports?" + query).expect(200).body().at("/ports")) {
            ids.add(port.at("/id").asText());
        }
        return ids;
    }

    @Test
    void aServersNicIsNoPortToDelete() {
        String nic = cloud.nic(cloud.server(vpc, subnet, "srv")).at("/port/id");
        cloud.refused(client.delete(v1 + "/ports/" + nic), 409, "VPC.0707");
        cloud.refused(client.delete(v1 + "/privateips/" + nic), 409, "VPC.0707");
    }

    @Test
    void privateIpsArePortsSeenAsAddresses() {
        Reply made = client.post(
                        v1 + "/privateips",
                        json(
                                "{'privateips':[{'subnet_id':'%s','ip_address':'10.0.1.20'},{'subnet_id':'%s'}]}",
                                subnet, subnet))
                .expect(200);
        assertThat(made.body().at("/privateips")).hasSize(2);
        assertThat(made.at("/privateips/0/ip_address")).isEqualTo("10.0.1.20");
        assertThat(made.at("/privateips/0/status")).isEqualTo("DOWN");
        String id = made.at("/privateips/0/id");
        assertThat(client.get(v1 + "/privateips/" + id).expect(200).body().at("/privateip"))
                .isEqualTo(made.body().at("/privateips/0"));
        assertThat(client.get(v1 + "/ports/" + id).expect(200).at("/port/fixed_ips/0/ip_address"))
                .isEqualTo("10.0.1.20");

        Reply vip = client.post(
                        v1 + "/privateips",
                        json("{'privateips':[{'subnet_id':'%s','device_owner':'neutron:VIP_PORT'}]}", subnet))
                .expect(200);
        assertThat(vip.at("/privateips/0/device_owner")).isEqualTo("neutron:VIP_PORT");
        cloud.server(vpc, subnet, "srv");

        String list = v1 + "/subnets/" + subnet + "/privateips";
        JsonNode all = client.get(list).expect(200).body().at("/privateips");
        assertThat(all.findValuesAsText("device_owner"))
                .containsExactlyInAnyOrder(
                        "",
                        "",
                        "neutron:VIP_PORT",
                        "compute:az1",
                        "network:dhcp",
                        "network:router_interface_distributed");
        assertThat(all.findValuesAsText("ip_address")).contains("10.0.1.1", "10.0.1.254");
        List<String> paged = new ArrayList<>();
        String marker = "";
        while (true) {
            JsonNode page = client.get(list + "?limit=2&marker=" + marker)
                    .expect(200)
                    .body()
                    .at("/privateips");
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(page.findValuesAsText("id"));
            marker = paged.getLast();
        }
        assertThat(paged).isEqualTo(all.findValuesAsText("id"));

        client.delete(v1 + "/privateips/" + id).expect(204);
        cloud.refused(client.get(v1 + "/privateips/" + id), 404, "VPC.0704");
        cloud.refused(client.delete(v1 + "/privateips/" + id), 404, "VPC.0704");
    }

    @Test
    void badPrivateIpsAreRefusedAndNoneOfThemIsMade() {
        String ips = v1 + "/privateips";
        String on = "{'subnet_id':'" + subnet + "'";
        refusesIps("[]", 400, "VPC.0702");
        refusesIps("[" + "{},".repeat(20) + "{}]", 400, "VPC.0702");
        refusesIps("[{}]", 400, "VPC.0702");
        refusesIps("[" + on + ",'device_owner':'x'}]", 400, "VPC.0702");
        refusesIps("[" + on + "}," + on + ",'device_owner':'neutron:VIP_PORT'}]", 400, "VPC.0702");
        refusesIps("[" + on + ",'ip_address':'10.0.2.2'}]", 400, "VPC.0705");
        refusesIps("[" + on + ",'ip_address':'x'}]", 400, "VPC.0702");
        refusesIps("[" + on + ",'ip_address':'fd00::7'}]", 400, "VPC.0702");
        refusesIps("[" + on + ",'ip_address':'10.0.1.1'}]", 400, "VPC.0705");
        refusesIps("[" + on + ",'device_owner':'neutron:VIP_PORT','ip_address':'10.0.2.2'}]", 400, "VPC.0705");
        refusesIps("[" + on + "},{'subnet_id':'nonsense'}]", 404, "VPC.0202");
        refusesIps("[" + on + ",'ip_address':'10.0.1.30'}," + on + ",'ip_address':'10.0.1.30'}]", 409, "VPC.0701");
        assertThat(client.get(v1 + "/ports").body().at("/ports")).isEmpty();
        cloud.refused(client.get(v1 + "/subnets/nonsense/privateips"), 404, "VPC.0202");
        cloud.refused(client.get(v1 + "/subnets/" + subnet + "/privateips?limit=x"), 400, "VPC.0702");
        cloud.refused(client.post(ips, "7"), 400, "VPC.0702");
    }

    private void refusesIps(String list, int status, String code) {
        cloud.refused(client.post(v1 + "/privateips", json("{'privateips':%s}", list)), status, code);
    }
}
