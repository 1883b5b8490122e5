package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual IPs as the clients of the cloud make, bind and release them. */
class VipTest {
    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final Cloud cloud = new Cloud(served);
    private String vpc;
    private String subnet;
    private String a;
    private String b;

    @BeforeEach
    void start() {
        vpc = cloud.vpc("a");
        subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
        a = nic("srv-a", "10.0.1.11");
        b = nic("srv-b", "10.0.1.12");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private String nic(String server, String address) {
        String nics = "[{'subnet_id':'" + subnet + "','ip_address':'" + address + "'}]";
        return cloud.nic(cloud.create(vpc, server, nics).expect(200).at("/serverIds/0"))
                .at("/port/id");
    }

    private String vip() {
        return cloud.vip(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.100'}]").at("/port/id");
    }

    private Reply pairs(String path, String port, String pairs) {
        return client.put(path + port, json("{'port':{'allowed_address_pairs':%s}}", pairs));
    }

    @Test
    void aVirtualIpIsAPortOfItsOwnKind() {
        String range = client.get(v1 + "/subnets/" + subnet).at("/subnet/neutron_subnet_id");
        Reply made = cloud.vip(subnet, ",'name':'v','fixed_ips':[{'subnet_id':'" + range + "'}]");
        String id = made.at("/port/id");
        assertThat(made.at("/port/device_owner")).isEqualTo("neutron:VIP_PORT");
        assertThat(made.at("/port/device_id")).isEmpty();
        assertThat(made.at("/port/status")).isEqualTo("DOWN");
        assertThat(made.at("/port/name")).isEqualTo("v");
        assertThat(made.body().at("/port/fixed_ips")).hasSize(1);
        assertThat(made.at("/port/fixed_ips/0/subnet_id")).isEqualTo(range);
        assertThat(client.get(v1 + "/ports/" + id).expect(200).body()).isEqualTo(made.body());
        assertThat(client.get(v1 + "/privateips/" + id).expect(200).at("/privateip/device_owner"))
                .isEqualTo("neutron:VIP_PORT");
        Reply renamed = client.put(
                        v1 + "/ports/" + id,
                        json("{'port':{'name':'x','security_groups':null,'allowed_address_pairs':null,"
                                + "'extra_dhcp_opts':null}}"))
                .expect(200);
        assertThat(renamed.at("/port/name")).isEqualTo("x");
        client.delete(v1 + "/ports/" + id).expect(204);
        cloud.refused(client.get(v1 + "/ports/" + id), 404, "VPC.2204");
    }

    @Test
    void terraformBindsAndUnbindsByPairsOfTheVirtualIp() {
        String vip = vip();
        assertThat(client.get("/v2.0/ports/" + a).expect(200).at("/port/fixed_ips/0/ip_address"))
                .isEqualTo("10.0.1.11");
        Reply bound = pairs("/v2.0/ports/", vip, "[{'ip_address':'10.0.1.11'},{'ip_address':'10.0.1.12'}]")
                .expect(200);
        assertThat(bound.body().at("/port/allowed_address_pairs").findValuesAsText("ip_address"))
                .containsExactlyInAnyOrder("10.0.1.11", "10.0.1.12");
        pairs("/v2.0/ports/", a, "[{'ip_address':'1.1.1.1/0'}]").expect(200);
        pairs("/v2.0/ports/", b, "[{'ip_address':'1.1.1.1/0'}]").expect(200);
        assertThat(client.get("/ops/v1/vips/" + vip)
                        .expect(200)
                        .body()
                        .at("/bindings")
                        .findValuesAsText("made"))
                .containsExactly("on_vip", "on_vip");

        cloud.refused(client.delete(v1 + "/ports/" + vip), 409, "VPC.0707");
        cloud.refused(client.delete(v1 + "/privateips/" + vip), 409, "VPC.0707");

        assertThat(pairs("/v2.0/ports/", vip, "[]").expect(200).body().at("/port/allowed_address_pairs"))
                .isEmpty();
        // the NICs keep their marker, and that alone does not hold the virtual IP
        assertThat(client.get("/v2.0/ports/" + a).at("/port/allowed_address_pairs/0/ip_address"))
                .isEqualTo("1.1.1.1/0");
        client.delete(v1 + "/ports/" + vip).expect(204);
    }

    @Test
    void aVirtualIpIsMadeBoundAndChangedInOneStep() {
        Reply made = cloud.vip(subnet, ",'allowed_address_pairs':[{'ip_address':'10.0.1.11'}]");
        String id = made.at("/port/id");
        assertThat(made.at("/port/allowed_address_pairs/0/ip_address")).isEqualTo("10.0.1.11");
        Reply both = client.put(
                v1 + "/ports/" + id,
                json("{'port':{'name':'new','allowed_address_pairs':[{'ip_address':'10.0.1.200'}]}}"));
        cloud.refused(both, 400, "VPC.0001");
        assertThat(client.get(v1 + "/ports/" + id).body()).isEqualTo(made.body());
    }

    @Test
    void theCallOfEcsBindsAndUnbinds() {
        String vip = vip();
        Reply bound = bind(a, "10.0.1.100", true).expect(200);
        assertThat(bound.text()).isEqualTo(json("{'port_id':'%s'}", a));
        assertThat(client.get(v1 + "/ports/" + a).at("/port/allowed_address_pairs/0/ip_address"))
                .isEqualTo("10.0.1.100");
        assertThat(client.get(v1 + "/ports/" + vip).at("/port/allowed_address_pairs/0/ip_address"))
                .isEqualTo("10.0.1.11");
        bind(b, "10.0.1.100", false).expect(200);
        cloud.refused(client.delete(v1 + "/ports/" + vip), 409, "VPC.0707");

        unbind(a, "{'nic':{'subnet_id':'','ip_address':'','reverse_binding':true}}")
                .expect(200);
        assertThat(client.get(v1 + "/ports/" + a).body().at("/port/allowed_address_pairs"))
                .isEmpty();
        assertThat(client.get(v1 + "/ports/" + vip).body().at("/port/allowed_address_pairs"))
                .isEmpty();
        unbind(b, "{}").expect(200);
        client.delete(v1 + "/ports/" + vip).expect(204);
    }

    @Test
    void theCallOfEcsMakesTheAddressWhenNobodyHasIt() {
        bind(a, "10.0.1.150", false).expect(200);
        Reply found = client.get(v1 + "/ports?fixed_ips=ip_address=10.0.1.150").expect(200);
        assertThat(found.body().at("/ports")).hasSize(1);
        assertThat(found.at("/ports/0/device_owner")).isEmpty();
        client.send("PUT", v1 + "/cloudservers/nics/" + a, "").expect(200);
        assertThat(client.get(v1 + "/ports/" + a).body().at("/port/allowed_address_pairs"))
                .isEmpty();
    }

    @Test
    void aBlankPrivateIpBecomesAVirtualIpOfTheSameId() {
        String ip =
                cloud.port(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.160'}]").at("/port/id");
        bind(a, "10.0.1.160", false).expect(200);
        Reply still = client.get(v1 + "/ports/" + ip).expect(200);
        assertThat(still.at("/port/fixed_ips/0/ip_address")).isEqualTo("10.0.1.160");
        assertThat(still.at("/port/device_owner")).isEmpty();
        client.get("/ops/v1/vips/" + ip).expect(200);
    }

    private Reply bind(String nic, String address, boolean reverse) {
        return client.put(
                v1 + "/cloudservers/nics/" + nic,
                json("{'nic':{'subnet_id':'%s','ip_address':'%s','reverse_binding':%s}}", subnet, address, reverse));
    }

    private Reply unbind(String nic, String body) {
        return client.put(v1 + "/cloudservers/nics/" + nic, json("%s", body));
    }

    @Test
    void badBindingsAreRefused() {
        String vip = vip();
        String other = cloud.subnet(vpc, "t", "10.0.2.0/24");
        String elsewhere = cloud.vip(other, "").at("/port/id");
        cloud.refused(pairs(v1 + "/ports/", vip, "[{'ip_address':'10.0.1.222'}]"), 400, "VPC.0001");
        cloud.refused(pairs(v1 + "/ports/", vip, "[{'ip_address':'0.0.0.0/0'}]"), 400, "VPC.0001");
        cloud.refused(pairs(v1 + "/ports/", elsewhere, "[{'ip_address':'10.0.1.11'}]"), 400, "VPC.0001");
        cloud.refusedByNeutron(pairs("/v2.0/ports/", vip, "[{'ip_address':'10.0.1.222'}]"), 400, "InvalidInput");
        cloud.refusedByNeutron(pairs("/v2.0/ports/", vip, "7"), 400, "InvalidInput");
        cloud.refused(
                client.post(
                        v1 + "/ports",
                        json(
                                "{'port':{'network_id':'%s','device_owner':'neutron:VIP_PORT','fixed_ips':"
                                        + "[{'ip_address':'10.0.1.5'},{'ip_address':'10.0.1.6'}]}}",
                                subnet)),
                400,
                "VPC.0001");
        String nobody = "00000000-0000-0000-0000-000000000000";
        cloud.refusedByEcs(bind(nobody, "10.0.1.100", false), 400, "Ecs.0085");
        cloud.refusedByEcs(bind(a, "10.0.2.100", false), 400, "Ecs.0039");
        cloud.refusedByEcs(bind(a, "10.0.1.12", false), 400, "Ecs.0010");
        cloud.refusedByEcs(
                client.put(
                        v1 + "/cloudservers/nics/" + a,
                        json("{'nic':{'subnet_id':'%s','ip_address':'10.0.2.100'}}", other)),
                400,
                "Ecs.0039");
        cloud.refusedByEcs(
                client.put(v1 + "/cloudservers/nics/" + a, json("{'nic':{'subnet_id':'%s'}}", subnet)),
                400,
                "Ecs.0005");
        cloud.refusedByEcs(
                client.put(v1 + "/cloudservers/nics/" + a, json("{'nic':{'ip_address':'10.0.1.100'}}")),
                400,
                "Ecs.0005");
        cloud.refusedByEcs(bind(a, "x", false), 400, "Ecs.0005");
        for (String unknown : new String[] {nobody, "nonsense"}) {
            cloud.refusedByEcs(
                    client.put(
                            v1 + "/cloudservers/nics/" + a,
                            json("{'nic':{'subnet_id':'%s','ip_address':'10.0.1.100'}}", unknown)),
                    400,
                    "Ecs.0038");
            cloud.refusedByEcs(unbind(unknown, "{'nic':{'subnet_id':'','ip_address':''}}"), 400, "Ecs.0085");
            cloud.refusedByEcs(unbind(unknown, "{}"), 400, "Ecs.0085");
        }
        assertThat(client.get(v1 + "/ports/" + a).body().at("/port/allowed_address_pairs"))
                .isEmpty();
    }

    @Test
    void aVirtualIpHoldsItsAddress() {
        vip();
        cloud.refused(
                client.post(
                        v1 + "/ports",
                        json("{'port':{'network_id':'%s','fixed_ips':[{'ip_address':'10.0.1.100'}]}}", subnet)),
                409,
                "VPC.0701");
        cloud.refused(client.delete(v1 + "/vpcs/" + vpc + "/subnets/" + subnet), 409, "VPC.0206");
    }
}
