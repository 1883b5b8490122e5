package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.stream.Collectors;

/** Objects that others point at, in words: what an EIP is bound to, where a route leads, the ends of a peering. */
final class Targets {
    private Targets() {}

    /** {@code vip web}; the id where there is no name, nothing where there is no target. */
    static String named(JsonNode target) {
        String kind = Json.text(target, "kind");
        String name = Json.text(target, "name");
        return kind.isEmpty() ? "" : kind + " " + (name.isEmpty() ? Json.text(target, "id") : name);
    }

    /** Who gets an EIP's packets now: a server's name, or the port's id. */
    static String holder(JsonNode holder) {
        String server = Json.text(holder, "server");
        String port = Json.text(holder, "port");
        return !server.isEmpty() ? server : port.isEmpty() ? "" : "port " + port;
    }

    /** The addresses of EIPs. */
    static String addresses(JsonNode eips) {
        return eips.valueStream().map(eip -> Json.text(eip, "address")).collect(Collectors.joining(","));
    }

    /** A VPC at an end of a peering; its id where the caller may not see its name. */
    static String side(JsonNode end) {
        return Json.text(end, "vpc");
    }
}
