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

    /**
     * A move in words: {@code ipv4  a -> b  epoch 4  link-down: evidence}. In a list of moves each side is an object, in
     * the data of an event it is a port's id with the server's name beside it.
     */
    public static String move(JsonNode move) {
        return Json.text(move, "family") + "  " + side(move, "from") + " -> " + side(move, "to")
                + "  epoch " + Json.text(move, "epoch") + "  " + Json.text(move, "cause") + ": "
                + Json.text(move, "evidence");
    }

    private static String side(JsonNode move, String side) {
        if (!move.path(side).isTextual()) {
            return orNobody(move.path(side));
        }
        String server = Json.text(move, side + "_server");
        return server.isEmpty() ? "port " + Json.text(move, side) : server;
    }

    public static String orNobody(JsonNode holder) {
        String name = name(holder);
        return name.isEmpty() ? "nobody" : name;
    }
}
