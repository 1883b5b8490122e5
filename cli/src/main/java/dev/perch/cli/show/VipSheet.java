package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.time.Clock;
import java.util.List;

/** Everything about one VIP on one screen. */
public final class VipSheet {
    private static final List<Column> BINDINGS = List.of(
            Column.of("BOUND TO", Holders::name),
            Column.of("ADDRESS", "address"),
            Column.of("MADE", binding -> Json.text(binding, "made").replace('_', ' ')),
            Column.of("CHECK", binding -> binding.path("check").asBoolean() ? "on" : "off"),
            Column.of("FENCED", binding -> yes(binding.path("fenced"))),
            Column.of("PASSES", binding -> yes(binding.path("passes"))),
            Column.of("WHY NOT", "why_not"),
            Column.of("PORT", "port_id").onlyWide());

    private VipSheet() {}

    public static void print(Output out, JsonNode vip, Clock clock) {
        out.say("vip " + (Json.text(vip, "name").isEmpty() ? Json.text(vip, "id") : Json.text(vip, "name")));
        out.say("  id         " + Json.text(vip, "id"));
        out.say("  subnet     " + Json.text(vip, "subnet_name"));
        out.say("  addresses  " + Kind.list(vip.path("addresses")).replace(",", ", "));
        if (!Json.text(vip, "vrid").isEmpty()) {
            out.say("  vrid       " + Json.text(vip, "vrid"));
        }
        if (!Json.text(vip, "flow_fate").isEmpty()) {
            out.say("  flow fate  " + Json.text(vip, "flow_fate"));
        }
        vip.path("eips")
                .forEach(eip -> out.say("  eip        " + Json.text(eip, "address") + " "
                        + out.style().state(Json.text(eip, "status"))));
        vip.path("holders").forEach(holder -> out.say("  holder     " + holder(holder, clock)));
        if (!vip.path("bindings").isEmpty()) {
            out.say("");
            out.table(vip.path("bindings").valueStream().toList(), BINDINGS, "  ");
        }
        warnings(out, vip);
    }

    /** What is wrong with a VIP's bindings; nothing when nothing is. */
    public static void warnings(Output out, JsonNode vip) {
        vip.path("warnings")
                .forEach(warning -> out.stream()
                        .println(out.style().bad("warning") + ": " + Style.harmless(Json.text(warning, "message"))));
    }

    /** One family's holder in words. */
    public static String holder(JsonNode holder, Clock clock) {
        String name = Holders.name(holder);
        String family = Json.text(holder, "family") + " " + Json.text(holder, "address") + ": ";
        if (name.isEmpty()) {
            return family + "nobody";
        }
        return family + name + " for " + Ages.since(Json.text(holder, "since"), clock) + ", epoch "
                + Json.text(holder, "epoch") + ", by " + Json.text(holder, "evidence");
    }

    private static String yes(JsonNode flag) {
        return flag.asBoolean() ? "yes" : "no";
    }
}
