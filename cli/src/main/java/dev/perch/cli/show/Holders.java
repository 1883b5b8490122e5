package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;

/** Names of what can hold or be bound to a VIP: a server's, or the port's id when it has no server. */
public final class Holders {
    private Holders() {}

    /** The name in an object with {@code server_name} and {@code port_id}; empty when nobody is meant. */
    public static String name(JsonNode holder) {
        String server = Json.text(holder, "server_name");
        String port = Json.text(holder, "port_id");
        return !server.isEmpty() ? server : port.isEmpty() ? "" : "port " + port;
    }

    /** A move in words: {@code ipv4  a -> b  epoch 4  link-down: evidence}. */
    public static String move(JsonNode move) {
        return Json.text(move, "family") + "  " + orNobody(move.path("from")) + " -> " + orNobody(move.path("to"))
                + "  epoch " + Json.text(move, "epoch") + "  " + Json.text(move, "cause") + ": "
                + Json.text(move, "evidence");
    }

    public static String orNobody(JsonNode holder) {
        String name = name(holder);
        return name.isEmpty() ? "nobody" : name;
    }
}
