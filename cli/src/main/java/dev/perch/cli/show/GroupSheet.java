package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.List;

/** A security group with its rules on one screen. */
public final class GroupSheet {
    private static final List<Column> RULES = List.of(
            Column.of("DIRECTION", "direction"),
            Column.of("ACTION", GroupSheet::action),
            Column.of("FAMILY", "family"),
            Column.of("PROTOCOL", rule -> any(Json.text(rule, "protocol"))),
            Column.of("PORTS", rule -> any(Json.text(rule, "ports"))),
            Column.of("REMOTE", rule -> any(remote(rule.path("remote")))),
            Column.of("PRIORITY", "priority"),
            Column.of("ID", "id"));

    private GroupSheet() {}

    public static void print(Output out, JsonNode group) {
        out.say("security-group " + Json.text(group, "name"));
        out.say("  id     " + Json.text(group, "id"));
        if (!Json.text(group, "description").isEmpty()) {
            out.say("  about  " + Json.text(group, "description"));
        }
        out.say("  ports  " + Json.text(group, "ports"));
        if (group.path("rules").isEmpty()) {
            out.say("  no rules: nothing is let through but answers");
        } else {
            out.say("");
            out.table(group.path("rules").valueStream().toList(), RULES, "  ");
        }
    }

    private static String action(JsonNode rule) {
        return Json.text(rule, "action") + (rule.path("enabled").asBoolean(true) ? "" : ", disabled");
    }

    private static String remote(JsonNode remote) {
        String group = Json.text(remote, "name");
        return group.isEmpty() ? Json.text(remote, "cidr") : "group " + group;
    }

    private static String any(String text) {
        return text.isEmpty() ? "any" : text;
    }
}
