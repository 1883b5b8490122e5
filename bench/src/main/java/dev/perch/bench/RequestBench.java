package dev.perch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.net.Family;
import dev.perch.testkit.PerchProcess;
import java.util.stream.IntStream;

/** What requests for an EIP more and for a route more take beside a thousand against beside one. */
final class RequestBench {
    private static final int MANY = 1000;

    /** Of which a route table may have 200. */
    private static final int ROUTES = 199;

    private final PerchProcess perch;

    RequestBench(PerchProcess perch) {
        this.perch = perch;
    }

    /** A VPC with a port, and with EIPs or routes besides. */
    private record Place(String name, String port) {
        String table(int number) {
            return name + "-" + number;
        }
    }

    void run(Table table) {
        Place one = place("beside-one");
        Place many = place("beside-many");
        for (Family family : Family.values()) {
            boundEip(family, one.name(), port(one.name()));
            IntStream.range(0, MANY).forEach(i -> boundEip(family, many.name(), port(many.name())));
            new Addition("one EIP (IPv" + family.version() + ") more, API", ", beside ", "ms")
                    .compare(one, many, place -> millisForEip(family, place), table);
        }
        routes(one, 1);
        routes(many, MANY);
        new Addition("one route more, API", ", beside ", "ms").compare(one, many, this::millisForRoute, table);
    }

    private Place place(String name) {
        post("vpcs", "{'name':'NAME','cidr':'10.97.0.0/16'}", name);
        post("subnets", "{'vpc':'NAME','name':'NAME','cidr':'10.97.0.0/16','cidr_v6':'fd00:97::/64'}", name);
        return new Place(name, port(name));
    }

    private String port(String subnet) {
        return post("ports", "{'subnet':'NAME'}", subnet);
    }

    /** An EIP that is allocated and bound; its id. */
    private String boundEip(Family family, String vpc, String port) {
        String eip = post("eips", "{'description':'NAME','family':" + family.version() + "}", vpc);
        post("eips/" + eip + "/bind", "{'port':'NAME'}", port);
        return eip;
    }

    private double millisForEip(Family family, Place place) {
        long start = System.nanoTime();
        String eip = boundEip(family, place.name(), place.port());
        long end = System.nanoTime();
        post("eips/" + eip + "/unbind", "{}", "");
        perch.api().delete("/ops/v1/eips/" + eip).ok();
        return (end - start) / 1e6;
    }

    /** In as many tables as it takes. */
    private void routes(Place place, int count) {
        for (int i = 0; i < count; i++) {
            if (i % ROUTES == 0) {
                post("route-tables", "{'vpc':'" + place.name() + "','name':'NAME'}", place.table(i / ROUTES));
            }
            route(place, i / ROUTES, "10.200." + i % ROUTES + ".0/24");
        }
    }

    private String route(Place place, int table, String destination) {
        String path = "route-tables/" + place.table(table) + "/routes";
        return path + "/" + post(path, "{'destination':'" + destination + "','port':'NAME'}", place.port());
    }

    private double millisForRoute(Place place) {
        long start = System.nanoTime();
        String route = route(place, 0, "10.201.0.0/24");
        long end = System.nanoTime();
        perch.api().delete("/ops/v1/" + route).ok();
        return (end - start) / 1e6;
    }

    private String post(String path, String body, String name) {
        JsonNode made = perch.api()
                .post("/ops/v1/" + path, body.replace("NAME", name).replace('\'', '"'))
                .ok();
        return made.path("id").asText();
    }
}
