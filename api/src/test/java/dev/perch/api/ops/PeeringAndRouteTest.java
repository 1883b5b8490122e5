package dev.perch.api.ops;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code peerings} and {@code route-tables}. */
class PeeringAndRouteTest {
    private static final String OTHER = "ab".repeat(16);

    private final Served served = new Served();
    private final Client client = served.client;

    @BeforeEach
    void start() {
        post("vpcs", "'name':'blue','cidr':'10.0.0.0/16'").expect(201);
        post("vpcs", "'name':'green','cidr':'10.1.0.0/16'").expect(201);
        post("subnets", "'vpc':'blue','name':'front','cidr':'10.0.1.0/24','cidr_v6':'fd00:1::/64'")
                .expect(201);
        post("servers", "'name':'fw','nics':[{'subnet':'front'}]").expect(201);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aPeeringIsMadeShownRenamedAndDeleted() {
        Reply made = post("peerings", "'name':'pair','vpc':'blue','peer_vpc':'green'")
                .expect(201);
        assertThat(made.at("/status")).isEqualTo("ACTIVE");
        assertThat(made.at("/requester/vpc")).isEqualTo("blue");
        assertThat(made.at("/accepter/vpc")).isEqualTo("green");
        assertThat(made.at("/accepter/project")).isEqualTo(served.project);
        assertThat(client.get("/ops/v1/peerings/pair").expect(200).body()).isEqualTo(made.body());
        assertThat(client.get("/ops/v1/peerings").expect(200).body().at("/peerings"))
                .hasSize(1);
        refused(post("peerings", "'name':'two','vpc':'green','peer_vpc':'blue'"), 409, "peering-exists", "peer_vpc");
        refused(post("peerings/pair/accept", ""), 409, "peering-not-pending", "");
        refused(client.delete("/ops/v1/vpcs/green"), 409, "vpc-peered", "");
        assertThat(client.put("/ops/v1/peerings/pair", json("{'name':'duo'}"))
                        .expect(200)
                        .at("/name"))
                .isEqualTo("duo");
        client.delete("/ops/v1/peerings/duo").expect(204);
        refused(client.get("/ops/v1/peerings/duo"), 404, "not-found", "");
    }

    @Test
    void refusalsOfAPeering() {
        refused(post("peerings", "'vpc':'blue','peer_vpc':'green'"), 400, "malformed", "name");
        refused(post("peerings", "'name':'p','vpc':'nope','peer_vpc':'green'"), 404, "not-found", "vpc");
        refused(post("peerings", "'name':'p','vpc':'blue','peer_vpc':'nope'"), 404, "not-found", "peer_vpc");
        refused(post("peerings", "'name':'p','vpc':'blue','peer_vpc':'blue'"), 400, "peering-with-itself", "peer_vpc");
        post("vpcs", "'name':'wide','cidr':'10.0.0.0/8'").expect(201);
        refused(post("peerings", "'name':'p','vpc':'blue','peer_vpc':'wide'"), 409, "peering-overlaps", "peer_vpc");
        refused(
                post("peerings", "'name':'p','vpc':'blue','peer_vpc':'green','peer_project':'%s'".formatted(OTHER)),
                404,
                "not-found",
                "peer_vpc");
    }

    @Test
    void anotherProjectAnswers() {
        try (Client neighbour = served.client("X-Project-Id", OTHER)) {
            String theirs = neighbour
                    .post("/ops/v1/vpcs", json("{'name':'theirs','cidr':'10.2.0.0/16'}"))
                    .expect(201)
                    .at("/id");
            Reply asked = post(
                            "peerings",
                            "'name':'pair','vpc':'blue','peer_vpc':'%s','peer_project':'%s'".formatted(theirs, OTHER))
                    .expect(201);
            assertThat(asked.at("/status")).isEqualTo("PENDING_ACCEPTANCE");
            assertThat(asked.at("/accepter/vpc")).as("its name is not for us").isEqualTo(theirs);
            refused(post("peerings/pair/accept", ""), 400, "not-accepter", "");
            assertThat(neighbour
                            .post("/ops/v1/peerings/pair/accept", "{}")
                            .expect(200)
                            .at("/status"))
                    .isEqualTo("ACTIVE");
        }
    }

    @Test
    void aTableIsMadeAssociatedAndDeleted() {
        Reply made = post("route-tables", "'vpc':'blue','name':'via','description':'d'")
                .expect(201);
        assertThat(made.at("/vpc/name")).isEqualTo("blue");
        assertThat(made.body().at("/default").asBoolean()).isFalse();
        assertThat(post("route-tables/via/associate", "'subnet':'front'")
                        .expect(200)
                        .at("/subnets/0/name"))
                .isEqualTo("front");
        assertThat(client.get("/ops/v1/route-tables?vpc=blue")
                        .expect(200)
                        .body()
                        .at("/route_tables"))
                .hasSize(2);
        refused(client.delete("/ops/v1/route-tables/via"), 409, "table-associated", "");
        refused(client.delete("/ops/v1/route-tables/blue"), 409, "default-table-stays", "");
        assertThat(post("route-tables/via/disassociate", "'subnet':'front'")
                        .expect(200)
                        .body()
                        .at("/subnets"))
                .isEmpty();
        assertThat(client.get("/ops/v1/route-tables/blue").expect(200).at("/subnets/0/name"))
                .isEqualTo("front");
        refused(post("route-tables/green/associate", "'subnet':'front'"), 400, "subnet-outside-table", "associate[0]");
        refused(post("route-tables/via/associate", "'subnet':'nope'"), 404, "not-found", "subnet");
        assertThat(client.put("/ops/v1/route-tables/via", json("{'name':'w'}"))
                        .expect(200)
                        .at("/name"))
                .isEqualTo("w");
        client.delete("/ops/v1/route-tables/w").expect(204);
    }

    @Test
    void routesAreAddedAndTakenAwayByDestinationOrId() {
        post("vips", "'name':'vip','subnet':'front','ipv6':true").expect(201);
        Reply made = post("route-tables/blue/routes", "'destination':'0.0.0.0/0','server':'fw','description':'out'")
                .expect(201);
        assertThat(made.at("/next_hop/kind")).isEqualTo("server");
        assertThat(made.at("/next_hop/name")).isEqualTo("fw");
        assertThat(made.at("/state")).isEqualTo("ACTIVE");
        String six = post("route-tables/blue/routes", "'destination':'::/0','vip':'vip'")
                .expect(201)
                .at("/id");
        refused(
                post("route-tables/blue/routes", "'destination':'0.0.0.0/0','server':'fw'"),
                409,
                "route-exists",
                "destination");
        refused(
                post("route-tables/blue/routes", "'destination':'10.0.1.0/24','server':'fw'"),
                400,
                "destination-local",
                "destination");
        refused(post("route-tables/blue/routes", "'destination':'1.0.0.0/8'"), 400, "malformed", "server");
        refused(
                post("route-tables/blue/routes", "'destination':'1.0.0.0/8','server':'fw','vip':'vip'"),
                400,
                "malformed",
                "server");
        refused(
                post("route-tables/blue/routes", "'destination':'1.0.0.0/8','peering':'nope'"),
                404,
                "not-found",
                "peering");
        refused(
                post("route-tables/green/routes", "'destination':'0.0.0.0/0','server':'fw'"),
                400,
                "next-hop-outside-vpc",
                "server");
        refused(
                post("route-tables/green/routes", "'destination':'0.0.0.0/0','vip':'vip'"),
                400,
                "next-hop-outside-vpc",
                "vip");
        post("vips", "'name':'four','subnet':'front'").expect(201);
        refused(
                post("route-tables/blue/routes", "'destination':'2000::/3','vip':'four'"),
                400,
                "next-hop-lacks-family",
                "vip");
        client.delete("/ops/v1/servers/fw").expect(204);
        Reply table = client.get("/ops/v1/route-tables/blue").expect(200);
        assertThat(table.body().at("/routes").findValuesAsText("state"))
                .containsExactlyInAnyOrder("BLACKHOLE", "ACTIVE");
        client.delete("/ops/v1/route-tables/blue/routes/0.0.0.0%2F0").expect(204);
        client.delete("/ops/v1/route-tables/blue/routes/" + six).expect(204);
        refused(client.delete("/ops/v1/route-tables/blue/routes/" + six), 404, "not-found", "");
    }

    private Reply post(String path, String members) {
        return client.post("/ops/v1/" + path, json("%s", "{" + members + "}"));
    }

    private static void refused(Reply reply, int status, String code, String field) {
        assertThat(reply.expect(status).at("/error/code")).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/error/field")).as(reply.text()).isEqualTo(field);
        assertThat(reply.at("/error/message")).isNotEmpty();
    }
}
