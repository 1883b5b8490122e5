package dev.perch.e2e;

import dev.perch.testkit.ApiClient;
import dev.perch.testkit.Netns;
import java.util.Map;
import java.util.Random;

/**
 * What one worker of {@link ReachCrashTest} makes and changes: a VPC of its own with a peering, and in VPC {@code crash} two
 * ports, a security group, an EIP and a route. Everything has a name that begins with the cell's.
 */
final class Cell {
    private final ApiClient api;
    private final Ledger ledger;
    private final Netns plugs;
    private final int number;
    private final String name;
    /** The second rule of the cell's group, while there is one. */
    private String rule = "";

    Cell(ApiClient api, Ledger ledger, Netns plugs, int number) {
        this.api = api;
        this.ledger = ledger;
        this.plugs = plugs;
        this.number = number;
        this.name = "w" + number;
    }

    /** Makes the VPC and all that goes with it by one operation, then the ports. */
    void make() {
        ledger.change(
                Map.of(
                        "vpc " + name, "made",
                        "subnet " + name, "made",
                        "security-group " + name, "[80]",
                        "peering " + name, "ACTIVE",
                        "route 10.0.0.0/16 of " + name, name),
                () -> api.post("/ops/v1/apply", """
                                {"security_groups": [{"name": "%1$s", "rules": [
                                     {"direction": "ingress", "protocol": "tcp", "ports": "80"}]}],
                                 "vpcs": [{"name": "%1$s", "cidr": "10.%2$d.0.0/16", "subnets": [
                                     {"name": "%1$s", "cidr": "10.%2$d.1.0/24"}]}],
                                 "peerings": [{"name": "%1$s", "vpc": "crash", "peer_vpc": "%1$s"}],
                                 "route_tables": [{"vpc": "%1$s", "routes": [
                                     {"destination": "10.0.0.0/16", "peering": "%1$s"}]}]}
                                """.formatted(name, 100 + number))
                        .ok());
        makePort(1);
        makePort(2);
    }

    private void makePort(int which) {
        String port = name + "-" + which;
        ledger.change(
                Map.of("port " + port, "[" + name + "]"),
                () -> api.post("/ops/v1/ports", """
                                {"subnet": "front", "name": "%s", "security_groups": ["%s"],
                                 "attachment": {"namespace": "%s", "interface": "%s"}}
                                """.formatted(port, name, plugs.file(), port))
                        .ok());
    }

    /** One operation on one thing. */
    void change(Random random) {
        switch (random.nextInt(7)) {
            case 0 -> peering();
            case 1 -> route();
            case 2 -> rule();
            case 3 -> group(1000 + random.nextInt(4));
            case 4 -> groups(random.nextBoolean());
            case 5 -> port();
            default -> eip(random.nextInt(3));
        }
    }

    private void eip(int choice) {
        String eip = "eip " + name;
        String path = "/ops/v1/eips/" + name;
        if (!ledger.has(eip)) {
            ledger.change(
                    Map.of(eip, "UNBOUND"),
                    () -> api.post("/ops/v1/eips", "{\"name\": \"" + name + "\"}")
                            .ok());
        } else if (!ledger.state(eip).equals("UNBOUND")) {
            ledger.change(
                    Map.of(eip, "UNBOUND"),
                    () -> api.post(path + "/unbind", "{}").ok());
        } else if (choice == 0) {
            ledger.remove(eip, () -> api.delete(path).ok());
        } else {
            ledger.change(
                    Map.of(eip, name + "-1"),
                    () -> api.post(path + "/bind", "{\"port\": \"" + name + "-1\"}")
                            .ok());
        }
    }

    /** The route of the cell's own VPC that leads through it stays, to nowhere. */
    private void peering() {
        String peering = "peering " + name;
        if (ledger.has(peering)) {
            ledger.remove(peering, () -> api.delete("/ops/v1/peerings/" + name).ok());
        } else {
            ledger.change(
                    Map.of(peering, "ACTIVE"),
                    () -> api.post("/ops/v1/peerings", """
                                    {"name": "%1$s", "vpc": "crash", "peer_vpc": "%1$s"}
                                    """.formatted(name)).ok());
        }
    }

    private void route() {
        String destination = "10." + (100 + number) + ".9.0/24";
        String route = "route " + destination + " of crash";
        if (ledger.has(route)) {
            ledger.remove(
                    route,
                    () -> api.delete("/ops/v1/route-tables/crash/routes/" + destination.replace("/", "%2F"))
                            .ok());
        } else {
            ledger.change(
                    Map.of(route, name + "-1"),
                    () -> api.post("/ops/v1/route-tables/crash/routes", """
                                    {"destination": "%s", "port": "%s-1"}
                                    """.formatted(destination, name))
                            .ok());
        }
    }

    private void rule() {
        String group = "security-group " + name;
        String path = "/ops/v1/security-groups/" + name + "/rules";
        if (ledger.state(group).equals("[80]")) {
            ledger.change(
                    Map.of(group, "[80, 90]"),
                    () -> rule = api.post(
                                    path, "{\"direction\": \"ingress\", \"protocol\": \"tcp\", \"ports\": \"90\"}")
                            .ok()
                            .get("id")
                            .asText());
        } else {
            ledger.change(
                    Map.of(group, "[80]"), () -> api.delete(path + "/" + rule).ok());
        }
    }

    /** A second group that comes and goes whole, with one rule that takes the place of another. */
    private void group(int port) {
        String group = name + "-more";
        String thing = "security-group " + group;
        if (!ledger.has(thing)) {
            ledger.change(Map.of(thing, "[" + port + "]"), () -> rules(group, port));
        } else if (ledger.state(thing).equals("[" + port + "]")) {
            if (!ledger.state("port " + name + "-1").contains(group)) {
                ledger.remove(
                        thing,
                        () -> api.delete("/ops/v1/security-groups/" + group).ok());
            }
        } else {
            ledger.change(Map.of(thing, "[" + port + "]"), () -> rules(group, port));
        }
    }

    private void rules(String group, int port) {
        api.post("/ops/v1/apply", """
                        {"security_groups": [{"name": "%s", "rules": [
                            {"direction": "ingress", "protocol": "tcp", "ports": "%d", "group": "%s"}]}]}
                        """.formatted(group, port, name)).ok();
    }

    private void groups(boolean more) {
        String port = "port " + name + "-1";
        boolean both = more && ledger.has("security-group " + name + "-more");
        ledger.change(
                Map.of(port, both ? "[" + name + ", " + name + "-more]" : "[" + name + "]"),
                () -> api.put(
                                "/ops/v1/ports/" + name + "-1",
                                "{\"security_groups\": [\"" + name + "\"" + (both ? ", \"" + name + "-more\"" : "")
                                        + "]}")
                        .ok());
    }

    private void port() {
        if (ledger.has("port " + name + "-2")) {
            ledger.remove(
                    "port " + name + "-2",
                    () -> api.delete("/ops/v1/ports/" + name + "-2").ok());
        } else {
            makePort(2);
        }
    }
}
