package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.model.ProviderPools;
import dev.perch.model.ProviderPools.Pool;
import dev.perch.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EIPs and their bandwidths as the clients of the cloud make, bind, change and release them. */
class EipTest {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

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
        vip = cloud.vip(subnet, ",'name':'web','fixed_ips':[{'ip_address':'10.0.1.100'}]")
                .at("/port/id");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Reply allocate(String rest) {
        return client.post(
                v1 + "/publicips",
                json(
                        "{'publicip':{'type':'5_bgp'%s},"
                                + "'bandwidth':{'name':'bw','share_type':'PER','size':10,'charge_mode':'traffic'}}",
                        rest));
    }

    private String eip() {
        return allocate("").expect(200).at("/publicip/id");
    }

    private Reply change(String eip, String body) {
        return client.put(v1 + "/publicips/" + eip, json("{'publicip':%s}", body));
    }

    private Reply bind(String eip, String port) {
        return change(eip, "{'port_id':'" + port + "'}");
    }

    private String nic(String server) {
        return cloud.nic(cloud.server(vpc, subnet, server)).at("/port/id");
    }

    @Test
    void anEipIsAllocatedShownAndReleased() {
        Reply made = allocate(",'alias':'front'").expect(200);
        String id = made.at("/publicip/id");
        assertThat(made.at("/publicip/status")).isEqualTo("DOWN");
        assertThat(made.at("/publicip/type")).isEqualTo("5_bgp");
        assertThat(made.at("/publicip/public_ip_address")).isEqualTo("198.18.0.2");
        assertThat(made.at("/publicip/tenant_id")).isEqualTo(served.project);
        assertThat(made.at("/publicip/create_time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(made.body().at("/publicip/bandwidth_size").isInt()).isTrue();
        assertThat(made.body().at("/publicip/ip_version").intValue()).isEqualTo(4);
        assertThat(made.at("/publicip/alias")).isEqualTo("front");
        assertThat(made.at("/publicip/enterprise_project_id")).isEqualTo("0");
        Reply shown = client.get(v1 + "/publicips/" + id).expect(200);
        assertThat(shown.body()).isEqualTo(made.body());
        assertThat(shown.at("/publicip/bandwidth_share_type")).isEqualTo("PER");
        assertThat(shown.body().at("/publicip/port_id").isNull()).isTrue();
        assertThat(client.get("/v2.0/" + served.project + "/publicips/" + id + "/tags")
                        .expect(200)
                        .text())
                .isEqualTo("{\"tags\":[]}");
        client.delete(v1 + "/publicips/" + id).expect(204);
        cloud.refused(client.get(v1 + "/publicips/" + id), 404, "VPC.0504");
        cloud.refused(client.delete(v1 + "/publicips/" + id), 404, "VPC.0504");
        cloud.refused(client.get(v1 + "/publicips/nonsense"), 404, "VPC.0504");
    }

    /** huaweicloud_vpc_eip with its bandwidth, then huaweicloud_vpc_eip_associate, and the way back. */
    @Test
    void terraformMakesBindsUnbindsAndDestroys() {
        String id = eip();
        Reply read = client.get(v1 + "/publicips/" + id).expect(200);
        assertThat(read.at("/publicip/status")).isEqualTo("DOWN");
        String bandwidth = read.at("/publicip/bandwidth_id");
        Reply width = client.get(v1 + "/bandwidths/" + bandwidth).expect(200);
        assertThat(width.body().at("/bandwidth/size").intValue()).isEqualTo(10);
        assertThat(width.at("/bandwidth/charge_mode")).isEqualTo("traffic");
        assertThat(width.at("/bandwidth/publicip_info/0/publicip_id")).isEqualTo(id);
        client.get(v3 + "/" + id).expect(200);
        Reply wider = client.put(
                        v1 + "/bandwidths/" + bandwidth,
                        json("{'bandwidth':{'name':'wide','size':20,'charge_mode':'bandwidth'}}"))
                .expect(200);
        assertThat(wider.body().at("/bandwidth/size").intValue()).isEqualTo(20);
        assertThat(wider.at("/bandwidth/name")).isEqualTo("wide");
        assertThat(wider.at("/bandwidth/charge_mode")).isEqualTo("bandwidth");

        Reply found = client.get(v1 + "/publicips?public_ip_address=" + read.at("/publicip/public_ip_address")
                        + "&enterprise_project_id=all_granted_eps")
                .expect(200);
        assertThat(found.body().at("/publicips")).hasSize(1);
        String port = client.get(v1 + "/ports?network_id=" + subnet + "&fixed_ips=ip_address%3D10.0.1.100")
                .expect(200)
                .at("/ports/0/id");
        assertThat(port).isEqualTo(vip);
        bind(id, port).expect(200);
        Reply bound = client.get(v1 + "/publicips/" + id).expect(200);
        assertThat(bound.at("/publicip/status")).isEqualTo("ACTIVE");
        assertThat(bound.at("/publicip/port_id")).isEqualTo(vip);
        assertThat(bound.at("/publicip/private_ip_address")).isEqualTo("10.0.1.100");
        cloud.refused(client.delete(v1 + "/publicips/" + id), 409, "VPC.0517");
        change(id, "{}").expect(200);
        assertThat(client.get(v1 + "/publicips/" + id).expect(200).at("/publicip/status"))
                .isEqualTo("DOWN");
        change(id, "{}").expect(200); // once more is fine
        client.delete(v1 + "/publicips/" + id).expect(204);
        cloud.refused(client.get(v1 + "/bandwidths/" + bandwidth), 404, "VPC.0306");
        cloud.refused(client.put(v1 + "/bandwidths/" + bandwidth, json("{'bandwidth':{'size':5}}")), 404, "VPC.0306");
    }

    /** hwc_vpc_eip: pages with an empty marker first and until one is empty; an empty port unbinds. */
    @Test
    void ansibleLooksBindsAndUnbinds() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(eip());
        }
        List<String> seen = new ArrayList<>();
        String marker = "";
        while (true) {
            Reply page = client.get(
                            v1 + "/publicips?marker=" + marker + "&limit=2&ip_version=4&enterprise_project_id=0")
                    .expect(200);
            if (page.body().at("/publicips").isEmpty()) {
                break;
            }
            page.body().at("/publicips").forEach(eip -> seen.add(eip.at("/id").asText()));
            marker = seen.getLast();
        }
        assertThat(seen).isSorted().containsExactlyInAnyOrderElementsOf(made);
        bind(made.getFirst(), vip).expect(200);
        assertThat(change(made.getFirst(), "{'port_id':''}").expect(200).at("/publicip/status"))
                .isEqualTo("DOWN");
    }

    @Test
    void aChangeIsOneThingAtATime() {
        String id = eip();
        bind(id, vip).expect(200);
        Reply renamed = change(id, "{'alias':'n','port_id':''}").expect(200);
        assertThat(renamed.at("/publicip/alias")).isEqualTo("n");
        assertThat(renamed.at("/publicip/port_id")).isEqualTo(vip); // the name alone was changed
        assertThat(change(id, "{'ip_version':4}").expect(200).at("/publicip/port_id"))
                .isEqualTo(vip);
        cloud.refused(change(id, "{'ip_version':6}"), 400, "VPC.0501");
        assertThat(bind(id, vip).expect(200).at("/publicip/port_id")).isEqualTo(vip); // bound already
        assertThat(change(id, "{'alias':null,'ip_version':4,'port_id':null}")
                        .expect(200)
                        .at("/publicip/status"))
                .isEqualTo("DOWN");
        assertThat(change(id, "{'ip_version':4,'port_id':'" + vip + "'}")
                        .expect(200)
                        .at("/publicip/port_id"))
                .isEqualTo(vip);
        assertThat(change(id, "{'port_id':null}").expect(200).at("/publicip/status"))
                .isEqualTo("DOWN");
        cloud.refused(change(id, "{'alias':'<'}"), 400, "VPC.0501");
        cloud.refused(change(NOBODY, "{}"), 404, "VPC.0504");
        cloud.refused(change(NOBODY, "{'alias':'x'}"), 404, "VPC.0504");
    }

    @Test
    void bindingsThatCannotBeAreRefusedWithTheirCodes() {
        String id = eip();
        String other = eip();
        String port = nic("web");
        bind(id, vip).expect(200);
        cloud.refused(bind(id, port), 409, "VPC.0510");
        cloud.refused(bind(other, vip), 409, "VPC.0511");
        cloud.refused(bind(other, NOBODY), 400, "VPC.0508");
        cloud.refused(bind(other, "nonsense"), 400, "VPC.0508");
        cloud.refused(bind(NOBODY, vip), 404, "VPC.0504");
        String six = allocate(",'ip_version':6").expect(200).at("/publicip/id");
        cloud.refused(bind(six, port), 400, "VPC.0508");
        client.put(
                        v1 + "/cloudservers/nics/" + port,
                        json("{'nic':{'subnet_id':'%s','ip_address':'10.0.1.77'}}", subnet))
                .expect(200);
        String within = client.get(v1 + "/ports?fixed_ips=ip_address%3D10.0.1.77")
                .expect(200)
                .at("/ports/0/id");
        cloud.refused(bind(other, within), 400, "VPC.0508");
        cloud.refused(client.put(v1 + "/publicips/" + other, json("{'publicip':7}")), 400, "VPC.0501");
        cloud.refused(client.put(v1 + "/publicips/" + other, "{}"), 400, "VPC.0501");
        String foreign = "/v1/" + "f".repeat(32) + "/publicips/" + other;
        cloud.refused(client.get(foreign), 404, "VPC.0504");
    }

    @Test
    void allocationsThatCannotBeAreRefusedWithTheirCodes() {
        allocate(",'ip_address':'198.18.9.9'").expect(200);
        cloud.refused(allocate(",'ip_address':'198.18.9.9'"), 409, "VPC.0522");
        cloud.refused(allocate(",'ip_address':'198.18.0.1'"), 400, "VPC.0501");
        cloud.refused(allocate(",'ip_address':'8.8.8.8'"), 400, "VPC.0501");
        cloud.refused(allocate(",'ip_address':'junk'"), 400, "VPC.0501");
        cloud.refused(allocate(",'ip_version':5"), 400, "VPC.0501");
        String is = eip();
        for (String version : List.of("{'ip_version':5}", "{'ip_version':5,'port_id':'" + vip + "'}")) {
            cloud.refused(change(is, version), 400, "VPC.0501");
        }
        assertThat(client.get(v1 + "/publicips/" + is).at("/publicip/status")).isEqualTo("DOWN");
        for (String type : List.of("", "x".repeat(65))) {
            String body = "{'publicip':{'type':'%s'},'bandwidth':{'share_type':'PER','size':5}}";
            cloud.refused(client.post(v1 + "/publicips", json(body, type)), 400, "VPC.0501");
        }
        String free = "'bandwidth':{'share_type':'PER','size':5,'charge_mode':'free'}";
        cloud.refused(client.post(v1 + "/publicips", json("{'publicip':{'type':'5_bgp'},%s}", free)), 400, "VPC.0501");
        String bandwidth = client.get(v1 + "/publicips/" + is).at("/publicip/bandwidth_id");
        cloud.refused(
                client.put(v1 + "/bandwidths/" + bandwidth, json("{'bandwidth':{'charge_mode':'free'}}")),
                400,
                "VPC.0301");
        client.delete(v1 + "/publicips/" + is).expect(204);
        cloud.refused(allocate(",'port_id':'" + NOBODY + "'"), 400, "VPC.0508");
        String publicips = v1 + "/publicips";
        cloud.refused(
                client.post(
                        publicips, json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','size':2001}}")),
                400,
                "VPC.0301");
        cloud.refused(
                client.post(
                        publicips, json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'WHOLE','id':'x'}}")),
                400,
                "VPC.0501");
        cloud.refused(client.post(publicips, json("{'bandwidth':{'share_type':'PER','size':5}}")), 400, "VPC.0501");
        cloud.refused(client.post(publicips, json("{'publicip':{'type':'5_bgp'}}")), 400, "VPC.0501");
        client.put("/ops/v1/quotas", json("{'eip':1}")).expect(200);
        Reply full = allocate("");
        cloud.refused(full, 409, "VPC.0521");
        assertThat(full.at("/message")).isEqualTo("Quota exceeded for resources: ['floatingip']");
        assertThat(client.get(publicips).expect(200).body().at("/publicips")).hasSize(1);
        String id = client.get(publicips).at("/publicips/0/bandwidth_id");
        cloud.refused(client.put(v1 + "/bandwidths/" + id, json("{'bandwidth':{'size':0}}")), 400, "VPC.0301");
    }

    @Test
    void aUsedUpPoolSaysSo() {
        ProviderPools few = new ProviderPools(
                Pool.of("pool", IpPrefix.of("198.18.0.0/30"), "gateway", Optional.empty())
                        .orThrow(),
                ProviderPools.DEFAULT.ipv6());
        try (Served small = new Served(few)) {
            String body = json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','size':5}}");
            String publicips = "/v1/" + small.project + "/publicips";
            small.client.post(publicips, body).expect(200); // between the gateway and the broadcast address
            cloud.refused(small.client.post(publicips, body), 409, "VPC.0532");
        }
    }

    @Test
    void theListOfV1KnowsItsFilters() {
        String id = allocate(",'port_id':'" + vip + "'").expect(200).at("/publicip/id");
        String other = client.post(
                        v1 + "/publicips",
                        json("{'publicip':{'type':'5_bgp'},'bandwidth':{'share_type':'PER','size':5},"
                                + "'enterprise_project_id':'7'}"))
                .expect(200)
                .at("/publicip/id");
        assertThat(ids("id=" + id + "&id=" + other)).containsExactlyInAnyOrder(id, other);
        assertThat(ids("port_id=" + vip)).containsExactly(id);
        assertThat(ids("private_ip_address=10.0.1.100")).containsExactly(id);
        assertThat(ids("enterprise_project_id=7")).containsExactly(other);
        assertThat(ids("enterprise_project_id=0")).containsExactly(id);
        assertThat(ids("enterprise_project_id=all_granted_eps")).hasSize(2);
        assertThat(ids("marker=ffffffff-ffff-ffff-ffff-ffffffffffff")).isEmpty();
        for (String none : new String[] {"id=x", "port_id=x", "private_ip_address=x", "ip_version=6", "limit=0"}) {
            assertThat(ids(none)).as(none).isEmpty();
        }
        cloud.refused(client.get(v1 + "/publicips?ip_version=x"), 400, "VPC.0501");
        cloud.refused(client.get(v1 + "/publicips?ip_version=5"), 400, "VPC.0501");
        cloud.refused(client.get(v1 + "/publicips?limit=x"), 400, "VPC.0501");
        Reply widths = client.get(v1 + "/bandwidths?enterprise_project_id=7").expect(200);
        assertThat(widths.body().at("/bandwidths")).hasSize(1);
        assertThat(widths.at("/bandwidths/0/publicip_info/0/publicip_id")).isEqualTo(other);
        assertThat(client.get(v1 + "/bandwidths?marker=ffffffff-ffff-ffff-ffff-ffffffffffff")
                        .expect(200)
                        .body()
                        .at("/bandwidths"))
                .isEmpty();
        cloud.refused(client.get(v1 + "/bandwidths?limit=x"), 400, "VPC.0301");
        String width = v1 + "/bandwidths/" + widths.at("/bandwidths/0/id");
        cloud.refused(client.put(width, "{}"), 400, "VPC.0301");
        cloud.refused(client.put(width, json("{'bandwidth':{'size':'5'}}")), 400, "VPC.0301");
        cloud.refused(client.put(width, json("{'bandwidth':{'size':2001}}")), 400, "VPC.0301");
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        client.get(v1 + "/publicips?" + query)
                .expect(200)
                .body()
                .at("/publicips")
                .forEach(eip -> ids.add(eip.at("/id").asText()));
        return ids;
    }

    @Test
    void whatHasAnEipIsNotDeleted() {
        String id = allocate(",'port_id':'" + vip + "'").expect(200).at("/publicip/id");
        String port = cloud.port(subnet, ",'name':'p'").at("/port/id");
        bind(eip(), port).expect(200);
        cloud.refused(client.delete(v1 + "/ports/" + vip), 409, "VPC.0707");
        cloud.refused(client.delete(v1 + "/privateips/" + vip), 409, "VPC.0707");
        cloud.refused(client.delete(v1 + "/ports/" + port), 409, "VPC.0707");
        change(id, "{}").expect(200);
        client.delete(v1 + "/ports/" + vip).expect(204);
    }

    @Test
    void bandwidthsAreListedByTheirOwnIds() {
        eip();
        eip();
        Reply all =
                client.get(v1 + "/bandwidths?marker=&limit=10&share_type=PER").expect(200);
        assertThat(all.body().at("/bandwidths")).hasSize(2);
        assertThat(all.at("/bandwidths/0/status")).isEqualTo("NORMAL");
        assertThat(all.at("/bandwidths/0/id")).isLessThan(all.at("/bandwidths/1/id"));
        Reply second = client.get(v1 + "/bandwidths?limit=1&marker=" + all.at("/bandwidths/0/id"))
                .expect(200);
        assertThat(second.body().at("/bandwidths/0")).isEqualTo(all.body().at("/bandwidths/1"));
        assertThat(client.get(v1 + "/bandwidths?share_type=WHOLE")
                        .expect(200)
                        .body()
                        .at("/bandwidths"))
                .isEmpty();
        String shared = "/v2.0/" + served.project + "/bandwidths";
        cloud.refused(client.post(shared, json("{'bandwidth':{'name':'b','size':5}}")), 400, "VPC.0301");
        cloud.refused(client.post(shared + "/x/insert", json("{'bandwidth':{}}")), 400, "VPC.0301");
        cloud.refused(client.post(shared + "/x/remove", json("{'bandwidth':{}}")), 400, "VPC.0301");
        cloud.refused(client.delete(shared + "/x"), 400, "VPC.0301");
    }

    @Test
    void v3AssociatesShowsAndDisassociates() {
        String id = eip();
        Reply bound = client.post(
                        v3 + "/" + id + "/associate-instance",
                        json("{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'%s'}}", vip))
                .expect(200);
        assertThat(bound.at("/request_id")).isNotEmpty();
        assertThat(bound.at("/publicip/status")).isEqualTo("ACTIVE");
        assertThat(bound.at("/publicip/vnic/port_id")).isEqualTo(vip);
        assertThat(bound.at("/publicip/vnic/private_ip_address")).isEqualTo("10.0.1.100");
        assertThat(bound.at("/publicip/vnic/device_owner")).isEqualTo("neutron:VIP_PORT");
        assertThat(bound.at("/publicip/vnic/device_id")).isEmpty();
        assertThat(bound.at("/publicip/vnic/vpc_id")).isEqualTo(vpc);
        assertThat(bound.at("/publicip/associate_instance_type")).isEqualTo("PORT");
        assertThat(bound.at("/publicip/associate_instance_id")).isEqualTo(vip);
        assertThat(bound.body().at("/publicip/bandwidth/size").intValue()).isEqualTo(10);
        assertThat(bound.body().at("/publicip/cascade_delete_by_instance").isBoolean())
                .isTrue();
        Reply renamed = client.put(v3 + "/" + id, json("{'publicip':{'alias':'n','description':'d'}}"))
                .expect(200);
        assertThat(renamed.at("/publicip/description")).isEqualTo("d");
        Reply unbound =
                client.post(v3 + "/" + id + "/disassociate-instance", "").expect(200);
        assertThat(unbound.body().at("/publicip/vnic").isNull()).isTrue();
        client.post(v3 + "/" + id + "/disassociate-instance", "").expect(200);
    }

    @Test
    void v3RefusesInItsOwnEnvelope() {
        String id = eip();
        refusedByV3(client.get(v3 + "/" + NOBODY), 404, "VPC.0504");
        String associate = v3 + "/" + id + "/associate-instance";
        refusedByV3(
                client.post(
                        associate,
                        json("{'publicip':{'associate_instance_type':'NATGW','associate_instance_id':'%s'}}", vip)),
                400,
                "VPC.0501");
        refusedByV3(
                client.post(
                        associate,
                        json("{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'%s'}}", NOBODY)),
                400,
                "VPC.0508");
        String bound = eip();
        bind(bound, vip).expect(200);
        String port = json("{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'%s'}}", nic("web"));
        refusedByV3(client.post(associate.replace(id, bound), port), 409, "VPC.0510");
        refusedByV3(client.post(associate.replace(id, NOBODY), port), 404, "VPC.0504");
        refusedByV3(client.post(v3 + "/" + NOBODY + "/disassociate-instance", ""), 404, "VPC.0504");
        refusedByV3(client.put(v3 + "/" + NOBODY, json("{'publicip':{'alias':'x'}}")), 404, "VPC.0504");
        refusedByV3(client.put(v3 + "/" + id, json("{'publicip':{'description':'<'}}")), 400, "VPC.0501");
        refusedByV3(client.put(v3 + "/" + id, "{}"), 400, "VPC.0501");
        refusedByV3(client.post(associate, json("{'publicip':{'associate_instance_type':'PORT'}}")), 400, "VPC.0501");
        refusedByV3(client.post(associate, json("{'publicip':{'associate_instance_id':'%s'}}", vip)), 400, "VPC.0501");
        refusedByV3(
                client.post(
                        associate,
                        json("{'publicip':{'associate_instance_type':'PORT','associate_instance_id':'%s'}}", vip)),
                409,
                "VPC.0511");
        refusedByV3(client.get(v3 + "?sort_key=colour"), 400, "VPC.0501");
        refusedByV3(client.get(v3 + "?sort_dir=up"), 400, "VPC.0501");
        refusedByV3(client.get(v3 + "?ip_version=5"), 400, "VPC.0501");
    }

    private void refusedByV3(Reply reply, int status, String code) {
        assertThat(reply.expect(status).at("/error_code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error_msg")).isNotEmpty();
        assertThat(reply.at("/request_id")).isNotEmpty();
    }

    @Test
    void v3ListsWithPagesFiltersFieldsAndOrder() {
        String a = allocate(",'alias':'alpha'").expect(200).at("/publicip/id");
        String b = allocate(",'alias':'beta'").expect(200).at("/publicip/id");
        allocate(",'alias':'gamma','ip_version':6").expect(200);
        bind(a, vip).expect(200);
        Reply first = client.get(v3 + "?limit=2").expect(200);
        assertThat(first.body().at("/publicips")).hasSize(2);
        assertThat(first.body().at("/total_count").intValue()).isEqualTo(3);
        assertThat(first.body().at("/page_info/current_count").intValue()).isEqualTo(2);
        String next = first.at("/page_info/next_marker");
        assertThat(next).isEqualTo(first.at("/publicips/1/id"));
        Reply last = client.get(v3 + "?limit=2&marker=" + next).expect(200);
        assertThat(last.body().at("/publicips")).hasSize(1);
        assertThat(last.body().at("/page_info").has("next_marker")).isFalse();
        assertThat(client.get(v3 + "?offset=2&limit=5").expect(200).body().at("/publicips"))
                .hasSize(1);
        assertThat(aliases("?id=" + a + "&id=" + b)).containsExactlyInAnyOrder("alpha", "beta");
        assertThat(aliases("?ip_version=6")).containsExactly("gamma");
        assertThat(aliases("?ip_version=4&ip_version=6")).hasSize(3);
        assertThat(aliases("?ip_version=6&ip_version=6")).containsExactly("gamma");
        refusedByV3(client.get(v3 + "?ip_version=4&ip_version=5"), 400, "VPC.0501");
        assertThat(aliases("?alias_like=et")).containsExactly("beta");
        assertThat(aliases("?public_ip_address=198.18.0.3")).containsExactly("beta");
        assertThat(aliases("?public_ip_address=junk")).isEmpty();
        assertThat(aliases("?status=ACTIVE")).containsExactly("alpha");
        assertThat(aliases("?vnic.port_id=" + vip)).containsExactly("alpha");
        assertThat(aliases("?vnic.private_ip_address=10.0.1.100&vnic.vpc_id=" + vpc))
                .containsExactly("alpha");
        assertThat(aliases("?vnic.device_owner=neutron%3AVIP_PORT")).containsExactly("alpha");
        assertThat(aliases("?associate_instance_type=PORT&associate_instance_id=" + vip))
                .containsExactly("alpha");
        assertThat(aliases("?enterprise_project_id=all_granted_eps")).hasSize(3);
        assertThat(aliases("?sort_key=public_ip_address&sort_dir=desc")).containsExactly("gamma", "beta", "alpha");
        Reply some = client.get(v3 + "?fields=id&fields=alias&alias=beta").expect(200);
        assertThat(some.text()).contains("\"publicips\":[{\"id\":\"" + b + "\",\"alias\":\"beta\"}]");
    }

    private List<String> aliases(String query) {
        Reply reply = client.get(v3 + query).expect(200);
        List<String> aliases = new ArrayList<>();
        reply.body()
                .at("/publicips")
                .forEach(eip -> aliases.add(eip.at("/alias").asText()));
        assertThat(reply.body().at("/total_count").intValue()).isEqualTo(aliases.size());
        return aliases;
    }

    @Test
    void aServerComesWithAnEipShowsItAndGoesWithIt() {
        String eip = "{'eip':{'iptype':'5_bgp','bandwidth':{'size':5,'sharetype':'PER','chargemode':'traffic'}}%s}";
        String kept = server("kept", eip.formatted(""));
        String cascade = server("cascade", eip.formatted(",'delete_on_termination':true"));
        String chosen = eip();
        String existing = server("existing", "{'id':'" + chosen + "'}");
        Reply shown = client.get(v1 + "/cloudservers/" + existing).expect(200);
        assertThat(shown.body().at("/server/addresses/" + vpc)).hasSize(2);
        assertThat(shown.at("/server/addresses/" + vpc + "/1/OS-EXT-IPS:type")).isEqualTo("floating");
        assertThat(shown.at("/server/addresses/" + vpc + "/1/addr"))
                .isEqualTo(client.get(v1 + "/publicips/" + chosen).at("/publicip/public_ip_address"));
        assertThat(shown.at("/server/addresses/" + vpc + "/1/OS-EXT-IPS:port_id"))
                .isEqualTo(shown.at("/server/addresses/" + vpc + "/0/OS-EXT-IPS:port_id"));
        assertThat(shown.body().at("/server/addresses/" + vpc + "/1/primary").booleanValue())
                .isFalse();
        assertThat(client.get(v3 + "?vnic.device_id=" + existing).expect(200).at("/publicips/0/vnic/instance_type"))
                .isEqualTo("ECS");
        delete(kept, false);
        delete(cascade, false);
        assertThat(client.get(v1 + "/publicips").expect(200).body().at("/publicips"))
                .hasSize(2);
        delete(existing, true);
        cloud.refused(client.get(v1 + "/publicips/" + chosen), 404, "VPC.0504");
    }

    @Test
    void aServerWhoseEipCannotBeIsNotMade() {
        String eip = eip();
        bind(eip, vip).expect(200);
        cloud.refusedByEcs(make("w", "{'id':'" + eip + "'}"), 400, "Ecs.0005");
        cloud.refusedByEcs(make("w", "{'id':'" + NOBODY + "'}"), 400, "Ecs.0005");
        cloud.refusedByEcs(
                make("w", "{'eip':{'iptype':'5_bgp','bandwidth':{'size':5,'sharetype':'WHOLE'}}}"), 400, "Ecs.0005");
        cloud.refusedByEcs(make("w", "{}"), 400, "Ecs.0005");
        assertThat(client.get(v1 + "/cloudservers/detail").expect(200).body().at("/servers"))
                .isEmpty();
    }

    private Reply make(String name, String publicIp) {
        return client.post(
                v1 + "/cloudservers",
                json(
                        "{'server':{'name':'%s','imageRef':'img','flavorRef':'f','vpcid':'%s','publicip':%s,"
                                + "'nics':[{'subnet_id':'%s'}],'root_volume':{'volumetype':'SSD'}}}",
                        name, vpc, publicIp, subnet));
    }

    private String server(String name, String publicIp) {
        return make(name, publicIp).expect(200).at("/serverIds/0");
    }

    private void delete(String server, boolean eips) {
        client.post(
                        v1 + "/cloudservers/delete",
                        json("{'servers':[{'id':'%s'}],'delete_publicip':%s,'delete_volume':false}", server, eips))
                .expect(200);
    }

    @Test
    void addressesInUseAreCounted() {
        nic("web");
        Reply use = client.get("/v2.0/network-ip-availabilities/" + subnet).expect(200);
        assertThat(use.at("/network_ip_availability/network_id")).isEqualTo(subnet);
        assertThat(use.body().at("/network_ip_availability/total_ips").intValue())
                .isEqualTo(251);
        assertThat(use.body().at("/network_ip_availability/used_ips").intValue())
                .isEqualTo(2);
        assertThat(use.at("/network_ip_availability/subnet_ip_availability/0/cidr"))
                .isEqualTo("10.0.1.0/24");
        cloud.refusedByNeutron(client.get("/v2.0/network-ip-availabilities/" + NOBODY), 404, "NetworkNotFound");
    }
}
