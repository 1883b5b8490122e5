package dev.perch.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perch.cli.http.Json;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of objects that can be listed, and the columns that people see of them. */
public enum Kind {
    VPCS(
            "vpc",
            column("NAME", "name"),
            column("CIDR", "cidr"),
            id(),
            column("CREATED", "created_at").onlyWide()),
    SUBNETS(
            "subnet",
            column("NAME", "name"),
            column("VPC", "vpc_name"),
            column("CIDR", "cidr"),
            column("GATEWAY", "gateway"),
            column("CIDR-V6", "cidr_v6"),
            column("GATEWAY-V6", "gateway_v6").onlyWide(),
            id()),
    PORTS(
            "port",
            column("NAME", "name"),
            column("SERVER", "server_name"),
            Column.of("ADDRESSES", row -> list(row.path("addresses"))),
            column("MAC", "mac"),
            Column.of("CHECK", row -> row.path("check").asBoolean() ? "on" : "off"),
            column("LINK", "link"),
            Column.of("VIPS", row -> names(row.path("bound_vips"))),
            Column.of("DROPS", row -> drops(row.path("drops"))),
            Column.of("PAIRS", row -> list(row.path("pairs"))).onlyWide(),
            id()),
    SERVERS(
            "server",
            column("NAME", "name"),
            column("STATE", "state"),
            column("POWER", "power"),
            Column.of("ADDRESSES", Kind::nics),
            column("DETAIL", "detail"),
            column("PID", "pid").onlyWide(),
            column("SINCE", "since").onlyWide(),
            id()),
    VIPS(
            "vip",
            column("NAME", "name"),
            Column.of("ADDRESSES", row -> list(row.path("addresses"))),
            column("SUBNET", "subnet_name"),
            Column.of("HOLDER", Kind::holder),
            Column.of("BOUND", row -> bound(row.path("bindings"))),
            Column.of("WARNINGS", row -> count(row.path("warnings"))),
            column("VRID", "vrid").onlyWide(),
            id()),
    EVENTS(
            "event",
            column("SEQ", "sequence"),
            column("AT", "at"),
            column("TYPE", "type"),
            Column.of("SUBJECT", row -> subject(row)).onlyWide(),
            column("MESSAGE", "message")),
    AUDIT(
            "audit",
            column("SEQ", "sequence"),
            column("AT", "at"),
            column("ACTOR", "actor"),
            column("OPERATION", "operation"),
            Column.of("SUBJECT", row -> subject(row)),
            column("REVISION", "revision"));

    private final String singular;
    private final List<Column> columns;

    Kind(String singular, Column... columns) {
        this.singular = singular;
        this.columns = List.of(columns);
    }

    /** One of them, as in {@code explain vip/web}. */
    public String singular() {
        return singular;
    }

    /** All of them, as in the operator API's paths. */
    public String plural() {
        return name().toLowerCase();
    }

    public List<Column> columns() {
        return columns;
    }

    private static Column column(String header, String path) {
        return Column.of(header, path);
    }

    private static Column id() {
        return Column.of("ID", "id").onlyWide();
    }

    static String list(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static String names(JsonNode array) {
        return array.valueStream().map(row -> Json.text(row, "name")).collect(Collectors.joining(","));
    }

    private static String count(JsonNode array) {
        return array.isEmpty() ? "" : String.valueOf(array.size());
    }

    private static String nics(JsonNode server) {
        return server.path("nics")
                .valueStream()
                .map(nic -> list(nic.path("addresses")))
                .collect(Collectors.joining(" "));
    }

    private static String drops(JsonNode reasons) {
        long total = reasons.valueStream().mapToLong(JsonNode::asLong).sum();
        return total == 0 ? "" : String.valueOf(total);
    }

    /** Who holds a VIP: one name when both families agree. */
    private static String holder(JsonNode vip) {
        List<JsonNode> holders = vip.path("holders").valueStream().toList();
        List<String> names = holders.stream().map(Holders::orNobody).distinct().toList();
        if (names.size() == 1) {
            return names.getFirst();
        }
        return holders.stream()
                .map(holder -> Json.text(holder, "family") + "=" + Holders.orNobody(holder))
                .collect(Collectors.joining(","));
    }

    private static String bound(JsonNode bindings) {
        return bindings.valueStream().map(Holders::name).distinct().collect(Collectors.joining(","));
    }

    private static String subject(JsonNode row) {
        String kind = Json.text(row, "subject_kind");
        return kind.isEmpty() ? "" : kind + "/" + Json.text(row, "subject");
    }
}
