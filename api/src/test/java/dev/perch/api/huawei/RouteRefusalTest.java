package dev.perch.api.huawei;

import static dev.perch.api.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.api.Client;
import dev.perch.api.Client.Reply;
import dev.perch.api.Served;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What routes refuse, each with its status and code: those of v2.0 through a peering, those of route tables, and those of a
 * VPC. Their stories are in {@link PeeringTest}, {@link RouteTableTest} and {@link VpcAndSubnetTest}.
 */
class RouteRefusalTest {
    private static final String ROUTES = "/v2.0/vpc/routes";
    private static final String NOBODY = UUID.randomUUID().toString();

    private final Served served = new Served();
    private final Client client = served.client;
    private final Cloud cloud = new Cloud(served);
    private final String v1 = "/v1/" + served.project;
    private final String tables = v1 + "/routetables";
    private String blue;
    private String green;
    private String server;
    private String table;

    @BeforeEach
    void start() {
        blue = cloud.vpc("blue");
        green = vpc("green", "10.1.0.0/16");
        server = cloud.server(blue, cloud.subnet(blue, "front", "10.0.1.0/24"), "fw");
        table = client.get(tables + "?vpc_id=" + blue).expect(200).at("/routetables/0/id");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private String vpc(String name, String cidr) {
        return client.post(v1 + "/vpcs", json("{'vpc':{'name':'%s','cidr':'%s'}}", name, cidr))
                .expect(200)
                .at("/vpc/id");
    }

    private String peering(String vpc, String peer) {
        return client.post(
                        "/v2.0/vpc/peerings",
                        json(
                                "{'peering':{'name':'p','request_vpc_info':{'vpc_id':'%s'},'accept_vpc_info':{'vpc_id':'%s'}}}",
                                vpc, peer))
                .expect(201)
                .at("/peering/id");
    }

    private static List<String> members(String destination, String peering, String vpc) {
        return List.of(
                "'type':'peering'",
                "'destination':'" + destination + "'",
                "'nexthop':'" + peering + "'",
                "'vpc_id':'" + vpc + "'");
    }

    private Reply route(List<String> members) {
        return client.post(ROUTES, json("{'route':{%s}}", String.join(",", members)));
    }

    private Reply change(String routes) {
        return client.put(tables + "/" + table, json("{'routetable':{'routes':{%s}}}", routes));
    }

    private Reply make(String rest) {
        return client.post(tables, json("{'routetable':{'vpc_id':'%s'%s}}", blue, rest));
    }

    private static String entry(String type, String destination, String nexthop) {
        return "{'type':'%s','destination':'%s','nexthop':'%s'}".formatted(type, destination, nexthop);
    }

    /** As many routes to the server. */
    private String several(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry("ecs", "192.168." + i + ".0/24", server))
                .collect(Collectors.joining(","));
    }

    private JsonNode routesOfTable() {
        return client.get(tables + "/" + table).expect(200).body().at("/routetable/routes");
    }

    @Test
    void aRouteThroughAPeeringNeedsEachOfItsMembers() {
        List<String> all = members("10.1.0.0/16", peering(blue, green), blue);
        for (String missing : all) {
            Reply reply =
                    route(all.stream().filter(member -> !member.equals(missing)).toList());
            cloud.refusedByNeutron(reply, 400, "InvalidInput");
            assertThat(reply.at("/NeutronError/message"))
                    .isEqualTo("'route." + missing.substring(1, missing.indexOf("':")) + "' is required");
        }
        assertThat(routesOfTable()).isEmpty();
        route(all).expect(201);
    }

    @Test
    void aRouteThroughAPeeringNeedsABlockAsItsDestination() {
        String peering = peering(blue, green);
        for (String destination : new String[] {"x", "", "10.1.0.1/16", "10.1.0.0/33"}) {
            cloud.refusedByNeutron(route(members(destination, peering, blue)), 400, "InvalidInput");
        }
        assertThat(routesOfTable()).isEmpty();
    }

    @Test
    void routesThroughPeeringsThatCannotBeReadAreRefused() {
        for (String limit : new String[] {"x", "-1", "2001"}) {
            cloud.refusedByNeutron(client.get(ROUTES + "?limit=" + limit), 400, "InvalidInput");
        }
        for (String id : new String[] {"nonsense", NOBODY}) {
            cloud.refusedByNeutron(client.get(ROUTES + "/" + id), 404, "RouteNotFound");
            cloud.refusedByNeutron(client.delete(ROUTES + "/" + id), 404, "RouteNotFound");
        }
    }

    @Test
    void routesToServersAndOfOtherTablesAreNotThereForNeutron() {
        String peering = peering(blue, green);
        change("'add':[" + entry("ecs", "192.168.0.0/16", server) + "]").expect(200);
        String other = make(",'routes':[" + entry("peering", "10.1.0.0/16", peering) + "]")
                .expect(200)
                .at("/routetable/id");
        for (String of : new String[] {table, other}) {
            Reply before = client.get("/ops/v1/route-tables/" + of).expect(200);
            assertThat(before.body().at("/routes")).hasSize(1);
            String id = before.at("/routes/0/id");
            cloud.refusedByNeutron(client.get(ROUTES + "/" + id), 404, "RouteNotFound");
            cloud.refusedByNeutron(client.delete(ROUTES + "/" + id), 404, "RouteNotFound");
            assertThat(client.get("/ops/v1/route-tables/" + of).expect(200).body())
                    .isEqualTo(before.body());
        }
    }

    @Test
    void noTableHoldsMoreThanTwoHundredRoutesWhicheverCallAddsThem() {
        cloud.refused(make(",'routes':[" + several(201) + "]"), 409, "VPC.0001");
        String nic = cloud.nic(server).at("/port/fixed_ips/0/ip_address");
        String byAddress = several(201)
                .replace("'type':'ecs',", "")
                .replace("'nexthop':'" + server + "'", "'nexthop':'" + nic + "'");
        cloud.refused(client.put(v1 + "/vpcs/" + blue, json("{'vpc':{'routes':[%s]}}", byAddress)), 409, "VPC.0101");
        assertThat(client.get(tables + "?vpc_id=" + blue).expect(200).body().at("/routetables"))
                .hasSize(1);
        assertThat(routesOfTable()).isEmpty();

        change("'add':[" + several(200) + "]").expect(200);
        cloud.refusedByNeutron(route(members("10.1.0.0/16", peering(blue, green), blue)), 409, "OverQuota");
        assertThat(routesOfTable()).hasSize(200);
    }

    @Test
    void changesOfRoutesThatCannotBeAreRefused() {
        String elsewhere = peering(green, vpc("red", "10.2.0.0/16"));
        change("'add':[" + entry("ecs", "0.0.0.0/0", server) + "]").expect(200);
        JsonNode before = routesOfTable();
        for (String refused : new String[] {
            "'mod':[{'destination':'0.0.0.0/0','nexthop':'" + server + "'}]",
            "'mod':[{'destination':'0.0.0.0/0','type':'ecs'}]",
            "'mod':[" + entry("peering", "0.0.0.0/0", elsewhere) + "]",
            "'add':[" + entry("peering", "10.2.0.0/16", elsewhere) + "]",
            "'add':[{'type':'ecs','destination':'1.0.0.0/8','nexthop':'" + server + "','description':'<'}]",
            "'mod':[{'type':'ecs','destination':'0.0.0.0/0','nexthop':'" + server + "','description':'<'}]"
        }) {
            cloud.refused(change(refused), 400, "VPC.0001");
        }
        assertThat(routesOfTable()).isEqualTo(before);
    }

    @Test
    void aRefusedTableIsNotLeftBehind() {
        cloud.refused(make(",'description':'<'"), 400, "VPC.0001");
        cloud.refused(make(",'routes':[" + entry("nat", "0.0.0.0/0", NOBODY) + "]"), 400, "VPC.0001");
        cloud.refused(make(",'routes':[" + entry("ecs", "0.0.0.0/0", NOBODY) + "]"), 404, "VPC.2204");
        String second = entry("ecs", "1.0.0.0/8", server) + "," + entry("ecs", "0.0.0.0/0", NOBODY);
        cloud.refused(make(",'routes':[" + second + "]"), 404, "VPC.2204");
        cloud.refused(
                make(",'routes':[{'type':'ecs','destination':'0.0.0.0/0','nexthop':'" + server
                        + "','description':'<'}]"),
                400,
                "VPC.0001");
        assertThat(client.get(tables + "?vpc_id=" + blue).expect(200).body().at("/routetables"))
                .as("the default one")
                .hasSize(1);
    }

    @Test
    void aTableIsNotChangedByWhatSaysNothingOrTheWrongThing() {
        String one = tables + "/" + table;
        Reply before = client.get(one).expect(200);
        cloud.refused(client.put(one, json("{'routetable':{'description':'<'}}")), 400, "VPC.0001");
        cloud.refused(client.post(one + "/action", "{}"), 400, "VPC.0001");
        cloud.refused(client.post(one + "/action", json("{'routetable':{}}")), 400, "VPC.0001");
        assertThat(client.get(one).expect(200).body()).isEqualTo(before.body());
    }
}
