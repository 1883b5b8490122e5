package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import dev.perch.control.Caller;
import dev.perch.model.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peerings and their routes as terraform and Ansible go through them, and each refusal with its status and type. */
class PeeringTest {
    private static final String PEERINGS = "/v2.0/vpc/peerings";
    private static final String ROUTES = "/v2.0/vpc/routes";
    private static final String OTHER = "ab".repeat(16);

    private final Served served = new Served();
    private final Client client = served.client;
    private final Client neighbour =
            new Client(served.server.port(), "X-Auth-Token", Served.TOKEN, "X-Project-Id", OTHER);
    private Cloud cloud;
    private String blue;
    private String green;

    @BeforeEach
    void start() {
        cloud = new Cloud(served);
        blue = vpc(served.project, "blue", "10.0.0.0/16");
        green = vpc(served.project, "green", "10.1.0.0/16");
    }

    @AfterEach
    void stop() {
        neighbour.close();
        served.close();
    }

    @Test
    void terraformMakesReadsRenamesAndDeletesOne() {
        Reply made = ask("pair", blue, "", green, "").expect(201);
        String id = made.at("/peering/id");
        assertThat(made.at("/peering/status")).isEqualTo("ACTIVE");
        assertThat(made.at("/peering/request_vpc_info/vpc_id")).isEqualTo(blue);
        assertThat(made.at("/peering/request_vpc_info/tenant_id")).isEqualTo(served.project);
        assertThat(made.at("/peering/accept_vpc_info/vpc_id")).isEqualTo(green);
        assertThat(made.at("/peering/accept_vpc_info/tenant_id")).isEqualTo(served.project);
        assertThat(made.at("/peering/created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(client.get(PEERINGS + "/" + id).expect(200).body()).isEqualTo(made.body());
        Reply renamed = client.put(PEERINGS + "/" + id, json("{'peering':{'name':'duo','description':'both'}}"))
                .expect(200);
        assertThat(renamed.at("/peering/name")).isEqualTo("duo");
        assertThat(renamed.at("/peering/description")).isEqualTo("both");
        assertThat(client.delete(PEERINGS + "/" + id).expect(204).text()).isEmpty();
        cloud.refusedByNeutron(client.get(PEERINGS + "/" + id), 404, "PeeringNotFound");
        cloud.refusedByNeutron(client.delete(PEERINGS + "/" + id), 404, "PeeringNotFound");
    }

    @Test
    void anotherProjectAcceptsAndTheAnswerIsTheBareObject() {
        String theirs = vpc(OTHER, "theirs", "10.2.0.0/16");
        Reply asked = ask("pair", blue, served.project, theirs, OTHER).expect(201);
        String path = PEERINGS + "/" + asked.at("/peering/id");
        assertThat(asked.at("/peering/status")).isEqualTo("PENDING_ACCEPTANCE");
        cloud.refusedByNeutron(client.send("PUT", path + "/accept", (String) null), 403, "Forbidden");
        cloud.refusedByNeutron(client.send("PUT", path + "/reject", (String) null), 403, "Forbidden");
        assertThat(neighbour.get(PEERINGS).expect(200).at("/peerings/0/id")).isEqualTo(asked.at("/peering/id"));
        Reply accepted = neighbour.send("PUT", path + "/accept", (String) null).expect(200);
        assertThat(accepted.at("/id")).isEqualTo(asked.at("/peering/id"));
        assertThat(accepted.at("/status")).isEqualTo("ACTIVE");
        cloud.refusedByNeutron(neighbour.send("PUT", path + "/accept", (String) null), 409, "PeeringNotPending");
        cloud.refusedByNeutron(neighbour.send("PUT", path + "/reject", (String) null), 409, "PeeringNotPending");
        neighbour.delete(path).expect(204);
        String again = PEERINGS + "/"
                + ask("again", blue, "", theirs, OTHER).expect(201).at("/peering/id");
        assertThat(neighbour
                        .send("PUT", again + "/reject", (String) null)
                        .expect(200)
                        .at("/status"))
                .isEqualTo("REJECTED");
    }

    @Test
    void theyAreListedByTheirCriteriaPageByPage() {
        String red = vpc(served.project, "red", "10.3.0.0/16");
        String one = ask("one", blue, "", green, "").expect(201).at("/peering/id");
        ask("two", green, "", red, "").expect(201);
        ask("three", blue, "", red, "").expect(201);
        assertThat(count("")).isEqualTo(3);
        assertThat(client.get(PEERINGS).body().at("/peerings_links")).isEmpty();
        assertThat(count("?name=one")).isEqualTo(1);
        assertThat(count("?id=" + one)).isEqualTo(1);
        assertThat(count("?vpc_id=" + blue)).isEqualTo(2);
        assertThat(count("?status=ACTIVE&tenant_id=" + served.project)).isEqualTo(3);
        for (String none : new String[] {
            "status=EXPIRED", "status=REJECTED", "tenant_id=" + OTHER, "tenant_id=x", "id=x", "vpc_id=x", "name=x"
        }) {
            assertThat(count("?" + none)).as(none).isZero();
        }
        Reply page = client.get(PEERINGS + "?status=ACTIVE&limit=2").expect(200);
        assertThat(page.body().at("/peerings")).hasSize(2);
        assertThat(page.at("/peerings_links/0/rel")).isEqualTo("next");
        String next = page.at("/peerings_links/0/href");
        assertThat(next)
                .startsWith("http://127.0.0.1:" + served.server.port() + PEERINGS)
                .contains("status=ACTIVE");
        Reply last = client.get(next.substring(next.indexOf("/v2.0"))).expect(200);
        assertThat(last.body().at("/peerings")).hasSize(1);
        assertThat(last.body().at("/peerings_links")).hasSize(1);
        Reply back = follow(last, "previous");
        assertThat(back.body().at("/peerings")).isEqualTo(page.body().at("/peerings"));
        assertThat(back.body().at("/peerings_links")).hasSize(2);
        assertThat(follow(back, "next").body().at("/peerings"))
                .isEqualTo(last.body().at("/peerings"));
        assertThat(follow(back, "previous").body().toString()).isEqualTo("{\"peerings\":[],\"peerings_links\":[]}");
        Reply end = client.get(PEERINGS + "?page_reverse=True&limit=1").expect(200);
        assertThat(end.body().at("/peerings")).isEqualTo(last.body().at("/peerings"));
        assertThat(end.body().at("/peerings_links")).hasSize(1);
        assertThat(follow(end, "previous").at("/peerings/0/id")).isEqualTo(page.at("/peerings/1/id"));
        cloud.refusedByNeutron(client.get(PEERINGS + "?page_reverse=back"), 400, "InvalidInput");
        cloud.refusedByNeutron(client.get(PEERINGS + "?limit=x"), 400, "InvalidInput");
        cloud.refusedByNeutron(client.get(PEERINGS + "?marker=x"), 400, "InvalidInput");
        cloud.refusedByNeutron(client.get(PEERINGS + "?marker=" + UUID.randomUUID()), 400, "InvalidInput");
        assertThat(client.get(PEERINGS + "?marker=&limit=10").expect(200).body().at("/peerings"))
                .hasSize(3);
        String nextToLast = page.at("/peerings/1/id");
        assertThat(client.get(PEERINGS + "?marker=" + nextToLast)
                        .expect(200)
                        .body()
                        .at("/peerings"))
                .hasSize(1);
        cloud.refusedByNeutron(neighbour.get(PEERINGS + "?marker=" + nextToLast), 400, "InvalidInput");
    }

    /** The page that the link leads to. */
    private Reply follow(Reply page, String rel) {
        for (JsonNode link : page.body().at("/peerings_links")) {
            if (link.path("rel").asText().equals(rel)) {
                String href = link.path("href").asText();
                return client.get(href.substring(href.indexOf("/v2.0"))).expect(200);
            }
        }
        throw new AssertionError("no link to the " + rel + " page: " + page.text());
    }

    @Test
    void refusalsOfAChange() {
        String path =
                PEERINGS + "/" + ask("pair", blue, "", green, "").expect(201).at("/peering/id");
        String nobody = PEERINGS + "/" + UUID.randomUUID();
        cloud.refusedByNeutron(client.put(path, json("{'peering':{'name':'a b'}}")), 400, "InvalidInput");
        cloud.refusedByNeutron(client.put(path, json("{'peering':{'description':'<'}}")), 400, "InvalidInput");
        cloud.refusedByNeutron(client.put(path, "{}"), 400, "InvalidInput");
        cloud.refusedByNeutron(client.put(nobody, json("{'peering':{'name':'x'}}")), 404, "PeeringNotFound");
        cloud.refusedByNeutron(client.send("PUT", nobody + "/accept", (String) null), 404, "PeeringNotFound");
        cloud.refusedByNeutron(client.send("PUT", nobody + "/reject", (String) null), 404, "PeeringNotFound");
        cloud.refusedByNeutron(client.send("PUT", path + "/accept", (String) null), 409, "PeeringNotPending");
    }

    @Test
    void refusalsOfANewPeering() {
        String nobody = UUID.randomUUID().toString();
        cloud.refusedByNeutron(ask("pair", blue, "", blue, ""), 400, "InvalidInput");
        cloud.refusedByNeutron(ask("a b", blue, "", green, ""), 400, "InvalidInput");
        cloud.refusedByNeutron(ask("pair", nobody, "", green, ""), 404, "RouterNotFound");
        cloud.refusedByNeutron(ask("pair", blue, "", nobody, ""), 404, "RouterNotFound");
        cloud.refusedByNeutron(ask("pair", "x", "", green, ""), 404, "RouterNotFound");
        cloud.refusedByNeutron(ask("pair", blue, OTHER, green, ""), 404, "RouterNotFound");
        cloud.refusedByNeutron(ask("pair", blue, "", green, OTHER), 404, "RouterNotFound");
        cloud.refusedByNeutron(ask("pair", blue, "", green, "x"), 404, "RouterNotFound");
        String wide = vpc(served.project, "wide", "10.0.0.0/8");
        cloud.refusedByNeutron(ask("pair", blue, "", wide, ""), 400, "InvalidInput");
        ask("pair", blue, "", green, "").expect(201);
        cloud.refusedByNeutron(ask("riap", green, "", blue, ""), 409, "PeeringExists");
        cloud.refusedByNeutron(client.post(PEERINGS, json("{'peering':{'name':'x'}}")), 400, "InvalidInput");
        limit(Quota.Type.PEERING);
        String red = vpc(served.project, "red", "192.168.0.0/16");
        cloud.refusedByNeutron(ask("more", blue, "", red, ""), 409, "OverQuota");
    }

    @Test
    void aNewPeeringNeedsItsNameAndBothItsEnds() {
        List<String> all = List.of(
                "'name':'pair'",
                "'request_vpc_info':{'vpc_id':'" + blue + "'}",
                "'accept_vpc_info':{'vpc_id':'" + green + "'}");
        for (String missing : all) {
            String member = missing.substring(1, missing.indexOf("':"));
            Reply reply = asked(all.stream().filter(one -> !one.equals(missing)).toList());
            cloud.refusedByNeutron(reply, 400, "InvalidInput");
            assertThat(reply.at("/NeutronError/message")).isEqualTo("'peering." + member + "' is required");
        }
        cloud.refusedByNeutron(asked(List.of(all.get(0), all.get(1), "'accept_vpc_info':{}")), 400, "InvalidInput");
        cloud.refusedByNeutron(asked(List.of(all.get(0), "'request_vpc_info':{}", all.get(2))), 400, "InvalidInput");
        assertThat(count("")).isZero();
        asked(all).expect(201);
    }

    private Reply asked(List<String> members) {
        return client.post(PEERINGS, json("{'peering':{%s}}", String.join(",", members)));
    }

    @Test
    void aPeeringThatWaitsIsTheOnlyOneOfItsVpcs() {
        String theirs = vpc(OTHER, "theirs", "10.2.0.0/16");
        cloud.refusedByNeutron(ask("pair", blue, "", theirs, ""), 404, "RouterNotFound"); // not the caller's own
        cloud.refusedByNeutron(ask("pair", theirs, "", blue, ""), 404, "RouterNotFound");
        assertThat(ask("pair", blue, "", theirs, OTHER).expect(201).at("/peering/status"))
                .isEqualTo("PENDING_ACCEPTANCE");
        cloud.refusedByNeutron(ask("again", blue, "", theirs, OTHER), 409, "PeeringExists");
        String back = json(
                "{'peering':{'name':'back','request_vpc_info':{'vpc_id':'%s'},"
                        + "'accept_vpc_info':{'vpc_id':'%s','tenant_id':'%s'}}}",
                theirs, blue, served.project);
        cloud.refusedByNeutron(neighbour.post(PEERINGS, back), 409, "PeeringExists");
        assertThat(count("")).isEqualTo(1);
    }

    @Test
    void whatAPeeringForbidsItsVpcs() {
        String id = ask("pair", blue, "", green, "").expect(201).at("/peering/id");
        String v1 = "/v1/" + served.project;
        cloud.refused(client.delete(v1 + "/vpcs/" + blue), 409, "VPC.0120");
        cloud.refused(client.put(v1 + "/vpcs/" + blue, json("{'vpc':{'cidr':'10.0.0.0/8'}}")), 400, "VPC.0117");
        String open = client.post(v1 + "/vpcs", json("{'vpc':{'name':'open'}}"))
                .expect(200)
                .at("/vpc/id");
        cloud.subnet(open, "far", "172.16.0.0/24");
        ask("open", open, "", blue, "").expect(201);
        cloud.refused(
                client.post(
                        v1 + "/subnets",
                        json(
                                "{'subnet':{'name':'near','cidr':'10.0.9.0/24','vpc_id':'%s','gateway_ip':'10.0.9.1'}}",
                                open)),
                400,
                "VPC.0204");
        client.delete(PEERINGS + "/" + id).expect(204);
        client.delete(v1 + "/vpcs/" + green).expect(204);
    }

    @Test
    void ansibleMakesFindsAndDeletesARouteThroughIt() {
        String peering = ask("pair", blue, "", green, "").expect(201).at("/peering/id");
        Reply made = route(blue, "10.1.0.0/16", peering).expect(201);
        String id = made.at("/route/id");
        assertThat(made.at("/route/nexthop")).isEqualTo(peering);
        assertThat(made.at("/route/type")).isEqualTo("peering");
        assertThat(made.at("/route/vpc_id")).isEqualTo(blue);
        assertThat(made.at("/route/tenant_id")).isEqualTo(served.project);
        assertThat(client.get(ROUTES + "/" + id).expect(200).body()).isEqualTo(made.body());
        for (String filter : new String[] {
            "", "vpc_id=" + blue, "type=peering", "destination=10.1.0.0%2F16", "id=" + id, "tenant_id=" + served.project
        }) {
            assertThat(client.get(ROUTES + "?" + filter).expect(200).body().at("/routes"))
                    .as(filter)
                    .hasSize(1);
        }
        for (String none :
                new String[] {"vpc_id=" + green, "type=ecs", "destination=x", "id=x", "tenant_id=" + OTHER}) {
            assertThat(client.get(ROUTES + "?" + none).expect(200).body().at("/routes"))
                    .as(none)
                    .isEmpty();
        }
        String page = client.get(ROUTES + "?limit=1").expect(200).at("/routes_links/0/href");
        assertThat(client.get(page.substring(page.indexOf("/v2.0")))
                        .expect(200)
                        .body()
                        .at("/routes"))
                .isEmpty();
        cloud.refusedByNeutron(client.get(ROUTES + "?marker=" + peering), 400, "InvalidInput");
        String table = client.get("/v1/" + served.project + "/routetables?vpc_id=" + blue)
                .expect(200)
                .at("/routetables/0/id");
        assertThat(client.get("/v1/" + served.project + "/routetables/" + table)
                        .expect(200)
                        .at("/routetable/routes/0/nexthop"))
                .isEqualTo(peering);
        client.delete(ROUTES + "/" + id).expect(204);
        cloud.refusedByNeutron(client.get(ROUTES + "/" + id), 404, "RouteNotFound");
        cloud.refusedByNeutron(client.delete(ROUTES + "/" + id), 404, "RouteNotFound");
    }

    @Test
    void refusalsOfANewRoute() {
        String peering = ask("pair", blue, "", green, "").expect(201).at("/peering/id");
        String red = vpc(served.project, "red", "10.3.0.0/16");
        cloud.refusedByNeutron(route(blue, "10.0.3.0/24", peering), 400, "InvalidInput");
        cloud.refusedByNeutron(route(blue, "169.254.0.0/16", peering), 400, "InvalidInput");
        cloud.refusedByNeutron(route(red, "10.1.0.0/16", peering), 400, "InvalidInput");
        cloud.refusedByNeutron(route(blue, "10.1.0.0/16", "x"), 404, "PeeringNotFound");
        cloud.refusedByNeutron(route(blue, "10.1.0.0/16", UUID.randomUUID().toString()), 404, "PeeringNotFound");
        cloud.refusedByNeutron(route(UUID.randomUUID().toString(), "10.1.0.0/16", peering), 404, "RouterNotFound");
        cloud.refusedByNeutron(
                client.post(
                        ROUTES,
                        json("{'route':{'type':'ecs','destination':'10.1.0.0/16','nexthop':'x','vpc_id':'%s'}}", blue)),
                400,
                "InvalidInput");
        for (String missing :
                new String[] {"'destination':'10.1.0.0/16'", "'vpc_id':'" + blue + "'", "'nexthop':'x'"}) {
            cloud.refusedByNeutron(
                    client.post(ROUTES, json("{'route':{'type':'peering'," + missing + "}}")), 400, "InvalidInput");
        }
        route(blue, "10.1.0.0/16", peering).expect(201);
        cloud.refusedByNeutron(route(blue, "10.1.0.0/16", peering), 409, "RouteExists");
        limit(Quota.Type.ROUTE);
        cloud.refusedByNeutron(route(blue, "10.9.0.0/16", peering), 409, "OverQuota");
    }

    private int count(String query) {
        return client.get(PEERINGS + query).expect(200).body().at("/peerings").size();
    }

    private Reply ask(String name, String vpc, String project, String peer, String peerProject) {
        return client.post(
                PEERINGS,
                json(
                        "{'peering':{'name':'%s','request_vpc_info':{'vpc_id':'%s','tenant_id':'%s'},"
                                + "'accept_vpc_info':{'vpc_id':'%s','tenant_id':'%s'}}}",
                        name, vpc, project, peer, peerProject));
    }

    private Reply route(String vpc, String destination, String peering) {
        return client.post(
                ROUTES,
                json(
                        "{'route':{'type':'peering','destination':'%s','nexthop':'%s','vpc_id':'%s'}}",
                        destination, peering, vpc));
    }

    private String vpc(String project, String name, String cidr) {
        return client.post("/v1/" + project + "/vpcs", json("{'vpc':{'name':'%s','cidr':'%s'}}", name, cidr))
                .expect(200)
                .at("/vpc/id");
    }

    private void limit(Quota.Type type) {
        served.control
                .quotas()
                .set(new Caller(served.control.project(), "tester"), Map.of(type, Optional.of(1L)))
                .orThrow();
    }
}
