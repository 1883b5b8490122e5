package dev.perch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.testkit.PerchProcess;

/** Ports in one subnet, 10.99.0.0/16, of a running Perch. */
record Ports(PerchProcess perch) {

    static Ports in(PerchProcess perch) {
        perch.api()
                .post("/ops/v1/vpcs", "{\"name\":\"bench\",\"cidr\":\"10.99.0.0/16\"}")
                .ok();
        perch.api()
                .post("/ops/v1/subnets", "{\"vpc\":\"bench\",\"name\":\"bench\",\"cidr\":\"10.99.0.0/16\"}")
                .ok();
        return new Ports(perch);
    }

    /** Makes a port plugged into a namespace; its id. */
    String create(String address, Namespace namespace) {
        return perch.api()
                .post("/ops/v1/ports", """
                        {"subnet":"bench","address":"%s","attachment":{"namespace":"%s","interface":"eth0"}}""".formatted(address, namespace.path()))
                .ok()
                .get("id")
                .asText();
    }

    void delete(String id) {
        perch.api().delete("/ops/v1/ports/" + id).ok();
    }

    JsonNode get(String id) {
        return perch.api().get("/ops/v1/ports/" + id).ok();
    }
}
