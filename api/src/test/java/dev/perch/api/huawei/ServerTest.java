package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.model.ObjectId.ServerId;
import dev.perch.model.Server;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    private final Served served = new Served();
    private final Client client = served.client;
    private final String v1 = "/v1/" + served.project;
    private final String servers = v1 + "/cloudservers";
    private final Cloud cloud = new Cloud(served);
    private String vpc;
    private String subnet;

    @BeforeEach
    void start() {
        vpc = cloud.vpc("a");
        subnet = cloud.subnet(vpc, "s", "10.0.1.0/24");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void observe(String server, Server.State state, String detail) {
        served.control
                .statuses()
                .record(new Server.Status(new ServerId(UUID.fromString(server)), state, detail, Instant.now()));
    }

    private String jobStatus(String job) {
        return client.get(v1 + "/jobs/" + job).expect(200).at("/status");
    }

    @Test
    void aServerIsMadeAndItsJobEndsWhenItRuns() {
        Reply created = cloud.create(vpc, "web", "[{'subnet_id':'" + subnet + "','ip_address':'10.0.1.40'}]")
                .expect(200);
        String id = created.at("/serverIds/0");
        String job = created.at("/job_id");
        assertThat(job).matches("[0-9a-f]{32}");
        Reply running = client.get(v1 + "/jobs/" + job).expect(200);
        assertThat(running.at("/status")).isEqualTo("RUNNING");
        assertThat(running.at("/job_type")).isEqualTo("createServer");
        assertThat(running.at("/entities/sub_jobs_total")).isEqualTo("1");
        assertThat(running.at("/entities/sub_jobs/0/job_type")).isEqualTo("createSingleServer");
        assertThat(running.at("/entities/sub_jobs/0/entities/server_id")).isEqualTo(id);
        assertThat(client.get(servers + "/" + id).expect(200).at("/server/status"))
                .isEqualTo("BUILD");

        observe(id, Server.State.ACTIVE, "");
        assertThat(jobStatus(job)).isEqualTo("SUCCESS");
        JsonNode server = client.get(servers + "/" + id).expect(200).body().at("/server");
        assertThat(server.at("/status").asText()).isEqualTo("ACTIVE");
        assertThat(server.at("/name").asText()).isEqualTo("web");
        assertThat(server.at("/flavor/id").asText()).isEqualTo("s6.small.1");
        assertThat(server.at("/flavor/ram").isTextual()).isTrue();
        assertThat(server.at("/image/id").asText()).isEqualTo("img");
        assertThat(server.at("/metadata/vpc_id").asText()).isEqualTo(vpc);
        JsonNode address = server.at("/addresses").get(vpc).get(0);
        assertThat(address.get("addr").asText()).isEqualTo("10.0.1.40");
        assertThat(address.get("version").asText()).isEqualTo("4");
        assertThat(address.get("primary").booleanValue()).isTrue();
        assertThat(address.get("OS-EXT-IPS:type").asText()).isEqualTo("fixed");
        String nic = cloud.nic(id).at("/port/id");
        assertThat(address.get("OS-EXT-IPS:port_id").asText()).isEqualTo(nic);
        assertThat(server.at("/os-extended-volumes:volumes_attached/0/bootIndex")
                        .asText())
                .isEqualTo("0");
        assertThat(server.at("/OS-EXT-SRV-ATTR:user_data").asText()).isNotEmpty();
        assertThat(server.at("/created").asText()).endsWith("Z");
        assertThat(server.at("/fault").isNull()).isTrue();
        assertThat(cloud.nic(id).at("/port/device_owner")).isEqualTo("compute:az1");
        assertThat(cloud.nic(id).at("/port/status")).isEqualTo("ACTIVE");
    }

    @Test
    void aServerThatFailedSaysWhyAndSoDoesItsJob() {
        Reply created =
                cloud.create(vpc, "web", "[{'subnet_id':'" + subnet + "'}]").expect(200);
        observe(created.at("/serverIds/0"), Server.State.ERROR, "no such image");
        Reply job = client.get(v1 + "/jobs/" + created.at("/job_id")).expect(200);
        assertThat(job.at("/status")).isEqualTo("FAIL");
        assertThat(job.at("/entities/sub_jobs/0/fail_reason")).contains("no such image");
        Reply server = client.get(servers + "/" + created.at("/serverIds/0")).expect(200);
        assertThat(server.at("/server/status")).isEqualTo("ERROR");
        assertThat(server.at("/server/fault/message")).isEqualTo("no such image");
    }

    @Test
    void severalServersGetNumbersAndAreMadeTogetherOrNotAtAll() {
        Reply created = client.post(
                        "/v1.1/" + served.project + "/cloudservers",
                        json(
                                "{'server':{'name':'web','imageRef':'i','flavorRef':'f','vpcid':'%s','count':3,"
                                        + "'extendparam':{'chargingMode':0,'enterprise_project_id':'9'},"
                                        + "'server_tags':[{'key':'k','value':'v'}],'metadata':{'m':'n'},"
                                        + "'nics':[{'subnet_id':'%s'}]}}",
                                vpc, subnet))
                .expect(200);
        assertThat(created.body().at("/serverIds")).hasSize(3);
        Reply list = client.get(servers + "/detail?limit=10&offset=1").expect(200);
        assertThat(list.body().at("/servers").findValuesAsText("name")).contains("web-0001", "web-0002", "web-0003");
        assertThat(list.at("/servers/0/tags/0")).isEqualTo("k=v");
        assertThat(list.at("/servers/0/metadata/m")).isEqualTo("n");
        assertThat(list.at("/servers/0/enterprise_project_id")).isEqualTo("9");

        cloud.refusedByEcs(
                client.post(
                        servers,
                        json(
                                "{'server':{'name':'x','imageRef':'i','flavorRef':'f','vpcid':'%s','count':2,"
                                        + "'nics':[{'subnet_id':'%s','ip_address':'10.0.1.99'}]}}",
                                vpc, subnet)),
                400,
                "Ecs.0010");
        assertThat(client.get(servers + "/detail").at("/count")).isEqualTo("3");
    }

    @Test
    void aDryRunMakesNothing() {
        client.post(
                        servers,
                        json(
                                "{'dry_run':true,'server':{'name':'x','imageRef':'i','flavorRef':'f','vpcid':'%s',"
                                        + "'nics':[{'subnet_id':'%s'}]}}",
                                vpc, subnet))
                .expect(202);
        assertThat(client.get(servers + "/detail").at("/count")).isEqualTo("0");
    }

    @Test
    void theListGoesByNumberOfThePage() {
        for (int i = 0; i < 5; i++) {
            cloud.server(vpc, subnet, "srv" + i);
        }
        assertThat(client.get(servers + "/detail?limit=2&offset=1").body().at("/servers"))
                .hasSize(2);
        assertThat(client.get(servers + "/detail?limit=2&offset=0").body().at("/servers"))
                .hasSize(2);
        assertThat(client.get(servers + "/detail?limit=2&offset=3").body().at("/servers"))
                .hasSize(1);
        Reply past = client.get(servers + "/detail?limit=2&offset=4").expect(200);
        assertThat(past.body().at("/servers")).isEmpty();
        assertThat(past.at("/count")).isEqualTo("5");
        assertThat(client.get(servers + "/detail?name=srv3").at("/count")).isEqualTo("1");
        assertThat(client.get(servers + "/detail?name=srv").at("/count")).isEqualTo("5");
        assertThat(client.get(servers + "/detail?status=BUILD").at("/count")).isEqualTo("5");
        assertThat(client.get(servers + "/detail?status=ACTIVE").at("/count")).isEqualTo("0");
        assertThat(client.get(servers + "/detail?flavor=other").at("/count")).isEqualTo("0");
        assertThat(client.get("/v1.1/" + served.project + "/cloudservers/detail?ip=10.0.1.")
                        .at("/count"))
                .isEqualTo("5");
        cloud.refusedByEcs(client.get(servers + "/detail?offset=-1"), 400, "Ecs.0005");
    }

    @Test
    void aServerIsStoppedStartedRenamedAndDeleted() {
        String id = cloud.server(vpc, subnet, "web");
        String nic = cloud.nic(id).at("/port/id");
        observe(id, Server.State.ACTIVE, "");
        String stop = act("'os-stop':{'type':'HARD','servers':[{'id':'" + id + "'}]}")
                .expect(200)
                .at("/job_id");
        assertThat(power(id)).isEqualTo(Server.Power.OFF);
        assertThat(jobStatus(stop)).isEqualTo("RUNNING");
        observe(id, Server.State.SHUTOFF, "");
        assertThat(jobStatus(stop)).isEqualTo("SUCCESS");
        act("'os-start':{'servers':[{'id':'" + id + "'}]}").expect(200);
        assertThat(power(id)).isEqualTo(Server.Power.RUNNING);
        act("'os-stop':{'type':'SOFT','servers':[{'id':'" + id + "'}]}").expect(200);
        assertThat(power(id)).isEqualTo(Server.Power.STOPPED);
        act("'reboot':{'type':'SOFT','servers':[{'id':'" + id + "'}]}").expect(200);
        assertThat(power(id)).isEqualTo(Server.Power.RUNNING);

        Reply renamed = client.put(servers + "/" + id, json("{'server':{'name':'www'}}"))
                .expect(200);
        assertThat(renamed.at("/server/name")).isEqualTo("www");
        assertThat(renamed.body().at("/server").has("image")).isFalse();

        Reply interfaces = client.get(servers + "/" + id + "/os-interface").expect(200);
        assertThat(interfaces.at("/interfaceAttachments/0/port_id")).isEqualTo(nic);
        assertThat(interfaces.at("/interfaceAttachments/0/net_id")).isEqualTo(subnet);
        assertThat(interfaces.at("/interfaceAttachments/0/port_state")).isEqualTo("ACTIVE");
        assertThat(interfaces.at("/attachableQuantity/free_nic")).isEqualTo("15");

        String job = client.post(
                        servers + "/delete",
                        json("{'servers':[{'id':'%s'}],'delete_publicip':false,'delete_volume':true}", id))
                .expect(200)
                .at("/job_id");
        assertThat(jobStatus(job)).isEqualTo("SUCCESS");
        cloud.refusedByEcs(client.get(servers + "/" + id), 404, "Ecs.0114");
        cloud.refusedByEcs(client.get(servers + "/" + id + "/os-interface"), 404, "Ecs.0114");
        cloud.refused(client.get(v1 + "/ports/" + nic), 404, "VPC.2204");
    }

    private Reply act(String members) {
        return client.post(servers + "/action", json("{%s}", members));
    }

    private Server.Power power(String id) {
        return served.control
                .snapshots()
                .server(new ServerId(UUID.fromString(id)))
                .orElseThrow()
                .power();
    }

    @Test
    void whenOneOfSeveralServersDoesNotExistNoneIsTouched() {
        String id = cloud.server(vpc, subnet, "web");
        String both = "'servers':[{'id':'" + id + "'},{'id':'" + NOBODY + "'}]";
        cloud.refusedByEcs(client.post(servers + "/delete", json("{%s}", both)), 404, "Ecs.0114");
        cloud.refusedByEcs(act("'os-stop':{" + both + "}"), 404, "Ecs.0114");
        assertThat(power(id)).isEqualTo(Server.Power.RUNNING);
        client.get(servers + "/" + id).expect(200);
    }

    @Test
    void badServersAreRefused() {
        String net = "[{'subnet_id':'" + subnet + "'}]";
        cloud.refusedByEcs(cloud.create(vpc, "a b", net), 400, "Ecs.0005");
        cloud.refusedByEcs(cloud.create(vpc, "a", "[]"), 400, "Ecs.0050");
        cloud.refusedByEcs(
                cloud.create(vpc, "a", "[" + (net.substring(1, net.length() - 1) + ",").repeat(16) + net.substring(1)),
                400,
                "Ecs.0050");
        cloud.refusedByEcs(cloud.create(vpc, "a", "[{}]"), 400, "Ecs.0005");
        cloud.refusedByEcs(cloud.create(vpc, "a", "[{'subnet_id':'" + NOBODY + "'}]"), 400, "Ecs.0038");
        cloud.refusedByEcs(cloud.create(vpc, "a", "[{'port_id':'" + NOBODY + "'}]"), 400, "Ecs.0085");
        cloud.refusedByEcs(cloud.create(NOBODY, "a", net), 400, "Ecs.0064");
        cloud.refusedByEcs(cloud.create(cloud.vpc("other"), "a", net), 400, "Ecs.0064");
        cloud.refusedByEcs(
                cloud.create(vpc, "a", "[{'subnet_id':'" + subnet + "','ip_address':'10.9.9.9'}]"), 400, "Ecs.0039");
        cloud.refusedByEcs(
                cloud.create(vpc, "a", "[{'subnet_id':'" + subnet + "','ip_address':'10.0.1.1'}]"), 400, "Ecs.0014");
        cloud.refusedByEcs(
                cloud.create(vpc, "a", "[{'subnet_id':'" + subnet + "','ipv6_enable':true}]"), 400, "Ecs.0014");
        String taken = cloud.nic(cloud.server(vpc, subnet, "web")).at("/port/id");
        cloud.refusedByEcs(cloud.create(vpc, "a", "[{'port_id':'" + taken + "'}]"), 400, "Ecs.0014");
        cloud.refusedByEcs(
                client.post(
                        servers,
                        json(
                                "{'server':{'name':'x','imageRef':'i','flavorRef':'f','vpcid':'%s','nics':%s,"
                                        + "'user_data':'/w=='}}",
                                vpc, net)),
                400,
                "Ecs.0005");
        cloud.refusedByEcs(client.post(servers, "{}"), 400, "Ecs.0005");
        cloud.refusedByEcs(act("'os-stop':{'type':'LOUD','servers':[{'id':'x'}]}"), 400, "Ecs.0005");
        cloud.refusedByEcs(act("'os-start':{'servers':[]}"), 400, "Ecs.0005");
        cloud.refusedByEcs(act(""), 400, "Ecs.0005");
        cloud.refusedByEcs(client.get(v1 + "/jobs/" + "0".repeat(32)), 404, "Ecs.0114");
        cloud.refusedByEcs(client.get(servers + "/nonsense"), 404, "Ecs.0114");
        try (Client foreign = served.client("X-Project-Id", "f".repeat(32))) {
            cloud.refusedByEcs(foreign.get(servers + "/detail"), 403, "Ecs.0023");
        }
        assertThat(client.get(servers + "/detail").at("/count")).isEqualTo("1");
    }

    @Test
    void aServerCanBeMadeOnAPortThatExistsAndThatOutlivesIt() {
        String port =
                cloud.port(subnet, ",'fixed_ips':[{'ip_address':'10.0.1.60'}]").at("/port/id");
        String id = cloud.create(vpc, "web", "[{'port_id':'" + port + "'}]")
                .expect(200)
                .at("/serverIds/0");
        assertThat(cloud.nic(id).at("/port/id")).isEqualTo(port);
        client.post(servers + "/delete", json("{'servers':[{'id':'%s'}]}", id)).expect(200);
        assertThat(client.get(v1 + "/ports/" + port).expect(200).at("/port/device_id"))
                .isEmpty();
    }
}
